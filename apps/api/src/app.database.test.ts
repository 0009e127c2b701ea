import { inCompany, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contractRoutes, pathOf } from './testing/contract-routes.ts';
import { adminOrigin, createBrowser, givenApi } from './testing/given-api.ts';
import type { Ask, TestApi } from './testing/given-api.ts';
import { givenBookedCompany, membershipOf } from './testing/given-booked-company.ts';
import type { BookedCompany } from './testing/given-booked-company.ts';

let api: TestApi;
let company: BookedCompany;
let administrator: Ask;
let user: Ask;
let apiKey: Ask;

beforeAll(async () => {
  api = await givenApi(inject('databaseOwnerUrl'));
  company = await givenBookedCompany(api.db, 'Houtatelier');
  const person = (sub: string, role: 'admin' | 'user') => ({
    sub,
    email: `${sub}@delinde.be`,
    name: sub,
    companies: [membershipOf(company, role)],
  });
  administrator = await api.signIn(person('mieke', 'admin'));
  user = await api.signIn(person('tom', 'user'));
  apiKey = await api.withApiKey(company.companyId);
});
afterAll(() => api.close());

const anyId = '7f1c1f0e-3c1b-4a53-8f9d-0f5d3a5e9c11';
/** A route that is open to all says so in the contract; documentation.database.test.ts names them one by one. */
const ofCompany = contractRoutes.filter((route) => route.path.startsWith('/v1/') && !('security' in route));

describe('every route', () => {
  it.each(ofCompany)('$operationId refuses who does not say who asks', async (route) => {
    const answer = await api.ask(route.method.toUpperCase(), pathOf(route, anyId));
    await expectProblem(answer, 401, 'unauthenticated');
  });

  it.each(ofCompany)('$operationId refuses the cookie of a session that the admin did not pass on', async (route) => {
    const cookie = await cookieOfSession();
    for (const headers of [{ cookie }, { cookie, 'x-admin-proxy': '' }, { cookie, 'x-admin-proxy': 'guessed' }]) {
      const answer = await api.ask(route.method.toUpperCase(), pathOf(route, anyId), { headers });
      await expectProblem(answer, 401, 'unauthenticated');
    }
  });

  it.each(contractRoutes)(
    '$operationId carries the security headers and a request id, also when it fails',
    async (route) => {
      for (const ask of [api.ask, apiKey, administrator]) {
        expectSafe(await ask(route.method.toUpperCase(), pathOf(route, anyId)));
      }
    },
  );
});

describe('answers outside the contract', () => {
  it.each([
    ['GET', '/nowhere', 404, 'not_found'],
    ['GET', '/auth/get-session', 404, 'not_found'],
    ['POST', '/auth/update-user', 404, 'not_found'],
    ['DELETE', '/healthz', 405, 'method_not_allowed'],
  ] as const)('%s %s is problem %i', async (method, path, status, code) => {
    const answer = await api.askThroughAdmin(method, path);
    expectSafe(answer);
    await expectProblem(answer, status, code);
  });

  it('names the methods that an address knows', async () => {
    expect((await api.ask('DELETE', '/healthz')).headers.get('allow')).toBe('GET');
    await expectProblem(await apiKey('DELETE', '/v1/connection'), 405, 'method_not_allowed');
  });

  it('hides the sign-in from whoever is not the admin', async () => {
    await expectProblem(await api.ask('GET', '/auth/sign-in'), 404, 'not_found');
  });

  it('refuses a body that is too large, is no JSON, or has another type', async () => {
    const path = `/v1/bank-accounts/${company.bankAccountId}`;
    const large = JSON.stringify({ automaticMatching: 'x'.repeat(70_000) });
    await expectProblem(await administrator('PATCH', path, { body: large }), 413, 'payload_too_large');
    await expectProblem(await administrator('PATCH', path, { body: '{"automaticMatching":' }), 400, 'invalid_request');
    const headers = { 'content-type': 'text/plain' };
    await expectProblem(await administrator('PATCH', path, { body: 'x', headers }), 415, 'unsupported_media_type');
  });
});

describe('invalid input', () => {
  it.each([
    ['GET', '/v1/bank-transactions?limit=0', undefined, 'query.limit'],
    ['GET', '/v1/bank-transactions?limit=101', undefined, 'query.limit'],
    ['GET', '/v1/bank-transactions?from=2026-02-30', undefined, 'query.from'],
    ['GET', '/v1/bank-transactions?minimumAmount=-5', undefined, 'query.minimumAmount'],
    ['GET', '/v1/bank-transactions?minimumAmount=1.005', undefined, 'query.minimumAmount'],
    ['GET', '/v1/bank-transactions?status=paid', undefined, 'query.status'],
    ['GET', '/v1/bank-transactions?bankAccountId=1', undefined, 'query.bankAccountId'],
    ['GET', '/v1/bank-transactions?after=bm90IGEgY3Vyc29y', undefined, 'query.after'],
    ['GET', '/v1/bank-transactions/1', undefined, 'param.bankTransactionId'],
    ['PATCH', `/v1/bank-accounts/${anyId}`, {}, 'json.automaticMatching'],
    ['PATCH', `/v1/bank-accounts/${anyId}`, [], 'json'],
    ['POST', '/v1/connection/authorizations', { language: 'de' }, 'json.language'],
  ])('%s %s %j names the field', async (method, path, body, field) => {
    const problem = await expectProblem(await administrator(method, path, { body }), 400, 'invalid_request');
    expect(Object.keys(problem.details ?? {})).toEqual([field]);
  });

  it('is not repeated in the answer, nor what the validator thought of it', async () => {
    const answer = await administrator('GET', '/v1/bank-transactions?limit=canary');
    expect(await answer.text()).not.toMatch(/canary|expected|NaN|zod/i);
  });
});

