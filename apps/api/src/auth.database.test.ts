import type { Session } from '@onfact-ponto/api-contract';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { adminOrigin, createBrowser, givenApi } from './testing/given-api.ts';
import type { Ask, TestApi } from './testing/given-api.ts';

const linde = { uuid: 'c-linde', name: 'Houtatelier De Linde BV', vat: 'BE0743128876', role: 'admin' };
const karmijn = { uuid: 'c-karmijn', name: 'Studio Karmijn BV', vat: 'BE0655817208', role: 'admin' };
const mieke = { sub: 'u-mieke', email: 'mieke@delinde.be', name: 'Mieke Claes', locale: 'nl-BE' };

let api: TestApi;
beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
});
afterAll(() => api.close());

async function readSession(ask: Ask): Promise<Session> {
  return (await (await ask('GET', '/v1/session')).json()) as Session;
}

describe('signing in with onFact', () => {
  it('ends where the user wanted to be, with a session for the only company', async () => {
    const browser = createBrowser(api.askThroughAdmin);
    const start = await browser.ask('GET', '/auth/sign-in?returnTo=/apps%3Ftab%3Dpayments');
    expect(start.status).toBe(302);
    const back = new URL(api.provider.consent(start.headers.get('location') ?? '', { ...mieke, companies: [linde] }));
    expect(back.origin + back.pathname).toBe(`${adminOrigin}/auth/callback/onfact`);

    const end = await browser.ask('GET', `${back.pathname}${back.search}`);
    expect(end.headers.get('location')).toBe(`${adminOrigin}/apps?tab=payments`);
    expect(await (await browser.ask('GET', '/v1/session')).json()).toMatchObject({
      user: { name: 'Mieke Claes', email: 'mieke@delinde.be', language: 'nl' },
      company: { name: linde.name, vatNumber: linde.vat, role: 'administrator' },
    });
  });

  it('gives cookies that only a browser keeps, for this host alone', async () => {
    const start = await api.askThroughAdmin('GET', '/auth/sign-in');
    for (const cookie of start.headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-onfact-ponto\./);
      expect(cookie).toMatch(/; Path=\//);
      expect(cookie).toMatch(/; HttpOnly/);
      expect(cookie).toMatch(/; Secure/);
      expect(cookie).toMatch(/; SameSite=Lax/);
      expect(cookie).not.toMatch(/Domain/);
    }
    expect(start.headers.getSetCookie()).not.toHaveLength(0);
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/\u0009/evil.example', 'javascript:alert(1)'])(
    'returns to the first page instead of to %j',
    async (returnTo) => {
      const browser = createBrowser(api.askThroughAdmin);
      const start = await browser.ask('GET', `/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      const back = new URL(api.provider.consent(start.headers.get('location') ?? '', mieke));
      const end = await browser.ask('GET', `${back.pathname}${back.search}`);
      expect(end.headers.get('location')).toBe(`${adminOrigin}/`);
    },
  );

  it('lets a user with several companies choose, and remembers the last used', async () => {
    const ask = await api.signIn({ ...mieke, companies: [linde, karmijn] });
    const session = await readSession(ask);
    expect(session).toMatchObject({ company: null });
    expect((await ask('GET', '/v1/connection')).status).toBe(403);

    const chosen = session.companies.find(({ name }) => name === karmijn.name);
    const answer = await ask('PUT', '/v1/session/company', { body: { companyId: chosen?.id } });
    expect(await answer.json()).toMatchObject({ company: { name: karmijn.name } });
    expect((await ask('GET', '/v1/connection')).status).toBe(200);
    expect((await readSession(ask)).companies[0]?.name).toBe(karmijn.name);
  });

  it('takes a membership away that onFact no longer names, from sessions that are open too', async () => {
    const earlier = await api.signIn({ ...mieke, companies: [linde] });
    expect((await earlier('GET', '/v1/connection')).status).toBe(200);

    const ask = await api.signIn({ ...mieke, companies: [{ ...karmijn, role: 'employee' }] });
    expect(await (await ask('GET', '/v1/session')).json()).toMatchObject({
      companies: [{ name: karmijn.name, role: 'user' }],
    });
    expect((await earlier('GET', '/v1/connection')).status).toBe(403);
  });

  it('knows one company by the id that onFact gives it, whoever signs in first', async () => {
    const users = ['a', 'b', 'c', 'd'].map((id) => ({ sub: id, email: `${id}@delinde.be`, name: id }));
    const shared = { uuid: 'c-shared', name: 'Samen BV', role: 'user' };
    const asks = await Promise.all(users.map((user) => api.signIn({ ...user, companies: [shared] })));
    const ids = await Promise.all(asks.map(async (ask) => (await readSession(ask)).company?.id));
    expect(new Set(ids).size).toBe(1);
  });

  it('stores no token of onFact', async () => {
    const rows = await api.db.execute(sql`select account::text as row from account`);
    expect(rows.length).toBeGreaterThan(0);
    for (const token of api.provider.issued) expect(JSON.stringify(rows)).not.toContain(token);
    for (const token of api.provider.issued) expect(api.logLines.join('')).not.toContain(token);
  });
});

describe('a sign-in that goes wrong', () => {
  const attempt = async (faults: Parameters<TestApi['provider']['consent']>[2], user: object = {}) => {
    const browser = createBrowser(api.askThroughAdmin);
    const start = await browser.ask('GET', '/auth/sign-in');
    const back = new URL(api.provider.consent(start.headers.get('location') ?? '', { ...mieke, ...user }, faults));
    const end = await browser.ask('GET', `${back.pathname}${back.search}`);
    return { browser, end: new URL(end.headers.get('location') ?? ''), back };
  };

  it.each([
    ['the nonce is of another attempt', { nonce: 'other' }],
    ['the id token is signed by another key', { signWithOtherKey: true }],
    ['the id token is for another application', { idTokenClaims: { aud: 'other' } }],
    ['the id token is of another issuer', { idTokenClaims: { iss: 'https://other.example' } }],
    ['the id token has expired', { idTokenClaims: { exp: 1_000 } }],
    ['the companies are not what we know', { idTokenClaims: { companies: 'all of them' } }],
  ])('signs nobody in when %s', async (_, faults) => {
    const { browser, end } = await attempt(faults);
    expect(end.pathname).toBe('/sign-in');
    expect(end.searchParams.get('error')).toBeTruthy();
    expect((await browser.ask('GET', '/v1/session')).status).toBe(401);
  });

  it('refuses a return that was used already, and one in another browser', async () => {
    const { back, browser } = await attempt({});
    const again = await browser.ask('GET', `${back.pathname}${back.search}`);
    expect(again.headers.get('location')).toContain('/sign-in?error=state_mismatch');

    const other = createBrowser(api.askThroughAdmin);
    const start = await createBrowser(api.askThroughAdmin).ask('GET', '/auth/sign-in');
    const stolen = new URL(api.provider.consent(start.headers.get('location') ?? '', mieke));
    const answer = await other.ask('GET', `${stolen.pathname}${stolen.search}`);
    expect(answer.headers.get('location')).toContain('error=state_mismatch');
    expect((await other.ask('GET', '/v1/session')).status).toBe(401);
  });

  it('says so when the user declined at onFact', async () => {
    const browser = createBrowser(api.askThroughAdmin);
    const start = await browser.ask('GET', '/auth/sign-in?returnTo=/apps');
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const end = await browser.ask('GET', `/auth/callback/onfact?error=access_denied&state=${state}`);
    const location = new URL(end.headers.get('location') ?? '');
    expect(location.pathname).toBe('/sign-in');
    expect(location.searchParams.get('error')).toBe('access_denied');
    expect(location.searchParams.get('returnTo')).toBe('/apps');
  });

  it('takes nobody over who has the same address at another identity', async () => {
    await api.signIn({ ...mieke, companies: [linde] });
    const { end } = await attempt({}, { sub: 'somebody-else' });
    expect(end.searchParams.get('error')).toBe('account_not_linked');
  });
});

describe('a session', () => {
  it('ends at sign-out, for a copy of the cookie too', async () => {
    const ask = await api.signIn({ ...mieke, companies: [linde] });
    const cookies = createBrowser(ask);
    const out = await cookies.ask('POST', '/auth/sign-out');
    expect(out.status).toBe(303);
    expect(out.headers.get('location')).toBe(`${adminOrigin}/sign-in?signedOut=1`);
    expect((await ask('GET', '/v1/session')).status).toBe(401);
  });

  it('lives longer only when the user asks for it', async () => {
    const ask = await api.signIn({ ...mieke, companies: [linde] });
    const before = (await readSession(ask)).expiresAt;
    expect((await readSession(ask)).expiresAt).toBe(before);

    const extended = await ask('POST', '/auth/session/extend');
    expect(extended.status).toBe(200);
    expect((await readSession(ask)).expiresAt > before).toBe(true);
    expect(extended.headers.getSetCookie().join()).toContain('__Host-onfact-ponto.session_token');
  });
});
