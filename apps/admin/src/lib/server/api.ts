import type { RouteConfig } from '@hono/zod-openapi';
import { callRoute, getSession, ProblemError, type RouteInput } from '@onfact-ponto/api-contract';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signInPage } from '../auth/paths.ts';
import type { Config } from './config.ts';

/** The way to the api: the browser's own cookie, plus the proof that it came through this process. */

const timeoutMs = 15_000;

type Fetch = (request: Request) => Promise<Response>;

/** Headers that let the api know the browser behind this process. */
export function proxyHeaders(event: RequestEvent, config: Config): Record<string, string> {
  return {
    'x-admin-proxy': config.proxySecret,
    'x-forwarded-for': event.getClientAddress(),
    'x-request-id': event.locals.requestId,
    'user-agent': event.request.headers.get('user-agent') ?? '',
    cookie: event.request.headers.get('cookie') ?? '',
  };
}

export function createApi(event: RequestEvent, config: Config, send: Fetch): App.Locals['api'] {
  return async (route, input) => {
    try {
      return await callApi(event, config, send, route, input);
    } catch (error) {
      if (error instanceof ProblemError) sendAway(error, event.url);
      throw error;
    }
  };
}

export async function readSession(event: RequestEvent, config: Config, send: Fetch): Promise<SessionState> {
  try {
    return { status: 'signed_in', session: await callApi(event, config, send, getSession, {}) };
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'unauthenticated') return { status: 'signed_out' };
    return { status: 'unknown', cause: error };
  }
}

/** After signing in again one comes back to the same page, but never to a form's target. */
export function signInPath(url: URL): string {
  const isFormTarget = [...url.searchParams.keys()].some((name) => name.startsWith('/'));
  return signInPage(isFormTarget ? url.pathname : url.pathname + url.search);
}

export function companiesPath(url: URL): string {
  return `/companies?returnTo=${encodeURIComponent(url.pathname)}`;
}

function callApi<Route extends RouteConfig>(
  event: RequestEvent,
  config: Config,
  send: Fetch,
  route: Route,
  input: RouteInput<Route>,
) {
  const sendAsUser: Fetch = (request) => {
    const headers = new Headers(request.headers);
    for (const [name, value] of Object.entries(proxyHeaders(event, config))) headers.set(name, value);
    return send(new Request(request, { headers, signal: AbortSignal.timeout(timeoutMs) }));
  };
  return callRoute(sendAsUser, config.apiOrigin, route, input);
}

function sendAway({ problem }: ProblemError, url: URL): void {
  if (problem.code === 'unauthenticated') redirect(303, signInPath(url));
  if (problem.code === 'company_required') redirect(303, companiesPath(url));
}
