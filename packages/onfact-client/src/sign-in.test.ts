import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bearerCredentials } from './bearer-credentials.ts';
import { createOnfactClient } from './client.ts';
import { createOnfactSignIn, type OnfactTokens } from './sign-in.ts';
import { givenOnfact } from './testing/given-onfact.ts';

const clock = { now: () => new Date('2026-11-20T07:00:00Z'), async sleep() {} };
const wire = { token_type: 'Bearer', expires_in: 3600, access_token: 'access-1', refresh_token: 'refresh-1' };
const tokens = (change: Partial<OnfactTokens> = {}): OnfactTokens => ({
  accessToken: 'access-1',
  refreshToken: 'refresh-1',
  expiresAt: new Date('2026-11-20T08:00:00Z'),
  twoFactorRequired: false,
  ...change,
});

describe('signing in', () => {
  it('asks for tokens at an address without extension', async () => {
    await using given = await givenOnfact((_request, response) => response.end(JSON.stringify(wire)));
    const signIn = createOnfactSignIn({ apiUrl: given.url, clock });
    expect(await signIn.withPassword({ username: 'mieke@delinde.be', password: 'geheim' })).toEqual(tokens());
    expect(await signIn.refresh({ refreshToken: 'refresh-0' })).toEqual(tokens());
    expect(given.requests.map(({ method, url, body }) => [method, url, JSON.parse(body) as object])).toEqual([
      ['POST', '/v1/oauth2/token', { grant_type: 'password', username: 'mieke@delinde.be', password: 'geheim' }],
      ['POST', '/v1/oauth2/token', { grant_type: 'refresh_token', refresh_token: 'refresh-0' }],
    ]);
    await signIn.close();
  });

  it('confirms the second factor with the token that waits for it', async () => {
    await using given = await givenOnfact((_request, response) => response.end());
    const signIn = createOnfactSignIn({ apiUrl: given.url, clock });
    expect(await signIn.confirmTwoFactor(tokens({ twoFactorRequired: true }), '123456')).toEqual(tokens());
    expect(given.requests[0]).toMatchObject({
      method: 'PUT',
      url: '/v1/oauth2/two-factor-authentication',
      headers: { authorization: 'Bearer access-1' },
      body: '{"code":123456}',
    });
    await signIn.close();
  });

  it('that is refused says why, and never with what', async () => {
    await using given = await givenOnfact((_request, response) => {
      response.writeHead(401).end('{"code":"InvalidLogin","message":"geheim"}');
    });
    const signIn = createOnfactSignIn({ apiUrl: given.url, clock });
    const error: unknown = await signIn.withPassword({ username: 'm', password: 'geheim' }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'ONFACT_UNAUTHORIZED', reason: 'InvalidLogin' });
    expect(inspect(error)).not.toContain('geheim');
    await signIn.close();
  });
});

describe('a bearer token', () => {
  it('goes with every request, beside the company', async () => {
    await using given = await givenBearer(tokens());
    await given.onfact.companies.all();
    const { authorization, 'x-company-uuid': company, 'x-session-key': key } = given.requests[0]?.headers ?? {};
    expect([authorization, company, key]).toEqual(['Bearer access-1', 'company-1', undefined]);
  });

  it('is renewed shortly before its end, once for all requests that wait', async () => {
    await using given = await givenBearer(tokens({ expiresAt: new Date('2026-11-20T07:00:20Z') }));
    await Promise.all([1, 2, 3].map(() => given.onfact.invoices.listPage()));
    expect(given.renewed).toEqual(['access-1']);
    expect(given.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer access-2'));
  });

  it('is renewed when onFact refuses it, and the refused write is sent once more', async () => {
    await using given = await givenBearer(tokens(), ({ headers }) => headers.authorization !== 'Bearer access-1');
    await given.onfact.invoices.postEvent(1, 'paid');
    expect(given.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1', 'Bearer access-2']);
  });

  it('is not renewed again and again when the new one is refused too', async () => {
    await using given = await givenBearer(tokens(), () => false);
    await expect(given.onfact.invoices.get(1)).rejects.toMatchObject({ code: 'ONFACT_UNAUTHORIZED' });
    expect(given.requests).toHaveLength(2);
  });

  it('that waits for a second factor is never sent', async () => {
    await using given = await givenBearer(tokens({ twoFactorRequired: true }));
    await expect(given.onfact.invoices.get(1)).rejects.toMatchObject({ code: 'ONFACT_TWO_FACTOR_REQUIRED' });
    expect(given.requests).toEqual([]);
  });
});

type Request = Awaited<ReturnType<typeof givenOnfact>>['requests'][number];

async function givenBearer(first: OnfactTokens, isAccepted: (request: Request) => boolean = () => true) {
  const given = await givenOnfact((request, response) => {
    if (isAccepted(request)) response.end('{"count":0,"items":[]}');
    else response.writeHead(401).end('{"code":"Unauthorized"}');
  });
  let current = first;
  const renewed: string[] = [];
  const store = {
    current: async () => current,
    async renew(expired: OnfactTokens) {
      renewed.push(expired.accessToken);
      current = tokens({ accessToken: 'access-2', refreshToken: 'refresh-2' });
      return current;
    },
  };
  const credentials = bearerCredentials({ companyUuid: 'company-1', tokens: store, clock });
  const onfact = createOnfactClient({ apiUrl: given.url, credentials, requestsPerSecond: 1000, clock });
  return {
    onfact,
    requests: given.requests,
    renewed,
    async [Symbol.asyncDispose]() {
      await onfact.close();
      await given[Symbol.asyncDispose]();
    },
  };
}
