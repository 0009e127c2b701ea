import type { RequestEvent } from '@sveltejs/kit';
import { proxyHeaders } from './api.ts';
import { getConfig } from './config.ts';

/**
 * Signing in and out. The api does it (OpenID Connect with onFact) and answers with redirects and cookies; this
 * process passes both on, so that the session cookie belongs to the one host that browsers know.
 */

const passedToApi = ['accept', 'accept-language', 'content-type', 'origin', 'sec-fetch-site'];
const passedToBrowser = ['content-type', 'location', 'cache-control'];
const timeoutMs = 15_000;

/** Passes a request below /auth on as it is; its redirects are the browser's to follow. */
export async function forwardToAuth(event: RequestEvent): Promise<Response> {
  const { request, url } = event;
  const config = getConfig();
  const headers = pick(request.headers, passedToApi);
  for (const [name, value] of Object.entries(proxyHeaders(event, config))) headers.set(name, value);

  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const answer = await fetch(new URL(url.pathname + url.search, config.apiOrigin), {
    method: request.method,
    headers,
    ...(hasBody ? { body: await request.arrayBuffer() } : {}),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  return answer ? forBrowser(answer) : withoutAnswer();
}

function forBrowser(answer: Response): Response {
  const headers = pick(answer.headers, passedToBrowser);
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie);
  return new Response(answer.body, { status: answer.status, headers });
}

/** The sign-in page says it in words. */
function withoutAnswer(): Response {
  return new Response(null, { status: 303, headers: { location: '/sign-in?error=unavailable' } });
}

function pick(from: Headers, names: readonly string[]): Headers {
  const picked = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) picked.set(name, value);
  }
  return picked;
}
