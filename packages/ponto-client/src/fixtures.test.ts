import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unobserved } from './calls.ts';
import { createJsonApi, type JsonApi } from './json-api.ts';
import { createOAuth } from './oauth.ts';
import { createAccounts } from './resources/account.ts';
import { createFinancialInstitutions } from './resources/financial-institution.ts';
import { createSynchronizations } from './resources/synchronization.ts';
import { createTransactions } from './resources/transaction.ts';
import { createUserInfo } from './resources/user-info.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';

const fixtures = new URL('../../../../shared/fixtures/ponto-connect/', import.meta.url);

/** How each kind of official answer is read: one resource, or a page of them. */
const readers: Readonly<
  Record<string, { one: (api: JsonApi) => Promise<object>; page?: (api: JsonApi) => Promise<object> }>
> = {
  account: { one: (api) => createAccounts(api).get('token', 'id'), page: (api) => createAccounts(api).list('token') },
  'account deletion': { one: (api) => createAccounts(api).delete('token', 'id') },
  transaction: {
    one: (api) => createTransactions(api).get('token', 'account', 'id'),
    page: (api) => createTransactions(api).list('token', 'account'),
  },
  synchronization: { one: (api) => createSynchronizations(api).get('token', 'id') },
  financialInstitution: {
    one: (api) => createFinancialInstitutions(api).get('token', 'id'),
    page: (api) => createFinancialInstitutions(api).list(undefined),
  },
  userinfo: { one: (api) => createUserInfo(api).get('token') },
};

/** Kinds that this package does not cover, named so that a new kind of fixture fails the test. */
const notCovered: ReadonlySet<string> = new Set([
  'payment',
  'bulkPayment',
  'paymentRequest',
  'paymentActivationRequest',
  'onboardingDetails',
  'pendingTransaction',
  'financialInstitutionAccount',
  'financialInstitutionTransaction',
  'pontoConnect.synchronization.succeededWithoutChange',
]);

describe.skipIf(!existsSync(fixtures) && !process.env.CI)('the official examples of Ponto Connect', () => {
  const answers = existsSync(fixtures) ? officialAnswers() : [];

  it('are all known to this test', () => {
    const kinds = new Set(answers.map(({ kind }) => kind));
    expect([...kinds].filter((kind) => !(kind in readers) && !notCovered.has(kind) && kind !== 'tokens')).toEqual([]);
    expect(answers.filter(({ kind }) => kind in readers).length).toBeGreaterThanOrEqual(15);
  });

  it.each(answers.filter(({ kind }) => kind in readers))('$file is read as $kind', async ({ kind, body, isPage }) => {
    const reader = isPage ? readers[kind]?.page : readers[kind]?.one;
    const read = await reader?.(createJsonApi(scriptedTransport({ body }).transport));

    expect(read).toBeDefined();
    if (isPage) expect(read).toMatchObject({ unreadable: [], items: resourcesIn(body).map((raw) => ({ raw })) });
    else if (kind !== 'account deletion') expect(read).toHaveProperty('raw');
  });

  it.each(answers.filter(({ kind }) => kind === 'tokens'))('$file is read as tokens', async ({ body }) => {
    const { oauth } = givenOAuth(body);
    expect(await oauth.refresh({ refreshToken: 'old' })).toEqual({
      accessToken: expect.stringMatching(/^[\w-]{43}\.[\w-]{43}$/),
      refreshToken: expect.stringMatching(/^[\w-]{43}\.[\w-]{43}$/),
      expiresAt: new Date('2026-11-20T07:31:12Z'),
      scope: ['offline_access', 'ai', 'pi'],
    });
  });

  it('show the reason of a failed synchronization', async () => {
    const body = read('ibanity-java/json/xs2a-related/synchronization_with_json_error.json');
    const api = createJsonApi(scriptedTransport({ body }).transport);
    expect(await createSynchronizations(api).get('token', 'id')).toMatchObject({
      status: 'error',
      customerOnline: true,
      errors: [{ code: 'authorizationInvalid', needsReauthorization: true }],
    });
  });
});

