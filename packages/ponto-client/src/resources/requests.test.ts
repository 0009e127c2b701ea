import { money, parseIban, parseIsoDate } from '@onfact-ponto/primitives';
import { describe, expect, it } from 'vitest';
import { createCallObserver, type PontoCall } from '../calls.ts';
import { createJsonApi } from '../json-api.ts';
import { createPageLinkReader } from '../page-link.ts';
import { scriptedTransport } from '../testing/scripted-transport.ts';
import { createAccounts } from './account.ts';
import { createBulkPayments } from './bulk-payment.ts';
import { createFinancialInstitutions } from './financial-institution.ts';
import { createIntegrationAccounts } from './integration-account.ts';
import { createIntegrations } from './integration.ts';
import { createOnboardingDetails } from './onboarding-details.ts';
import { createPaymentActivationRequests } from './payment-activation-request.ts';
import { createPaymentRequestActivationRequests } from './payment-request-activation-request.ts';
import { createPaymentRequests } from './payment-request.ts';
import { createPayments } from './payment.ts';
import { createPendingTransactions } from './pending-transaction.ts';
import { createReauthorizationRequests } from './reauthorization-request.ts';
import { createSandboxAccounts } from './sandbox-account.ts';
import { createSandboxTransactions } from './sandbox-transaction.ts';
import { createSynchronizations } from './synchronization.ts';
import { createTransactions } from './transaction.ts';
import { createUsage } from './usage.ts';
import { createUserInfo } from './user-info.ts';

const id = '0b1c2d3e-0000-4000-8000-000000000001';
const [account, organization, institution] = ['account-1', 'organization-1', 'institution-1'];
const sandboxPlace = { financialInstitutionId: institution, accountId: account };
const redirectUri = 'https://example.test/return';
const iban = parseIban('BE68539007547034')!;
const day = parseIsoDate('2026-12-01')!;
const transfer = { amount: money(12_100n, 'EUR'), creditorName: 'Bakkerij Peeters', creditorIban: iban };
const key = { idempotencyKey: 'key-1' };

type Given = ReturnType<typeof given>;
type Row = readonly [operation: string, place: string, ask: (api: Given) => Promise<unknown>];

