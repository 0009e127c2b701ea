import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOnfactClient, type OnfactClient } from '../client.ts';
import { apiKeyCredentials } from '../credentials.ts';
import type { Limits } from '../transport.ts';

/** Has every character that could be mangled on its way. */
export const sessionKey = 'abc!def#ghi&jkl%20mno%mno+pqr=stu?vwx';

export type SeenRequest = Readonly<{ method: string; url: string; headers: IncomingMessage['headers']; body: string }>;

/** A client before a small server that answers as told and remembers what it was asked. */
export async function givenOnfact(
  answer: (request: SeenRequest, response: ServerResponse) => void,
  limits: Partial<Limits> = {},
): Promise<{ onfact: OnfactClient; requests: SeenRequest[]; url: string } & AsyncDisposable> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (part: Buffer) => (body += part.toString()));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      requests.push({ method, url, headers, body });
      answer({ method, url, headers, body }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const onfact = createOnfactClient({
    apiUrl: url,
    credentials: apiKeyCredentials({ sessionKey, companyUuid: 'company-1' }),
    requestsPerSecond: 1000,
    clock: { now: () => new Date('2026-11-20T07:01:13Z'), async sleep() {} },
    limits,
  });
  return {
    onfact,
    requests,
    url,
    async [Symbol.asyncDispose]() {
      await onfact.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
