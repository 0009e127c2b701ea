import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonApi, type JsonApi } from './json-api.ts';
import { createPageLinkReader } from './page-link.ts';
import { createAccounts } from './resources/account.ts';
import { createBulkPayments } from './resources/bulk-payment.ts';
import { createFinancialInstitutions } from './resources/financial-institution.ts';
import { createIntegrationAccounts } from './resources/integration-account.ts';
import { createPaymentRequests } from './resources/payment-request.ts';
import { createPayments } from './resources/payment.ts';
import { createPendingTransactions } from './resources/pending-transaction.ts';
import { createSynchronizations } from './resources/synchronization.ts';
import { createTransactions } from './resources/transaction.ts';
import { createUsage } from './resources/usage.ts';
import { createUserInfo } from './resources/user-info.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';

type Attributes = Readonly<Record<string, unknown>>;
type Sample = Readonly<{
  read: (api: JsonApi) => Promise<object>;
  /** Without these it cannot be understood. */
  needed: Attributes;
  /** Seen as null or absent, or to be expected so. */
  nullable: Attributes;
}>;

const pages = createPageLinkReader(new URL('https://authorization.example.test'), ['myponto.com']);
const moment = '2026-11-20T07:01:12.345678Z';
const line = {
  valueDate: moment,
  counterpartName: 'Bakkerij Peeters',
  counterpartReference: 'BE68539007547034',
  description: 'Overschrijving',
  remittanceInformation: '+++090/9337/55493+++',
  remittanceInformationType: 'structured',
  endToEndId: 'NOTPROVIDED',
  bankTransactionCode: 'PMNT-IRCT-ESCT',
  proprietaryBankTransactionCode: '12267',
  purposeCode: 'CASH',
  mandateId: '234',
  creditorId: '1234',
  additionalInformation: 'Online',
  internalReference: 'r-1',
  digest: 'd-1',
  cardReference: '6666',
  cardReferenceType: 'MASKEDPAN',
  fee: 3.14,
  createdAt: moment,
  updatedAt: moment,
};

const samples: Readonly<Record<string, Sample>> = {
  account: {
    read: (api) => createAccounts(api).get('token', 'id'),
    needed: { reference: 'BE68539007547034', referenceType: 'IBAN', currency: 'EUR' },
    nullable: {
      subtype: 'checking',
      description: 'Zichtrekening',
      product: 'Current account',
      holderName: 'Houtatelier',
      internalReference: 'r-1',
      currentBalance: -527.34,
      currentBalanceReferenceDate: moment,
      currentBalanceChangedAt: moment,
      currentBalanceVariationObservedAt: moment,
      availableBalance: 12.5,
      availableBalanceReferenceDate: moment,
      availableBalanceChangedAt: moment,
      availableBalanceVariationObservedAt: moment,
      authorizedAt: moment,
      authorizationExpirationExpectedAt: moment,
    },
  },
  transaction: {
    read: (api) => createTransactions(api).get('token', 'account', 'id'),
    needed: { amount: -100.5, currency: 'EUR', executionDate: moment },
    nullable: line,
  },
  pendingTransaction: {
    read: (api) => createPendingTransactions(api).get('token', 'account', 'id'),
    needed: { amount: 2.76, currency: 'EUR' },
    nullable: { ...line, executionDate: moment },
  },
  synchronization: {
    read: (api) => createSynchronizations(api).get('token', 'id'),
    needed: { resourceId: 'a-1', subtype: 'accountDetails', status: 'pending', createdAt: moment, updatedAt: moment },
    nullable: { customerOnline: true },
  },
  financialInstitution: {
    read: (api) => createFinancialInstitutions(api).get('token', 'id'),
    needed: { name: 'Super Sandbox Bank' },
    nullable: {
      bic: 'NBBEBEBB203',
      country: 'BE',
      status: 'stable',
      logoUrl: 'https://example.test/logo.svg',
      primaryColor: '#7d39ff',
      secondaryColor: '#3DF2C2',
      sharedBrandName: 'Super',
      sharedBrandReference: 'super',
      timeZone: 'Europe/Brussels',
      paymentsEnabled: true,
      bulkPaymentsEnabled: true,
      periodicPaymentsEnabled: false,
      futureDatedPaymentsAllowed: true,
      maintenanceFrom: moment,
      maintenanceTo: moment,
      maintenanceType: 'internal',
    },
  },
  payment: {
    read: (api) => createPayments(api, pages).get('token', 'account', 'id'),
    needed: { currency: 'EUR' },
    nullable: {
      status: 'unsigned',
      amount: 59,
      creditorName: 'Alex Creditor',
      creditorAccountReference: 'BE84732645584359',
      creditorAgent: 'NBBEBEBB203',
      remittanceInformation: 'payment',
      remittanceInformationType: 'unstructured',
      endToEndId: 'e-1',
      requestedExecutionDate: '2026-12-01',
    },
  },
  bulkPayment: {
    read: (api) => createBulkPayments(api, pages).get('token', 'account', 'id'),
    needed: {},
    nullable: {
      status: 'unsigned',
      reference: 'Week 48',
      requestedExecutionDate: '2026-12-01',
      batchBookingPreferred: true,
    },
  },
  paymentRequest: {
    read: (api) => createPaymentRequests(api, pages).get('token', 'account', 'id'),
    needed: { currency: 'EUR' },
    nullable: {
      amount: 59,
      creditorAccountReference: 'BE84732645584359',
      debtorAccountReference: 'BE68539007547034',
      remittanceInformation: 'payment',
      remittanceInformationType: 'unstructured',
      endToEndId: 'e-1',
      signedAt: moment,
      closedAt: moment,
    },
  },
  integrationAccount: {
    read: async (api) => (await createIntegrationAccounts(api).list('token')).items[0] ?? {},
    needed: {},
    nullable: { createdAt: moment, lastAccessedAt: moment },
  },
  usage: {
    read: (api) => createUsage(api).get('token', { organizationId: 'o', month: '2026-10' }),
    needed: {},
    nullable: { accountCount: 3.7097, totalAccounts: 4, paymentCount: 12, bulkPaymentCount: 1 },
  },
  userinfo: {
    read: (api) => createUserInfo(api).get('token'),
    needed: { sub: 'organization-1' },
    nullable: {
      onboardingComplete: true,
      paymentsActivated: false,
      paymentsActivationRequested: true,
      paymentRequestsActivated: false,
      paymentRequestsActivationRequested: false,
      representativeOrganizationId: 'o-2',
      representativeOrganizationName: 'Accountant SA',
    },
  },
};

