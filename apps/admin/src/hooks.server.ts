import { ApiUnreachableError, ProblemError } from '@onfact-ponto/api-contract';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import type { FailureCode } from '#lib/failure.ts';
import { createApi, readSession } from '#lib/server/api.ts';
import { getConfig } from '#lib/server/config.ts';
import { readPreferences } from '#lib/server/preferences.ts';
import { setSecurityHeaders } from '#lib/server/security-headers.ts';
import { systemClock } from '#lib/server/system-clock.ts';

/** Stops the start when the environment is incomplete. */
export const init: ServerInit = () => {
  getConfig();
};

/** Gives every request its id, its time, who asks, and how that person likes the page. */
export const handle: Handle = async ({ event, resolve }) => {
  const config = getConfig();
  const { locals, cookies, request } = event;
  locals.requestId = crypto.randomUUID();
  locals.now = systemClock.now();
  locals.api = createApi(event, config, fetch);
  locals.session = needsSession(event.route.id) ? await readSession(event, config, fetch) : { status: 'not_asked' };

  const userLanguage = locals.session.status === 'signed_in' ? locals.session.session.user.language : null;
  locals.preferences = readPreferences(cookies, userLanguage, request.headers.get('accept-language'));

  const { language, theme } = locals.preferences;
  const response = await resolve(event, {
    preload: ({ type, path }) => type !== 'font' || path.includes('inter-latin-wght'),
    transformPageChunk: ({ html }) =>
      html
        .replace('%onfact.language%', language)
        .replaceAll('%onfact.brand%', config.brand)
        .replace('%onfact.theme%', theme === 'system' ? '' : `data-theme="${theme}"`),
  });
  setSecurityHeaders(response.headers, config.origin);
  response.headers.set('x-request-id', locals.requestId);
  return response;
};

/** Turns a failure into what the error page needs. The cause itself goes to the log, never to the browser. */
export const handleError: HandleServerError = ({ kind, error, event }) => {
  const failure = failureOf(error, kind === 'unknown' ? 500 : error.status);
  if (failure.code === 'unexpected') process.stderr.write(`${event.locals.requestId} ${describe(error)}\n`);
  return { ...failure, message: failure.code, requestId: requestIdOf(error) ?? event.locals.requestId };
};

/** Pages of the product, of support and the choice of a company; the sign-in page and the way to it do not ask. */
function needsSession(routeId: string | null): boolean {
  return routeId !== null && ['/(app)', '/companies', '/support'].some((start) => routeId.startsWith(start));
}

function failureOf(error: unknown, status: number): { status: number; code: FailureCode } {
  if (error instanceof ApiUnreachableError) return { status: 503, code: 'api_unreachable' };
  if (error instanceof ProblemError) {
    const { problem } = error;
    if (problem.status === 404) return { status: 404, code: 'not_found' };
    if (problem.status === 403) return { status: 403, code: 'forbidden' };
    if (problem.code === 'unavailable') return { status: 503, code: 'api_unreachable' };
    return { status: 500, code: 'unexpected' };
  }
  if (status === 404) return { status, code: 'not_found' };
  if (status === 403) return { status, code: 'forbidden' };
  return { status, code: 'unexpected' };
}

function requestIdOf(error: unknown): string | undefined {
  return error instanceof ProblemError ? error.problem.requestId : undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