/** With the token of an organization. */
const ofOrganization: readonly Row[] = [
  ['userinfo.get', 'GET /userinfo', ({ api }) => createUserInfo(api).get('token')],
  [
    'financialInstitutions.list',
    'GET /financial-institutions?filter[country][eq]=BE&filter[bic][in]=A,B&filter[name][contains]=argenta',
    ({ api }) =>
      createFinancialInstitutions(api).list('token', {
        filter: { country: { eq: 'BE' }, bic: { in: ['A', 'B'] }, name: { contains: 'argenta' } },
      }),
  ],
  [
    'financialInstitutions.get',
    `GET /financial-institutions/${id}`,
    ({ api }) => createFinancialInstitutions(api).get('token', id),
  ],
  ['accounts.list', 'GET /accounts?page[limit]=100', ({ api }) => createAccounts(api).list('token', { limit: 100 })],
  ['accounts.get', `GET /accounts/${id}`, ({ api }) => createAccounts(api).get('token', id)],
  ['accounts.delete', `DELETE /accounts/${id}`, ({ api }) => createAccounts(api).delete('token', id)],
  [
    'reauthorizationRequests.create',
    `POST /accounts/${account}/reauthorization-requests`,
    ({ api, pages }) =>
      createReauthorizationRequests(api, pages).create('token', { accountId: account, redirectUri }, key),
  ],
  [
    'transactions.list',
    `GET /accounts/${account}/transactions?page[after]=x`,
    ({ api }) => createTransactions(api).list('token', account, { after: 'x' }),
  ],
  [
    'transactions.get',
    `GET /accounts/${account}/transactions/${id}`,
    ({ api }) => createTransactions(api).get('token', account, id),
  ],
  [
    'pendingTransactions.list',
    `GET /accounts/${account}/pending-transactions?page[before]=x`,
    ({ api }) => createPendingTransactions(api).list('token', account, { before: 'x' }),
  ],
  [
    'pendingTransactions.get',
    `GET /accounts/${account}/pending-transactions/${id}`,
    ({ api }) => createPendingTransactions(api).get('token', account, id),
  ],
  [
    'synchronizations.create',
    'POST /synchronizations',
    ({ api }) =>
      createSynchronizations(api).create(
        'token',
        { accountId: account, subtype: 'accountTransactions', customerIpAddress: '203.0.113.7' },
        key,
      ),
  ],
  ['synchronizations.get', `GET /synchronizations/${id}`, ({ api }) => createSynchronizations(api).get('token', id)],
  [
    'synchronizations.updatedTransactions',
    `GET /synchronizations/${id}/updated-transactions?page[after]=x`,
    ({ api }) => createSynchronizations(api).updatedTransactions('token', id, { after: 'x' }),
  ],
  [
    'synchronizations.updatedPendingTransactions',
    `GET /synchronizations/${id}/updated-pending-transactions`,
    ({ api }) => createSynchronizations(api).updatedPendingTransactions('token', id),
  ],
  [
    'payments.create',
    `POST /accounts/${account}/payments`,
    ({ api, pages }) => createPayments(api, pages).create('token', account, transfer, key),
  ],
  [
    'payments.get',
    `GET /accounts/${account}/payments/${id}`,
    ({ api, pages }) => createPayments(api, pages).get('token', account, id),
  ],
  [
    'payments.delete',
    `DELETE /accounts/${account}/payments/${id}`,
    ({ api, pages }) => createPayments(api, pages).delete('token', account, id),
  ],
  [
    'bulkPayments.create',
    `POST /accounts/${account}/bulk-payments`,
    ({ api, pages }) =>
      createBulkPayments(api, pages).create('token', account, { reference: 'Week 48', payments: [transfer] }, key),
  ],
  [
    'bulkPayments.get',
    `GET /accounts/${account}/bulk-payments/${id}`,
    ({ api, pages }) => createBulkPayments(api, pages).get('token', account, id),
  ],
  [
    'bulkPayments.delete',
    `DELETE /accounts/${account}/bulk-payments/${id}`,
    ({ api, pages }) => createBulkPayments(api, pages).delete('token', account, id),
  ],
  [
    'paymentRequests.create',
    `POST /accounts/${account}/payment-requests`,
    ({ api, pages }) => createPaymentRequests(api, pages).create('token', account, { amount: transfer.amount }, key),
  ],
  [
    'paymentRequests.get',
    `GET /accounts/${account}/payment-requests/${id}`,
    ({ api, pages }) => createPaymentRequests(api, pages).get('token', account, id),
  ],
  [
    'paymentRequests.delete',
    `DELETE /accounts/${account}/payment-requests/${id}`,
    ({ api, pages }) => createPaymentRequests(api, pages).delete('token', account, id),
  ],
  [
    'paymentActivationRequests.create',
    'POST /payment-activation-requests',
    ({ api, pages }) => createPaymentActivationRequests(api, pages).create('token', { redirectUri }, key),
  ],
  [
    'paymentRequestActivationRequests.create',
    'POST /payment-request-activation-requests',
    ({ api, pages }) => createPaymentRequestActivationRequests(api, pages).create('token', { redirectUri }, key),
  ],
  [
    'sandbox.accounts.list',
    `GET /sandbox/financial-institutions/${institution}/financial-institution-accounts`,
    ({ api }) => createSandboxAccounts(api).list('token', institution),
  ],
  [
    'sandbox.accounts.get',
    `GET /sandbox/financial-institutions/${institution}/financial-institution-accounts/${account}`,
    ({ api }) => createSandboxAccounts(api).get('token', sandboxPlace),
  ],
  [
    'sandbox.transactions.list',
    `GET /sandbox/financial-institutions/${institution}/financial-institution-accounts/${account}/financial-institution-transactions`,
    ({ api }) => createSandboxTransactions(api).list('token', sandboxPlace),
  ],
  [
    'sandbox.transactions.get',
    `GET /sandbox/financial-institutions/${institution}/financial-institution-accounts/${account}/financial-institution-transactions/${id}`,
    ({ api }) => createSandboxTransactions(api).get('token', sandboxPlace, id),
  ],
  [
    'sandbox.transactions.create',
    `POST /sandbox/financial-institutions/${institution}/financial-institution-accounts/${account}/financial-institution-transactions`,
    ({ api }) =>
      createSandboxTransactions(api).create(
        'token',
        sandboxPlace,
        {
          amount: transfer.amount,
          executionDate: day,
          valueDate: day,
          description: 'Overschrijving',
          remittanceInformationType: 'unstructured',
        },
        key,
      ),
  ],
  [
    'sandbox.transactions.update',
    `PATCH /sandbox/financial-institutions/${institution}/financial-institution-accounts/${account}/financial-institution-transactions/${id}`,
    ({ api }) => createSandboxTransactions(api).update('token', sandboxPlace, id, { description: 'Andere' }, key),
  ],
];

