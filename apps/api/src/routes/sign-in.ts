import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ApiDependencies, ApiEnvironment } from '../api-environment.ts';
import { authPath, signInPage } from '../auth.ts';
import { onfactProvider } from '../onfact-sign-in.ts';
import { ProblemException } from '../problems.ts';

/**
 * The browser's way in and out, mounted at `/auth`. These are pages of a browser, not of the API: they answer with
 * redirects. Of the sign-in library only what stands here can be reached.
 */
export function signInRoutes({ authentication, adminOrigin }: ApiDependencies): Hono<ApiEnvironment> {
  const ask = (c: Context<ApiEnvironment>, path: string, body?: object) =>
    authentication.handle(requestTo(`${adminOrigin}${authPath}${path}`, c, body)).catch((error: unknown) => {
      c.var.log.error('a sign-in failed', { error });
      return new Response(null, { status: 503 });
    });

  const routes = new Hono<ApiEnvironment>();
  routes
    .get('/sign-in', async (c) => {
      const returnTo = ownPath(c.req.query('returnTo'));
      const answer = await ask(c, '/sign-in/social', {
        provider: onfactProvider.id,
        callbackURL: `${adminOrigin}${returnTo}`,
        errorCallbackURL: `${adminOrigin}${signInPage}?returnTo=${encodeURIComponent(returnTo)}`,
      });
      const { url } = answer.ok ? ((await answer.json()) as { url?: string }) : {};
      return redirect(url ?? failurePage(adminOrigin, answer.status), answer);
    })
    .get(`/callback/${onfactProvider.id}`, async (c) => {
      const query = new URL(c.req.url).search;
      const answer = await ask(c, `/callback/${onfactProvider.id}${query}`);
      const location = answer.headers.get('location') ?? failurePage(adminOrigin, answer.status);
      return redirect(location, answer);
    })
    .post('/sign-out', async (c) => {
      const answer = await ask(c, '/sign-out', {});
      if (!answer.ok) throw new ProblemException('unavailable');
      return redirect(`${adminOrigin}${signInPage}?signedOut=1`, answer, 303);
    })
    .post('/session/extend', async (c) => {
      const extended = await authentication.extendSession(c.req.raw.headers);
      if (!extended) throw new ProblemException('unauthenticated');
      for (const cookie of extended.cookies) c.header('set-cookie', cookie, { append: true });
      return c.json({ expiresAt: extended.signedIn.expiresAt.toISOString() });
    });
  return routes;
}

/** A path of the admin; an address elsewhere, however disguised, becomes the first page. */
function ownPath(returnTo: string | undefined): string {
  if (returnTo === undefined || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(returnTo)) return '/';
  const { pathname, search, origin } = new URL(returnTo, 'https://own.invalid');
  return origin === 'https://own.invalid' && !pathname.startsWith('//') ? `${pathname}${search}` : '/';
}

/** A request as the library expects it from a browser, with only the headers that it needs. */
function requestTo(url: string, c: Context<ApiEnvironment>, body?: object): Request {
  const { clientAddress } = c.var;
  const headers = new Headers({ origin: new URL(url).origin, cookie: c.req.header('cookie') ?? '' });
  if (clientAddress !== undefined) headers.set('x-forwarded-for', clientAddress);
  const userAgent = c.req.header('user-agent');
  if (userAgent !== undefined) headers.set('user-agent', userAgent);
  if (body === undefined) return new Request(url, { headers });
  headers.set('content-type', 'application/json');
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

function failurePage(adminOrigin: string, status: number): string {
  const error = status === 429 ? 'too_many_requests' : status === 503 ? 'unavailable' : 'sign_in_failed';
  return `${adminOrigin}${signInPage}?error=${error}`;
}

function redirect(location: string, { headers }: Response, status: 302 | 303 = 302): Response {
  const answer = new Response(null, { status, headers: { location } });
  for (const cookie of headers.getSetCookie()) answer.headers.append('set-cookie', cookie);
  return answer;
}
