import { parseIsoDate, parseMoney, type Currency, type Iban } from '@onfact-ponto/primitives';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unobserved } from './calls.ts';
import { createJsonApi, type JsonApi } from './json-api.ts';
import { createOAuth } from './oauth.ts';
import { createPageLinkReader } from './page-link.ts';
import { createAccounts } from './resources/account.ts';
import { createBulkPayments } from './resources/bulk-payment.ts';
import { createFinancialInstitutions } from './resources/financial-institution.ts';
import { createOnboardingDetails, type OnboardingDetails } from './resources/onboarding-details.ts';
import { createPaymentActivationRequests } from './resources/payment-activation-request.ts';
import { createPaymentRequests } from './resources/payment-request.ts';
import { createPayments } from './resources/payment.ts';
import { createPendingTransactions } from './resources/pending-transaction.ts';
import { createSandboxAccounts } from './resources/sandbox-account.ts';
import { createSandboxTransactions } from './resources/sandbox-transaction.ts';
import { createSynchronizations, type SynchronizationSubtype } from './resources/synchronization.ts';
import { createTransactions } from './resources/transaction.ts';
import { createUserInfo } from './resources/user-info.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';
import { readWebhookEvent } from './webhook-event.ts';

const fixtures = new URL('../../../../shared/fixtures/ponto-connect/', import.meta.url);
const areHere = existsSync(fixtures);

/** The examples of two years name two hosts; one of them is Ponto's own for development. */
const pages = createPageLinkReader(new URL('https://authorization.example.test'), ['myponto.com', 'myponto.net']);
const key = { idempotencyKey: 'key-1' };
const place = { financialInstitutionId: 'institution', accountId: 'account' };

type Reader = (api: JsonApi) => Promise<object>;

/** How each kind of answer is read: one resource, or a page of them. */
const readers: Readonly<Record<string, { one: Reader; page?: Reader }>> = {
  account: { one: (api) => createAccounts(api).get('token', 'id'), page: (api) => createAccounts(api).list('token') },
  transaction: {
    one: (api) => createTransactions(api).get('token', 'account', 'id'),
    page: (api) => createTransactions(api).list('token', 'account'),
  },
  pendingTransaction: {
    one: (api) => createPendingTransactions(api).get('token', 'account', 'id'),
    page: (api) => createPendingTransactions(api).list('token', 'account'),
  },
  synchronization: { one: (api) => createSynchronizations(api).get('token', 'id') },
  financialInstitution: {
    one: (api) => createFinancialInstitutions(api).get('token', 'id'),
    page: (api) => createFinancialInstitutions(api).list(undefined),
  },
  payment: { one: (api) => createPayments(api, pages).get('token', 'account', 'id') },
  bulkPayment: { one: (api) => createBulkPayments(api, pages).get('token', 'account', 'id') },
  paymentRequest: { one: (api) => createPaymentRequests(api, pages).get('token', 'account', 'id') },
  paymentActivationRequest: {
    one: (api) =>
      createPaymentActivationRequests(api, pages).create('token', { redirectUri: 'https://example.test' }, key),
  },
  onboardingDetails: { one: (api) => createOnboardingDetails(api).create('token', { email: 'a@example.test' }, key) },
  financialInstitutionAccount: {
    one: (api) => createSandboxAccounts(api).get('token', place),
    page: (api) => createSandboxAccounts(api).list('token', 'institution'),
  },
  financialInstitutionTransaction: {
    one: (api) => createSandboxTransactions(api).get('token', place, 'id'),
    page: (api) => createSandboxTransactions(api).list('token', place),
  },
  userinfo: { one: (api) => createUserInfo(api).get('token') },
};
const deletions: Readonly<Record<string, Reader>> = {
  account: (api) => createAccounts(api).delete('token', 'id'),
  payment: (api) => createPayments(api, pages).delete('token', 'account', 'id'),
  bulkPayment: (api) => createBulkPayments(api, pages).delete('token', 'account', 'id'),
};

/** Numbers among them are read through `String`, as the client reads them. */
type Attributes = Readonly<Record<string, string>>;

/** Requests of the official clients, made again by ours from what they say. */
const requests: Readonly<Record<string, (api: JsonApi, official: Attributes) => Promise<unknown>>> = {
  'igloo-openapi/createSynchronization.request.json': askForSynchronization,
  'ibanity-postman-collections/2-3-5-1-create-synchronization.json': askForSynchronization,
  'igloo-openapi/createPayment.request.json': askForPayment,
  'ibanity-postman-collections/2-4-1-1-create-payment.json': askForPayment,
  'igloo-openapi/createOnboardingDetails.request.json': askForOnboarding,
  'ibanity-postman-collections/2-1-1-onboarding-details.json': askForOnboarding,
  'igloo-openapi/requestPaymentActivation.request.json': (api, { redirectUri = '' }) =>
    createPaymentActivationRequests(api, pages).create('token', { redirectUri }, key),
  'igloo-openapi/createFinancialInstitutionTransaction.request.json': askForSandboxTransaction,
  'igloo-openapi/updateFinancialInstitutionTransaction.request.json': (api, official) =>
    createSandboxTransactions(api).update('token', place, 'id', official, key),
};