describe.each(Object.entries(samples))('%s', (type, { read, needed, nullable }) => {
  const readAs = (attributes: Attributes) => {
    const body = JSON.stringify(documentOf(type, attributes));
    return read(createJsonApi(scriptedTransport({ body }).transport)) as Promise<Record<string, unknown>>;
  };
  const lack = fc.record(
    Object.fromEntries(Object.keys(nullable).map((name) => [name, fc.constantFrom('kept', 'null', 'absent')])),
  );
  const unknown = fc.dictionary(
    fc.string().map((name) => `x${name}`),
    fc.jsonValue(),
  );

  it('is understood whatever it lacks and whatever is new in it, and each attribute stands for itself', async () => {
    const whole = await readAs({ ...needed, ...nullable });
    await fc.assert(
      fc.asyncProperty(lack, unknown, async (lacks: Record<string, string>, added) => {
        const sent = Object.fromEntries(
          Object.entries(nullable).flatMap(([name, value]): [string, unknown][] => {
            if (lacks[name] === 'absent') return [];
            return [[name, lacks[name] === 'null' ? null : value]];
          }),
        );
        const part = await readAs({ ...added, ...needed, ...sent });
        for (const name of Object.keys(nullable)) {
          expect(whole[name]).toBeDefined();
          expect([name, part[name]]).toEqual([name, lacks[name] === 'kept' ? whole[name] : undefined]);
        }
        for (const name of Object.keys(needed)) expect(part[name]).toEqual(whole[name]);
      }),
      { numRuns: 60 },
    );
  });

  it('takes a number that is written as a text', async () => {
    const attributes = { ...needed, ...nullable };
    const asText = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
    );
    const numbers = await readAs(attributes);
    expect(await readAs(asText)).toEqual({ ...numbers, raw: expect.anything() as unknown });
  });

  it('is not made up when what it needs is missing', async () => {
    for (const name of Object.keys(needed).filter(() => !lenient.has(type))) {
      await expect(readAs({ ...needed, ...nullable, [name]: undefined })).rejects.toMatchObject({
        code: 'PONTO_UNEXPECTED_RESPONSE',
      });
    }
  });
});

/** Something was made at Ponto, so they are read whatever their echo is: see lenient.ts. */
const lenient: ReadonlySet<string> = new Set(['payment', 'bulkPayment', 'paymentRequest']);

function documentOf(type: string, attributes: Attributes): object {
  if (type === 'userinfo') return attributes;
  const resource = { type, id: 'id-1', attributes, somethingNew: [{ deep: true }] };
  return { data: type === 'integrationAccount' ? [resource] : resource, meta: { somethingNew: 1 }, jsonapi: {} };
}