describe('a request id', () => {
  it('is taken over when it is well-formed, and stands in answer and log', async () => {
    const requestId = 'caller-0123456789';
    const answer = await api.ask('GET', '/v1/connection', { headers: { 'x-request-id': requestId } });
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect((await expectProblem(answer, 401, 'unauthenticated')).requestId).toBe(requestId);
    expect(api.logLines.filter((line) => line.includes(requestId))).not.toHaveLength(0);
  });

  it.each(['short', 'with space in it', 'x'.repeat(65), '{"level":"fatal"}'])(
    'is not taken over as %j',
    async (given) => {
      const answer = await api.ask('GET', '/healthz', { headers: { 'x-request-id': given } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('who may do what', () => {
  it.each([
    ['POST', '/v1/connection/activate', undefined],
    ['POST', '/v1/connection/deactivate', undefined],
    ['POST', '/v1/connection/authorizations', { language: 'nl' }],
  ])('%s %s is for administrators', async (method, path, body) => {
    await expectProblem(await user(method, path, { body }), 403, 'forbidden');
    await expectProblem(await apiKey(method, path, { body }), 403, 'user_required');
  });

  it('needs a person to fetch on the spot and to have a session', async () => {
    await expectProblem(await apiKey('POST', '/v1/connection/synchronize'), 403, 'user_required');
    await expectProblem(await apiKey('GET', '/v1/session'), 403, 'user_required');
  });

  it('refuses a key that was revoked, at once', async () => {
    const ask = await api.withApiKey(company.companyId);
    expect((await ask('GET', '/v1/connection')).status).toBe(200);
    const revokedAt = new Date('2026-11-24T09:00:00Z');
    await inCompany(api.db, company.companyId, (tx) => tx.update(schema.apiKey).set({ revokedAt }));
    await expectProblem(await ask('GET', '/v1/connection'), 401, 'unauthenticated');
    apiKey = await api.withApiKey(company.companyId);
  });

  it.each(['Bearer ofp_unknown', 'Bearer x', 'Basic abc', 'Bearer'])(
    'refuses the credentials %j',
    async (authorization) => {
      await expectProblem(
        await api.ask('GET', '/v1/connection', { headers: { authorization } }),
        401,
        'unauthenticated',
      );
    },
  );

  it('refuses a change that a page of another site sent', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      await expectProblem(await administrator('POST', '/v1/connection/activate', { headers }), 403, 'forbidden');
      await expectProblem(await administrator('POST', '/auth/sign-out', { headers }), 403, 'forbidden');
    }
    const own = await administrator('POST', '/v1/connection/activate', { headers: { origin: adminOrigin } });
    expect(own.status).toBe(200);
  });
});

describe('operators', () => {
  it('see that the process lives and can work', async () => {
    expect(await (await api.ask('GET', '/healthz')).json()).toEqual({ status: 'alive' });
    expect(await (await api.ask('GET', '/readyz')).json()).toEqual({ status: 'ready', missing: [] });
  });
});

it('writes no name, number or key into the log', async () => {
  await administrator('GET', '/v1/bank-transactions?search=Brouwerij');
  const log = api.logLines.join('');
  for (const canary of ['Brouwerij', 'BE68539007547034', 'ofp_', 'session_token', ...Object.values(api.proxyHeaders)]) {
    expect(log).not.toContain(canary);
  }
});

type Problem = { code: string; status: number; requestId: string; details?: Record<string, string> };

async function expectProblem(answer: Response, status: number, code: string): Promise<Problem> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await answer.json()) as Problem;
  expect({ http: answer.status, status: problem.status, code: problem.code }).toEqual({ http: status, status, code });
  expect(problem).toMatchObject({ type: `urn:onfact-ponto:problem:${code}`, title: expect.any(String) as string });
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  return problem;
}

function expectSafe({ headers }: Response): void {
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('strict-transport-security')).toContain('max-age=');
  expect(headers.get('x-request-id')).toMatch(/^[\w.-]{8,64}$/);
}

let sessionCookie: string | undefined;
async function cookieOfSession(): Promise<string> {
  if (sessionCookie !== undefined) return sessionCookie;
  const browser = createBrowser(api.askThroughAdmin);
  const start = await browser.ask('GET', '/auth/sign-in');
  const lien = { sub: 'lien', email: 'lien@delinde.be', name: 'Lien', companies: [membershipOf(company, 'admin')] };
  const back = new URL(api.provider.consent(start.headers.get('location') ?? '', lien));
  await browser.ask('GET', `${back.pathname}${back.search}`);
  sessionCookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  expect(
    (await api.ask('GET', '/v1/connection', { headers: { ...api.proxyHeaders, cookie: sessionCookie } })).status,
  ).toBe(200);
  return sessionCookie;
}