const forms = 'ibanity-postman-collections/';
/** Requests for tokens: the official form, and ours. */
const tokenRequests: Readonly<Record<string, (oauth: ReturnType<typeof givenOAuth>['oauth']) => Promise<unknown>>> = {
  [`${forms}1-1-create-client-partner-access-token.json`]: (oauth) => oauth.clientCredentials(),
  [`${forms}2-1-3-create-access-token-authorization-code-exchange.json`]: (oauth) =>
    oauth.exchangeCode({ code: 'code', codeVerifier: 'verifier' }),
  [`${forms}2-1-5-refresh-token.json`]: (oauth) => oauth.refresh({ refreshToken: 'token' }),
  [`${forms}2-5-3-revoke-token.json`]: (oauth) => oauth.revoke({ refreshToken: 'token' }),
};

/** Read by the tests of what they are about. */
const elsewhere: Readonly<Record<string, string>> = {
  'http-signature/signing-string-vector.json': 'http-signature.test.ts',
  'ibanity-ruby/webhooks/example_signature.sig': 'webhooks.test.ts',
  'ibanity-ruby/webhooks/sandbox_jwks.json': 'webhooks.test.ts',
  'ibanity-ruby/webhooks/example_expectations.json': 'webhooks.test.ts',
};

describe.skipIf(!areHere && !process.env.CI)('the official examples of Ponto Connect', () => {
  const all = areHere ? allFiles() : [];
  const named = new Set(Object.keys({ ...requests, ...tokenRequests, ...elsewhere }));
  const answers = all.filter((file) => !named.has(file)).map(answerIn);
  const resources = answers.filter(({ kind }) => kind in readers);

  it('are all covered, and none is covered that is gone', () => {
    expect(answers.filter(({ kind }) => !(kind in readers || others.has(kind))).map(({ file }) => file)).toEqual([]);
    expect([...named].filter((file) => !all.includes(file))).toEqual([]);
    for (const [file, test] of Object.entries(elsewhere)) {
      expect(readFileSync(new URL(test, import.meta.url), 'utf8')).toContain(file.split('/').at(-1));
    }
  });

  it.each(resources)('$file is read as $kind', async ({ kind, body, isPage }) => {
    const reader = isPage ? readers[kind]?.page : readers[kind]?.one;
    const read = await reader?.(createJsonApi(scriptedTransport({ body }).transport));
    if (isPage) expect(read).toMatchObject({ unreadable: [], items: resourcesIn(body).map((raw) => ({ raw })) });
    else expect(read).toHaveProperty('raw');
  });

  it.each(resources)('$file keeps every attribute that has a name here', async ({ kind, body, isPage }) => {
    const reader = isPage ? readers[kind]?.page : readers[kind]?.one;
    const read = await reader?.(createJsonApi(scriptedTransport({ body }).transport));
    const items = isPage ? (read as { items: object[] }).items : [read];
    for (const item of items as Record<string, unknown>[]) {
      const { attributes = {}, links } = item.raw as { attributes?: object; links?: { redirect?: string } };
      for (const [name, value] of Object.entries(attributes)) {
        if (name in item && value !== null) expect([name, item[name]]).not.toEqual([name, undefined]);
      }
      if (links?.redirect) expect(item.redirectUrl).toBeInstanceOf(URL);
    }
  });

  it.each(answers.filter(({ kind }) => kind === 'deletion'))('$file is read as a deletion', async ({ type, body }) => {
    const read = await deletions[type]?.(createJsonApi(scriptedTransport({ body }).transport));
    expect(read).toEqual({ id: (JSON.parse(body) as { data: { id: string } }).data.id });
  });

  it.each(answers.filter(({ kind }) => kind === 'webhook'))('$file is read as an event', ({ type, body }) => {
    const event = readWebhookEvent(Buffer.from(body), 'signature-1');
    expect(`pontoConnect.${event.kind}`).toBe(type);
    expect(event.raw).toEqual(JSON.parse(body));
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
    const body = readText('ibanity-java/json/xs2a-related/synchronization_with_json_error.json');
    const api = createJsonApi(scriptedTransport({ body }).transport);
    expect(await createSynchronizations(api).get('token', 'id')).toMatchObject({
      status: 'error',
      customerOnline: true,
      errors: [{ code: 'authorizationInvalid', needsReauthorization: true }],
    });
  });
});

