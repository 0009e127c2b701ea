import { callRoute, uploadStatements } from '@onfact-ponto/api-contract';
import type { RouteInput, RouteOutput, SendRequest, StatementImport } from '@onfact-ponto/api-contract';
import type { Config } from './config.ts';

/** The api, as one company's key reaches it. */
export type Api = Readonly<{
  call<Route extends Parameters<typeof callRoute>[2]>(
    route: Route,
    input: RouteInput<Route>,
  ): Promise<RouteOutput<Route>>;
  upload(files: readonly File[]): Promise<StatementImport>;
  /** A body that is no JSON, such as a CSV file. */
  read(path: string): Promise<Response>;
}>;

export function createApi({ apiUrl, apiKey }: Config, send: SendRequest): Api {
  const sendWithKey: SendRequest = (request) => {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${apiKey}`);
    return send(new Request(request, { headers }));
  };
  return {
    call: (route, input) => callRoute(sendWithKey, apiUrl, route, input),
    upload: (files) => {
      const form = new FormData();
      for (const file of files) form.append('files', file, file.name);
      return callRoute(
        (request) => sendWithKey(new Request(request.url, { method: 'POST', headers: request.headers, body: form })),
        apiUrl,
        uploadStatements,
        {},
      );
    },
    read: (path) => sendWithKey(new Request(new URL(path, apiUrl))),
  };
}
