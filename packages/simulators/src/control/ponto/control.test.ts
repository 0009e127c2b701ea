import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inferences } from '../../ponto/inferences.ts';
import { givenAccount, givenPonto, type GivenPonto } from '../../ponto/testing/given-ponto.ts';

function control({ endpoints }: GivenPonto, method: string, path: string, body?: object): Promise<Response> {
  return fetch(endpoints.controlUrl + path, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
}

it('explains itself on a page and in an OpenAPI document', async () => {
  const ponto = await givenPonto();
  const html = await (await control(ponto, 'GET', '/')).text();
  expect(html).toContain('POST /accounts/{accountId}/transactions');
  const document = (await (await control(ponto, 'GET', '/openapi.json')).json()) as { openapi: string; paths: object };
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).length).toBeGreaterThan(20);
});

it('says on its page and in the README what is inference, in the same words', async () => {
  const page = await (await control(await givenPonto(), 'GET', '/')).text();
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  for (const [subject, sentences] of Object.entries(inferences)) {
    expect(page).toContain(`<h2>${subject}</h2>`);
    expect(readme).toContain([`${subject}:`, '', ...sentences.map((sentence) => `- ${sentence}`)].join('\n'));
  }
  expect(page).toContain('Codes live ten minutes');
});

it('ages consents, settles lines, activates, maintains, forges, rotates and removes over HTTP', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const organization = ponto.world.organizations()[0]?.id;
  const institution = ponto.world.account(account).financialInstitutionId;
  const [pending] = ponto.world.addPendingTransactions(account, [{ amount: '-5.00' }]);

  for (const [method, path, body] of [
    ['PUT', `/accounts/${account}/consent`, { daysLeft: 14 }],
    ['PATCH', `/accounts/${account}`, { amountStyle: 'string', overrides: { holderName: null } }],
    ['PATCH', `/accounts/${account}/pending-transactions/${pending}`, { amount: '-4.00' }],
    ['POST', `/accounts/${account}/pending-transactions/${pending}/settle`, { published: true }],
    ['PATCH', `/organizations/${organization}`, { onboardingComplete: true }],
    ['PUT', `/organizations/${organization}/activation`, { product: 'payments', state: 'activated' }],
    ['PUT', `/financial-institutions/${institution}/maintenance`, { maintenance: null }],
    ['PATCH', '/settings', { paging: 'repeats', webhookRetrySeconds: [1, 2], idempotency: 'forgets' }],
    ['POST', '/webhooks', { event: { type: 'pontoConnect.account.somethingNew' }, copies: 2 }],
    ['POST', '/webhooks/forge', { forgery: 'other-key' }],
    ['POST', '/webhooks/rotate-key', { trustOld: true }],
    ['PUT', '/next-consent-error', { error: null }],
    ['POST', '/expire-access-tokens', undefined],
    ['POST', '/rotate-client-secret', undefined],
    ['GET', '/payments', undefined],
    ['GET', '/payment-requests', undefined],
    ['POST', `/accounts/${account}/remove`, undefined],
    ['DELETE', `/organizations/${organization}`, undefined],
  ] as const) {
    const answer = await control(ponto, method, path, body);
    expect([method, path, answer.status]).toEqual([method, path, 200]);
  }
  expect(ponto.world.accounts()).toEqual([]);
  expect(ponto.world.settings()).toMatchObject({ paging: 'repeats', webhookRetrySeconds: [1, 2] });
});

it('books thousands of lines in one request', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const body = { transactions: [{ amount: '1.00' }], copies: 5_000, published: true };
  expect((await control(ponto, 'POST', `/accounts/${account}/transactions`, body)).status).toBe(200);
  const ids = (await (await control(ponto, 'GET', `/accounts/${account}/published-transactions`)).json()) as string[];
  expect(new Set(ids).size).toBe(5_000);
});