describe.skipIf(!existsSync(fixtures) && !process.env.CI)('the requests that official clients make', () => {
  const form = (file: string) =>
    (JSON.parse(read(`ibanity-postman-collections/${file}`)) as { form: Record<string, string> }).form;
  const sentForm = (body: string | undefined) => Object.fromEntries(new URLSearchParams(body));

  it('hold the same form for each kind of token as ours', async () => {
    const { oauth, requests } = givenOAuth(read('ibanity-java/json/ponto-connect/create_access_token.json'));
    await oauth.exchangeCode({ code: 'code', codeVerifier: 'verifier' });
    await oauth.clientCredentials();
    await oauth.revoke({ refreshToken: 'token' });

    const [exchange, credentials, revoke] = requests.map(({ body }) => sentForm(body));
    const official = form('2-1-3-create-access-token-authorization-code-exchange.json');
    expect(Object.keys(exchange ?? {}).sort()).toEqual(Object.keys(official).sort());
    expect(credentials).toMatchObject(form('1-1-create-client-partner-access-token.json'));
    expect(revoke).toHaveProperty('token', 'token');
  });

  it('hold the same synchronization as ours', async () => {
    const { transport, requests } = scriptedTransport({
      body: read('igloo-openapi/createSynchronization.response.201.json'),
    });
    const request = { accountId: 'id', subtype: 'accountTransactions', customerIpAddress: '203.0.113.7' } as const;
    await createSynchronizations(createJsonApi(transport)).create('token', request, { idempotencyKey: 'key-1' });

    const official = JSON.parse(read('ibanity-postman-collections/2-3-5-1-create-synchronization.json')) as {
      body: { data: { attributes: object } };
    };
    const sent = JSON.parse(requests[0]?.body ?? '') as typeof official.body;
    expect(Object.keys(sent.data.attributes).sort()).toEqual(Object.keys(official.body.data.attributes).sort());
    expect(requests[0]?.headers).toMatchObject({ 'ibanity-idempotency-key': 'key-1' });
  });
});

type OfficialAnswer = Readonly<{ file: string; kind: string; isPage: boolean; body: string }>;

function officialAnswers(): OfficialAnswer[] {
  return ['ibanity-java/json', 'igloo-openapi']
    .flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, fixtures), { recursive: true }).map((name) => `${folder}/${String(name)}`),
    )
    .filter((file) => file.endsWith('.json') && !file.endsWith('.request.json'))
    .map((file) => {
      const body = read(file);
      const document = JSON.parse(body) as { data?: unknown; access_token?: string };
      return { file, kind: kindOf(file, document), isPage: Array.isArray(document.data), body };
    });
}

function kindOf(file: string, document: { data?: unknown; access_token?: string }): string {
  if (document.access_token !== undefined) return 'tokens';
  if (document.data === undefined) return 'userinfo';
  if (/account_delete|revokeAccount/.test(file)) return 'account deletion';
  const [first] = [document.data].flat() as { type: string }[];
  return first?.type ?? 'empty';
}

function resourcesIn(body: string): unknown[] {
  return (JSON.parse(body) as { data: unknown[] }).data;
}

function read(file: string): string {
  return readFileSync(new URL(file, fixtures), 'utf8');
}

function givenOAuth(body: string) {
  const { transport, requests } = scriptedTransport({ body });
  const oauth = createOAuth({
    clientId: 'client',
    redirectUri: 'https://example.test/return',
    authorizationEndpoint: new URL('https://authorization.example.test/oauth2/auth'),
    tokenOrigin: new URL('https://api.example.test'),
    run: (task) => task({ clientSecret: 'secret', transport }),
    observe: unobserved,
    clock: { now: () => new Date('2026-11-20T07:01:13Z') },
    random: { bytes: (count) => new Uint8Array(count) },
  });
  return { oauth, requests };
}
