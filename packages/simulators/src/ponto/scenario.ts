import { bankDayOf } from '@onfact-ponto/primitives';
import { createIds, namedSecret, namedUuid } from '../control/ids.ts';
import { appendTransaction } from './ledger.ts';
import type { Account, BankLine, Organization, PontoSettings, PontoState } from './state.ts';

/** A world as it is on the first day: banks, customers of Ponto, and what stands on their accounts. */
export type PontoScenario = Readonly<{
  financialInstitutions: readonly Readonly<{
    name: string;
    bic: string;
    country: string;
    primaryColor: string;
    secondaryColor: string;
  }>[];
  organizations: readonly Readonly<{ name: string; email: string; accounts: readonly ScenarioAccount[] }>[];
  settings?: Partial<PontoSettings>;
}>;

export type ScenarioAccount = Readonly<{
  /** Name of one of the financial institutions. */
  bank: string;
  reference: string;
  currency: string;
  subtype: string;
  description: string;
  product: string;
  holderName: string;
  openingBalanceMinor: bigint;
  /** What Ponto already shows, oldest first, with the moment at which it appeared there. */
  published: readonly Readonly<{ createdAt: string; line: BankLine }>[];
  /** What the bank books later: so many minutes after the world began. */
  waiting: readonly Readonly<{ afterMinutes: number; line: BankLine }>[];
}>;

/** A world with one organization and no account: what a test fills by itself. */
export const emptyScenario: PontoScenario = {
  financialInstitutions: [
    { name: 'Kempische Bank', bic: 'KEMPBEBBXXX', country: 'BE', primaryColor: '#1d4f91', secondaryColor: '#e8eef6' },
  ],
  organizations: [{ name: 'Houtatelier De Linde BV', email: 'mieke@delinde.be', accounts: [] }],
};

const defaultSettings: PontoSettings = {
  accessTokenSeconds: 1_799,
  refreshReuse: 'revokes-family',
  refreshGraceSeconds: 0,
  synchronizationWindowSeconds: 10,
  synchronizationsPerDay: 50,
  synchronizationMilliseconds: 1_500,
  signatureRequired: 'never',
  paging: 'normal',
  pageLimitAboveMaximum: 'lowers',
  pkceRequired: false,
  idempotency: 'first-answer',
  consentDays: 180,
  backgroundReadsPending: true,
  paymentsNeedActivation: true,
  activationReviewSeconds: 120,
  signingHours: 24,
  paymentExecutionSeconds: 5,
  webhookUrl: null,
  webhookDelivery: 'normal',
  webhookDelaySeconds: 0,
  webhookRetrySeconds: [10, 60, 300, 1_800, 7_200, 21_600],
};

/** The state of a world at its beginning. The same seed, scenario and moment give the same state. */
export function stateOf(scenario: PontoScenario, seed: number, now: Date): PontoState {
  const state: PontoState = {
    seed,
    issued: 0,
    clock: { offsetMs: 0, frozenAt: null },
    client: {
      id: namedUuid(seed, 'client'),
      secret: namedSecret(seed, 'client secret'),
      applicationId: namedUuid(seed, 'application'),
      signatureCertificateId: namedUuid(seed, 'signature certificate'),
    },
    settings: { ...defaultSettings, ...scenario.settings },
    financialInstitutions: scenario.financialInstitutions.map((institution) => ({
      id: namedUuid(seed, institution.name),
      maintenance: null,
      ...institution,
    })),
    organizations: [],
    accounts: [],
    transactions: {},
    synchronizations: {},
    settledUntil: now.toISOString(),
    nextConsentError: null,
    authorizationCodes: {},
    tokenFamilies: {},
    accessTokens: {},
    refreshTokens: {},
    reauthorizationRequests: {},
    activationRequests: {},
    payments: {},
    paymentRequests: {},
    onboardingDetails: {},
    webhooks: [],
    webhookKeys: { generation: 1, trusted: [] },
    idempotentAnswers: {},
  };

  for (const { name, email, accounts } of scenario.organizations) {
    const organizationId = namedUuid(seed, `organization ${name}`);
    state.organizations.push(newOrganization({ id: organizationId, name, email, createdAt: now.toISOString() }));
    for (const account of accounts) openAccount(state, organizationId, account, now);
  }
  return state;
}

/** A customer of Ponto who has finished the registration and shares nothing yet. */
export function newOrganization(
  facts: Pick<Organization, 'id' | 'name' | 'email' | 'createdAt'> & Partial<Organization>,
): Organization {
  return {
    blocked: false,
    onboardingComplete: true,
    payments: { state: 'none', requestedAt: null },
    paymentRequests: { state: 'none', requestedAt: null },
    representative: null,
    integration: null,
    ...facts,
  };
}

/** How an account is before a tester makes it difficult. */
export function unspoiled(): Pick<Account, 'amountStyle' | 'overrides' | 'synchronizationPace' | 'pending'> {
  return { amountStyle: 'number', overrides: null, synchronizationPace: null, pending: [] };
}

/** Adds an account that Ponto has already synchronized once, so that its `latestSynchronization` is complete. */
export function openAccount(state: PontoState, organizationId: string, scenario: ScenarioAccount, now: Date): Account {
  const ids = createIds(state);
  const institution = state.financialInstitutions.find(({ name }) => name === scenario.bank);
  if (!institution) throw new RangeError(`The scenario has no bank named ${scenario.bank}`);

  const at = now.toISOString();
  const id = ids.uuid();
  const synchronizationId = ids.uuid();
  state.synchronizations[synchronizationId] = {
    id: synchronizationId,
    accountId: id,
    subtype: 'accountTransactions',
    status: 'success',
    customerOnline: false,
    errors: [],
    createdAt: at,
    updatedAt: at,
    updatedTransactionIds: [],
    updatedPendingTransactionIds: [],
  };

  const balance = scenario.published.reduce((sum, { line }) => sum + line.amountMinor, scenario.openingBalanceMinor);
  const account: Account = {
    id,
    organizationId,
    financialInstitutionId: institution.id,
    reference: scenario.reference,
    currency: scenario.currency,
    subtype: scenario.subtype,
    description: scenario.description,
    product: scenario.product,
    holderName: scenario.holderName,
    internalReference: ids.uuid(),
    publishedBalanceMinor: scenario.openingBalanceMinor,
    currentBalanceMinor: balance,
    balanceReferenceDate: bankDayOf(at),
    balanceChangedAt: scenario.published.at(-1)?.createdAt ?? at,
    balanceObservedAt: scenario.published.at(-1)?.createdAt ?? at,
    authorizedAt: at,
    authorizationExpirationExpectedAt: new Date(now.getTime() + state.settings.consentDays * 86_400_000).toISOString(),
    consentEndedAt: null,
    deprecated: false,
    availability: 'available',
    synchronizedAt: at,
    latestSynchronizationId: synchronizationId,
    dateStyle: 'utc-midnight',
    ...unspoiled(),
    failures: [],
    bank: {
      waiting: scenario.waiting.map(({ afterMinutes, line }) => ({
        bookedAt: new Date(now.getTime() + afterMinutes * 60_000).toISOString(),
        line,
      })),
      changes: [],
      pending: [],
    },
  };
  state.accounts.push(account);
  for (const { createdAt, line } of scenario.published) {
    appendTransaction(state, { id: ids.uuid(), internalReference: ids.uuid() }, account, line, createdAt);
  }
  return account;
}
