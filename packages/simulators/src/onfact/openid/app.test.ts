import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { demoScenario } from '../../scenarios/demo-scenario.ts';
import { givenOnfact, redirectUri, type GivenOnfact } from '../testing/given-onfact.ts';

const verifier = 'a-verifier-that-the-application-keeps-for-itself';
const challenge = createHash('sha256').update(verifier).digest('base64url');

type Discovered = Record<
  'authorization_endpoint' | 'token_endpoint' | 'userinfo_endpoint' | 'jwks_uri' | 'issuer',
  string
>;
type Tokens = { access_token: string; id_token: string; error?: string };

async function discover({ endpoints }: GivenOnfact): Promise<Discovered> {
  const answer = await fetch(`${endpoints.issuer}/.well-known/openid-configuration`);
  return (await answer.json()) as Discovered;
}

async function authorizeUrl(onfact: GivenOnfact, parameters: Record<string, string> = {}): Promise<string> {
  const { authorization_endpoint: endpoint } = await discover(onfact);
  return `${endpoint}?${new URLSearchParams({
    client_id: onfact.endpoints.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: 'state-of-the-test',
    nonce: 'nonce-of-the-test',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...parameters,
  }).toString()}`;
}

async function signIn(
  onfact: GivenOnfact,
  email: string,
  password = 'demo-onfact',
): Promise<URLSearchParams | undefined> {
  const answer = await fetch(await authorizeUrl(onfact), {
    method: 'POST',
    body: new URLSearchParams({ email, password, decision: 'confirm' }),
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  return location === null ? undefined : new URL(location).searchParams;
}

async function exchange(onfact: GivenOnfact, code: string, form: Record<string, string> = {}): Promise<Tokens> {
  const { clientId, clientSecret } = onfact.endpoints;
  const { token_endpoint: endpoint } = await discover(onfact);
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...form,
    }),
  });
  return (await answer.json()) as Tokens;
}

it('signs a user in and says for which companies', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const { issuer, jwks_uri: keys, userinfo_endpoint: userinfo } = await discover(onfact);
  const returned = await signIn(onfact, 'mieke@delinde.be');
  expect(returned?.get('state')).toBe('state-of-the-test');
  const tokens = await exchange(onfact, returned?.get('code') ?? '');

  const { payload, protectedHeader } = await jwtVerify(tokens.id_token, createRemoteJWKSet(new URL(keys)), {
    issuer,
    audience: onfact.endpoints.clientId,
    currentDate: new Date('2026-11-24T09:00:10Z'),
  });
  expect(protectedHeader.alg).toBe('RS256');
  expect(payload.nonce).toBe('nonce-of-the-test');

  const answer = await fetch(userinfo, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  const claims = await answer.json();
  expect(claims).toEqual({
    sub: payload.sub,
    email: 'mieke@delinde.be',
    email_verified: true,
    name: 'Mieke Claes',
    locale: 'nl',
    support: false,
    companies: [
      { uuid: onfact.endpoints.companyUuid, name: 'Houtatelier De Linde BV', vat: 'BE0743128876', role: 'admin' },
      { uuid: expect.any(String), name: 'Studio Karmijn BV', vat: 'BE0655817295', role: 'admin' },
    ],
  });
  expect(payload).toMatchObject({ companies: expect.any(Array), support: false });
});

it('tells a plain user and a support employee apart', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const claimsOf = async (email: string) => {
    const { id_token: token } = await exchange(onfact, (await signIn(onfact, email))?.get('code') ?? '');
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return claims;
  };
  expect(await claimsOf('tom@delinde.be')).toMatchObject({ companies: [{ role: 'user' }] });
  expect(await claimsOf('support@onfact.example')).toMatchObject({ support: true, companies: [] });
});

it('lets the access token of a user read the API', async () => {
  const onfact = await givenOnfact();
  const { access_token: token } = await exchange(onfact, (await signIn(onfact, 'mieke@delinde.be'))?.get('code') ?? '');
  const headers = { authorization: `Bearer ${token}`, 'x-company-uuid': onfact.endpoints.companyUuid };
  expect((await onfact.call('GET', '/v1/companies.json', { headers })).status).toBe(200);
  onfact.world.expireAccessTokens();
  expect((await onfact.call('GET', '/v1/companies.json', { headers })).status).toBe(401);
});

it('asks again after a wrong password, and fills it in no more', async () => {
  const onfact = await givenOnfact();
  const answer = await fetch(await authorizeUrl(onfact, { ui_locales: 'fr' }), {
    method: 'POST',
    body: new URLSearchParams({ email: 'mieke@delinde.be', password: 'wrong', decision: 'confirm' }),
    redirect: 'manual',
  });
  const page = await answer.text();
  expect(answer.status).toBe(401);
  expect(page).toContain('ne correspondent pas');
  expect(page).not.toContain('demo-onfact');
});

it('fills in the demo user with a note, unless told not to', async () => {
  const filled = await givenOnfact();
  expect(await (await fetch(await authorizeUrl(filled, { ui_locales: 'nl' }))).text()).toContain('zijn al ingevuld');
  const empty = await givenOnfact({ prefill: false });
  const page = await (await fetch(await authorizeUrl(empty))).text();
  expect(page).not.toContain('mieke@delinde.be');
});

it.each([
  ['a code that was used', {}],
  ['the wrong verifier', { code_verifier: 'another-verifier' }],
  ['another return address', { redirect_uri: `${redirectUri}/other` }],
])('refuses %s', async (what, form) => {
  const onfact = await givenOnfact();
  const code = (await signIn(onfact, 'mieke@delinde.be'))?.get('code') ?? '';
  if (what === 'a code that was used') await exchange(onfact, code);
  expect((await exchange(onfact, code, form)).error).toBe('invalid_grant');
});

it('accepts the client secret in the form as well, and no wrong one', async () => {
  const onfact = await givenOnfact();
  const { token_endpoint: endpoint } = await discover(onfact);
  const code = (await signIn(onfact, 'mieke@delinde.be'))?.get('code') ?? '';
  const posted = async (secret: string) =>
    fetch(endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        client_id: onfact.endpoints.clientId,
        client_secret: secret,
      }),
    });
  expect((await posted('wrong')).status).toBe(401);
  expect((await posted(onfact.endpoints.clientSecret)).status).toBe(200);
});

it.each([
  ['an unknown application', { client_id: 'somebody-else' }],
  ['an address that is not registered', { redirect_uri: 'https://evil.example/' }],
])('never redirects for %s', async (_what, parameters) => {
  const onfact = await givenOnfact();
  const answer = await fetch(await authorizeUrl(onfact, parameters), { redirect: 'manual' });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('location')).toBeNull();
});