it('gives the statements of an account as its bank does, or wrong on purpose', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const lines = ['2026-10-01', '2026-10-02', '2026-11-02'].map((executionDate) => ({ amount: '1.00', executionDate }));
  const [left] = ponto.world.addTransactions(account, lines, { published: true });

  const whole = await control(ponto, 'GET', `/accounts/${account}/coda`);
  expect(whole.headers.get('content-disposition')).toContain('.cod"');
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(ponto.world.codaOf(account));

  const query = new URLSearchParams({ to: '2026-10-31', duplicate: 'true', shiftDays: '1', without: left ?? '' });
  const wrong = await control(ponto, 'GET', `/accounts/${account}/coda?${query.toString()}`);
  expect(new Uint8Array(await wrong.arrayBuffer())).toEqual(
    ponto.world.codaOf(account, { to: '2026-10-31', duplicate: true, shiftDays: 1, without: [left ?? ''] }),
  );
  expect((await control(ponto, 'GET', `/accounts/${account}/coda?from=yesterday`)).status).toBe(400);
  expect(await (await control(ponto, 'GET', '/')).text()).toContain('Query, all optional: from, to, emptyDays');
});

it('moves the clock and lets happen what was due', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  ponto.world.addTransactions(account, [{ amount: '1.00' }]);
  await control(ponto, 'POST', '/clock/advance', { seconds: 6 * 3_600 });
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);

  const answer = await control(ponto, 'PUT', '/clock', { now: '2027-01-01T00:00:00Z', running: false });
  expect(await answer.json()).toEqual({ now: '2027-01-01T00:00:00.000Z', running: false });
});

it('names what is wrong with a request', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const wrong = await control(ponto, 'POST', `/accounts/${account}/transactions`, {
    transactions: [{ amount: 'much' }],
  });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('amount');
  const unknown = await control(ponto, 'POST', '/accounts/61f02718-eeee-46e1-b5eb-e8fd6e799c2d/synchronize');
  expect(unknown.status).toBe(404);
});

it('answers only to those who call it by a name of this machine', async () => {
  const ponto = await givenPonto();
  const answer = await ponto.call(`${ponto.endpoints.controlUrl}/clock`, { headers: { host: 'evil.example' } });
  expect(answer.status).toBe(403);
});

it('lets calls go wrong in every way that was asked for, then well again', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  const inject = (effect: object) => control(ponto, 'POST', '/faults', { path: '*/userinfo', effect });
  const ask = () => ponto.get('/userinfo', accessToken);

  await inject({ kind: 'status', status: 429, retryAfter: '7' });
  expect(await ask()).toMatchObject({
    status: 429,
    headers: { 'retry-after': '7' },
    body: { errors: [{ code: 'tooManyRequests' }] },
  });
  await inject({ kind: 'status-after', status: 500 });
  expect((await ask()).status).toBe(500);
  await inject({ kind: 'truncate' });
  expect(await ask()).toMatchObject({ status: 200, body: undefined });
  await inject({ kind: 'html' });
  expect((await ask()).text).toContain('<h1>');
  await inject({ kind: 'replace', status: 200, contentType: 'application/json', body: '[]' });
  expect((await ask()).body).toEqual([]);
  await inject({ kind: 'drop' });
  await expect(ask()).rejects.toThrow();
  await inject({ kind: 'drop-after' });
  await expect(ask()).rejects.toThrow();
  await inject({ kind: 'delay', milliseconds: 30 });
  expect((await ask()).status).toBe(200);

  const statuses = ponto.world
    .calls()
    .filter(({ path }) => path.endsWith('/userinfo'))
    .map(({ status }) => status);
  expect(statuses).toEqual([429, 500, 200, 200, 200, null, null, 200]);
});

it('fails as many calls as asked, after as many good ones as asked', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  ponto.world.injectFault({
    method: 'GET',
    path: '*/accounts',
    skip: 1,
    times: 2,
    effect: { kind: 'status', status: 503 },
  });
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await ponto.get('/accounts', accessToken)).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
});

it('keeps secrets out of the log of calls', async () => {
  const ponto = await givenPonto();
  const { accessToken, refreshToken } = await ponto.link([givenAccount(ponto)]);
  await ponto.get('/accounts', accessToken);
  const log = await (await control(ponto, 'GET', '/calls')).text();
  expect(log).toContain('/ponto-connect/accounts');
  for (const secret of [accessToken, refreshToken, ponto.endpoints.clientSecret]) expect(log).not.toContain(secret);
});
