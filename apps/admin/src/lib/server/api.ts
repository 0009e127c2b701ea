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

/** After signing in again one comes back to the same page. */
export function signInPath(url: URL): string {
  return signInPage(pageOf(url));
}

export function companiesPath(url: URL): string {
  return `/companies?returnTo=${encodeURIComponent(pageOf(url))}`;
}

/**
 * With its query, so that tab and filters come back; but not to a form's target, and never with what a return from
 * Ponto carries.
 */
function pageOf({ pathname, search, searchParams }: URL): string {
  const isFormTarget = [...searchParams.keys()].some((name) => name.startsWith('/'));
  return isFormTarget || searchParams.has('state') ? pathname : pathname + search;
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
