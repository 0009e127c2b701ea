import type { RouteConfig } from '@hono/zod-openapi';
import { callRoute, getSession, type ProblemCode, ProblemError, type RouteInput } from '@onfact-ponto/api-contract';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { signInPage } from '../auth/paths.ts';
import type { Config } from './config.ts';

/** The way to the api: the browser's own cookie, plus the proof that it came through this process. */

const timeoutMs = 15_000;

export type Fetch = (request: Request) => Promise<Response>;

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
  return (route, input) => orSentAway(event, callApi(event, config, send, route, input));
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
  return callRoute(asUser(event, config, send, AbortSignal.timeout(timeoutMs)), config.apiOrigin, route, input);
}

/** Sends as the browser behind this process, until the signal ends it. */
export function asUser(event: RequestEvent, config: Config, send: Fetch, signal: AbortSignal): Fetch {
  return (request) => {
    const headers = new Headers(request.headers);
    for (const [name, value] of Object.entries(proxyHeaders(event, config))) headers.set(name, value);
    return send(new Request(request, { headers, signal }));
  };
}

/** Whoever has no session or no company goes to get one. */
export async function orSentAway<Answer>(event: RequestEvent, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProblemError) sendAway(error.problem.code, event.url);
    throw error;
  }
}

function sendAway(code: ProblemCode, url: URL): void {
  if (code === 'unauthenticated') redirect(303, signInPath(url));
  if (code === 'company_required') redirect(303, companiesPath(url));
}
