import { Hono, type Context } from 'hono';
import { languageOf, type Language } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import type { Served } from '../served.ts';
import type { OnfactSimulation } from '../simulation.ts';
import type { User } from '../state.ts';
import { claimsOf, signingKeySet } from './identity.ts';
import { refusalPage, signInPage } from './sign-in-page.ts';
import { answerToken, issueCode } from './tokens.ts';

/** Sign-in with onFact: OpenID Connect with the authorization code flow, PKCE where the client uses it. */
export function openId(
  simulation: OnfactSimulation,
  { redirectUris, prefill }: { redirectUris: readonly string[]; prefill: boolean },
): Hono<Served> {
  const { state } = simulation;
  const app = new Hono<Served>();

  app.get('/.well-known/openid-configuration', (c) => c.json(configuration(simulation.origin())));
  app.get('/openid/jwks', async (c) => c.json(await signingKeySet(simulation)));
  app.post('/openid/token', (c) => answerToken(simulation, c));

  app.on(['GET', 'POST'], '/openid/userinfo', (c) => {
    const token = state.accessTokens[(c.req.header('authorization') ?? '').replace(/^Bearer /i, '')];
    const user = state.users.find(({ id }) => id === token?.userId);
    if (!token || !user || token.expiresAt <= simulation.clock.now().toISOString()) {
      c.header('www-authenticate', 'Bearer error="invalid_token"');
      return c.json({ error: 'invalid_token' }, 401);
    }
    return c.json(claimsOf(simulation, user));
  });

  app.get('/openid/authorize', (c) => withRequest(c, (query) => askToSignIn(c, query, false)));

  app.post('/openid/authorize', (c) =>
    withRequest(c, async (query, redirectUri) => {
      const form = new URLSearchParams(await c.req.text());
      const returned = { state: query.get('state') };
      if (form.get('decision') === 'cancel') return back(c, redirectUri, { error: 'access_denied', ...returned });

      const email = (form.get('email') ?? '').trim().toLowerCase();
      const password = form.get('password');
      const user = state.users.find((candidate) => candidate.email === email && candidate.password === password);
      if (!user) return askToSignIn(c, query, true, email);
      return back(c, redirectUri, { code: issueCode(simulation, user, query, redirectUri), ...returned });
    }),
  );

  /** Refuses what must not be redirected anywhere, sends back what the application did wrong. */
  async function withRequest(
    c: Context,
    handle: (query: URLSearchParams, redirectUri: string) => Response | Promise<Response>,
  ): Promise<Response> {
    const query = new URL(c.req.url).searchParams;
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== state.client.id) return refuse(c, 'unknownClient');
    if (!redirectUris.includes(redirectUri)) return refuse(c, 'unknownRedirect');

    const returned = { state: query.get('state') };
    if (query.get('response_type') !== 'code')
      return back(c, redirectUri, { error: 'unsupported_response_type', ...returned });
    const scope = (query.get('scope') ?? '').split(' ');
    if (!scope.includes('openid')) return back(c, redirectUri, { error: 'invalid_scope', ...returned });
    if (query.has('code_challenge') && query.get('code_challenge_method') !== 'S256') {
      return back(c, redirectUri, { error: 'invalid_request', ...returned });
    }
    return handle(query, redirectUri);
  }

  function askToSignIn(
    c: Context,
    query: URLSearchParams,
    wrong: boolean,
    email?: string,
  ): Response | Promise<Response> {
    const known: User | undefined = prefill ? state.users[0] : undefined;
    const asked = email ?? query.get('login_hint') ?? known?.email ?? '';
    const content = signInPage({
      language: languageIn(c, query),
      query,
      email: asked,
      password: prefill && !wrong ? (state.users.find((user) => user.email === asked)?.password ?? '') : '',
      prefilled: prefill && !wrong,
      wrong,
    });
    return c.html(content, wrong ? 401 : 200, pageHeaders([new URL(query.get('redirect_uri') ?? '').origin]));
  }

  return app;
}

function refuse(c: Context, problem: 'unknownClient' | 'unknownRedirect'): Response | Promise<Response> {
  const language = languageIn(c, new URL(c.req.url).searchParams);
  return c.html(refusalPage(language, problem), 400, pageHeaders([]));
}

function back(c: Context, redirectUri: string, parameters: Record<string, string | null>): Response {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) location.searchParams.set(name, value);
  return c.redirect(location.href, 302);
}

function languageIn(c: Context, query: URLSearchParams): Language {
  return languageOf(query.get('ui_locales') ?? c.req.header('accept-language'));
}

function configuration(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/openid/authorize`,
    token_endpoint: `${issuer}/openid/token`,
    userinfo_endpoint: `${issuer}/openid/userinfo`,
    jwks_uri: `${issuer}/openid/jwks`,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'email', 'profile', 'companies'],
    claims_supported: ['sub', 'email', 'email_verified', 'name', 'locale', 'companies', 'support'],
    ui_locales_supported: ['nl', 'fr', 'en'],
  };
}
