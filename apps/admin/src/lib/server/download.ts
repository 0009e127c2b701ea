import type { RouteConfig } from '@hono/zod-openapi';
import { callRoute, type RouteInput } from '@onfact-ponto/api-contract';
import type { RequestEvent } from '@sveltejs/kit';
import { asUser, type Fetch, orSentAway } from './api.ts';
import type { Config } from './config.ts';

/**
 * A file as the api makes it. It only passes through here, piece by piece: this process never holds one. It may take as
 * long as somebody waits for it.
 */
export async function download<Route extends RouteConfig>(
  event: RequestEvent,
  config: Config,
  send: Fetch,
  route: Route,
  input: RouteInput<Route>,
  name?: string,
): Promise<Response> {
  let file: Response | undefined;
  const sendAsUser = asUser(event, config, send, event.request.signal);
  const keepFile: Fetch = async (request) => {
    const answer = await sendAsUser(request);
    if (!answer.ok) return answer;
    file = answer;
    return Response.json(null);
  };
  await orSentAway(event, callRoute(keepFile, config.apiOrigin, route, input));
  return new Response(file?.body ?? null, {
    headers: {
      'content-type': file?.headers.get('content-type') ?? 'text/csv; charset=utf-8',
      'content-disposition':
        name === undefined
          ? (file?.headers.get('content-disposition') ?? 'attachment')
          : `attachment; filename="${name}"`,
    },
  });
}