describe.skipIf(!areHere && !process.env.CI)('the requests that official clients make', () => {
  it.each(Object.entries(requests))('%s says the same as ours', async (file, ask) => {
    const official = attributesIn(file);
    const { transport, requests: sent } = scriptedTransport({ body: '{}' });
    await ask(createJsonApi(transport), official).catch(() => undefined);
    const ours = JSON.parse(sent[0]?.body ?? '{}') as { data: { attributes: object } };
    expect(ours.data.attributes).toEqual(official);
  });

  it.each(Object.entries(tokenRequests))('%s holds no field that ours lacks', async (file, ask) => {
    const { oauth, requests: sent } = givenOAuth(readText('ibanity-java/json/ponto-connect/create_access_token.json'));
    await ask(oauth);
    const official = (JSON.parse(readText(file)) as { form: Record<string, string> }).form;
    const ours = Object.fromEntries(new URLSearchParams(sent[0]?.body));
    expect(ours).toMatchObject(official.grant_type === undefined ? {} : { grant_type: official.grant_type });
    // Only the collection repeats it on a refresh; no official library does.
    const fields = Object.keys(official).filter((field) => !(field === 'redirect_uri' && 'refresh_token' in official));
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(fields));
  });
});

function askForSynchronization(api: JsonApi, official: Attributes): Promise<unknown> {
  const { resourceId: accountId = '', subtype, customerIpAddress = '' } = official;
  const request = { accountId, subtype: (subtype ?? '') as SynchronizationSubtype, customerIpAddress };
  return createSynchronizations(api).create('token', request, key);
}

function askForPayment(api: JsonApi, official: Attributes): Promise<unknown> {
  const { amount, currency, creditorAccountReference, creditorAgent, requestedExecutionDate, ...rest } = official;
  const order = {
    amount: parseMoney(String(amount), currency as Currency),
    creditorName: rest.creditorName ?? '',
    creditorIban: String(creditorAccountReference) as Iban,
    creditorBic: creditorAgent,
    remittanceInformation: rest.remittanceInformation,
    remittanceInformationType: rest.remittanceInformationType as 'unstructured' | undefined,
    endToEndId: rest.endToEndId,
    requestedExecutionDate: parseIsoDate(requestedExecutionDate ?? ''),
    redirectUri: rest.redirectUri,
  };
  return createPayments(api, pages).create('token', 'account', order, key);
}

function askForOnboarding(api: JsonApi, official: Attributes): Promise<unknown> {
  return createOnboardingDetails(api).create('token', official as unknown as OnboardingDetails, key);
}

function askForSandboxTransaction(api: JsonApi, official: Attributes): Promise<unknown> {
  const { amount, fee, currency, executionDate, valueDate, ...rest } = official;
  const transaction = {
    ...rest,
    description: rest.description ?? '',
    remittanceInformationType: rest.remittanceInformationType as 'unstructured',
    amount: parseMoney(String(amount), currency as Currency),
    fee: parseMoney(String(fee), currency as Currency),
    executionDate: parseIsoDate((executionDate ?? '').slice(0, 10))!,
    valueDate: parseIsoDate((valueDate ?? '').slice(0, 10))!,
  };
  return createSandboxTransactions(api).create('token', place, transaction, key);
}

type OfficialAnswer = Readonly<{ file: string; kind: string; type: string; isPage: boolean; body: string }>;

/** Kinds of files that are no resource. */
const others: ReadonlySet<string> = new Set(['tokens', 'deletion', 'webhook']);

function allFiles(): string[] {
  return readdirSync(fixtures, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^(?:README\.md|LICENSE(?:\.txt)?)$/.test(entry.name))
    .map(
      (entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').split('/fixtures/ponto-connect/')[1] ?? '',
    )
    .map((file) => file.replace(/^\/+/, ''))
    .sort();
}

function answerIn(file: string): OfficialAnswer {
  const body = readText(file);
  const document = JSON.parse(body) as { data?: unknown; access_token?: string };
  const [first] = [document.data].flat() as ({ type: string; attributes?: object } | undefined)[];
  const type = first?.type ?? '';
  return { file, kind: kindOf(file, document, type), type, isPage: Array.isArray(document.data), body };
}

function kindOf(file: string, document: { data?: unknown; access_token?: string }, type: string): string {
  if (document.access_token !== undefined) return 'tokens';
  if (document.data === undefined) return 'userinfo';
  if (/delete|revoke/i.test(file)) return 'deletion';
  return type.startsWith('pontoConnect.') ? 'webhook' : type;
}

function attributesIn(file: string): Attributes {
  type Resource = { attributes: Attributes };
  const document = JSON.parse(readText(file)) as { data: Resource; body?: { data: Resource } };
  return (document.body?.data ?? document.data).attributes;
}

function resourcesIn(body: string): unknown[] {
  return (JSON.parse(body) as { data: unknown[] }).data;
}

function readText(file: string): string {
  return readFileSync(new URL(file, fixtures), 'utf8');
}

function givenOAuth(body: string) {
  const { transport, requests: sent } = scriptedTransport({ body });
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
  return { oauth, requests: sent };
}