/** With the token of the application itself: they concern all organizations, or none yet. */
const ofApplication: readonly Row[] = [
  [
    'onboardingDetails.create',
    'POST /onboarding-details',
    ({ api }) => createOnboardingDetails(api).create('token', { email: 'mieke@example.test' }, key),
  ],
  [
    'integrations.delete',
    `DELETE /organizations/${organization}/integration`,
    ({ api }) => createIntegrations(api).delete('token', organization),
  ],
  [
    'integrationAccounts.list',
    'GET /integration-accounts?page[limit]=50',
    ({ api }) => createIntegrationAccounts(api).list('token', { limit: 50 }),
  ],
  [
    'usage.get',
    `GET /organizations/${organization}/usage/2026-10`,
    ({ api }) => createUsage(api).get('token', { organizationId: organization, month: '2026-10' }),
  ],
];

describe('each request', () => {
  it.each([...ofOrganization, ...ofApplication])('%s is %s', async (operation, place, ask) => {
    const { requests, calls, ...rest } = given();
    await ask({ requests, calls, ...rest }).catch(() => undefined);

    const [request] = requests;
    const [path, query] = (request?.target ?? '').split('?');
    const written = query === undefined ? path : `${path}?${decodeURIComponent(query)}`;
    expect(`${request?.method} ${written}`).toBe(place.replace(' /', ' /ponto-connect/'));
    expect(requests).toHaveLength(1);
    expect(request?.headers.authorization).toBe('Bearer token');
    expect(calls).toMatchObject([{ operation }]);
  });

  it.each([...ofOrganization, ...ofApplication].filter(([, place]) => /^(?:POST|PATCH)/.test(place)))(
    '%s carries the key to repeat it by',
    async (_operation, _place, ask) => {
      const { requests, ...rest } = given();
      await ask({ requests, ...rest }).catch(() => undefined);
      expect(requests[0]?.headers).toMatchObject({
        'ibanity-idempotency-key': 'key-1',
        'content-type': 'application/vnd.api+json',
      });
    },
  );

  it.each([...ofOrganization, ...ofApplication])('%s tells no id when it is told', async (_operation, _place, ask) => {
    const { calls, ...rest } = given();
    await ask({ calls, ...rest }).catch(() => undefined);
    for (const secret of [id, account, organization, institution]) {
      expect(JSON.stringify(calls)).not.toContain(secret);
    }
  });

  it('of all public institutions needs no token', async () => {
    const { api, requests } = given();
    await createFinancialInstitutions(api)
      .list(undefined)
      .catch(() => undefined);
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('an id', () => {
  it.each(['', '.', '..'])('that is "%s" is refused before it makes the path another one', async (bad) => {
    const { api, requests } = given();
    await expect(createAccounts(api).delete('token', bad)).rejects.toThrow(RangeError);
    expect(requests).toEqual([]);
  });

  it('of something deleted comes back', async () => {
    const { api, pages } = given();
    expect(await createIntegrations(api).delete('token', organization)).toEqual({ id });
    expect(await createAccounts(api).delete('token', id)).toEqual({ id });
    expect(await createPayments(api, pages).delete('token', account, id)).toEqual({ id });
  });
});

it.each(['2026-13', '2026-1', '2026', '../x'])('usage is asked by month, and %s is none', async (month) => {
  const { api, requests } = given();
  await expect(createUsage(api).get('token', { organizationId: organization, month })).rejects.toThrow(RangeError);
  expect(requests).toEqual([]);
});

/** Everything is answered with a bare resource, which is enough for a deletion and for seeing the request. */
function given() {
  const { transport, requests } = scriptedTransport({ body: JSON.stringify({ data: { type: 'any', id } }) });
  const calls: PontoCall[] = [];
  const observe = createCallObserver((call) => calls.push(call), { now: () => new Date(0) });
  const pages = createPageLinkReader(new URL('https://authorization.example.test'), ['myponto.com']);
  return { api: createJsonApi(transport, observe), pages, requests, calls };
}
