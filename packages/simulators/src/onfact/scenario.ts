import { isStructuredCommunication } from '@onfact-ponto/primitives';
import { createIds, namedSecret, namedUuid } from '../control/ids.ts';
import { hasTerm, openStatus } from './bookkeeping.ts';
import { moment } from './simulation.ts';
import type { Address, Company, Document, OnfactSettings, OnfactState } from './state.ts';

/** onFact as it is on the first day: who works there, for which companies, with which documents. */
export type OnfactScenario = Readonly<{
  users: readonly ScenarioUser[];
  companies: readonly ScenarioCompany[];
  settings?: Partial<OnfactSettings>;
}>;

export type ScenarioUser = Readonly<{
  email: string;
  password: string;
  name: string;
  locale: string;
  support: boolean;
  /** Names of companies. */
  companies: readonly Readonly<{ name: string; role: 'admin' | 'user' }>[];
}>;

export type ScenarioCompany = Readonly<{
  name: string;
  vat: string;
  currency: string;
  address: Address;
  paymentAccounts: readonly Readonly<{ name: string; iban: string; bic: string }>[];
  contacts: readonly Readonly<{
    name: string;
    vat: string | null;
    email: string;
    address: Address;
    role: 'customer' | 'supplier';
  }>[];
  documents: readonly ScenarioDocument[];
}>;

export type ScenarioDocument = Pick<
  Document,
  | 'kind'
  | 'number'
  | 'date'
  | 'currency'
  | 'description'
  | 'orderReference'
  | 'reference'
  | 'discount'
  | 'payee'
  | 'exclMinor'
  | 'taxMinor'
> &
  Readonly<{
    /** Name of a contact. */
    contact: string;
    term: number;
    exchangeRate?: string;
    /** 12 digits; null where the kind has none, or for a draft. */
    structuredCommunication: string | null;
    /** The payment by which onFact knows it as paid. */
    paid: Readonly<{ date: string; iban: string; counterpartIban: string | null }> | null;
  }>;

/** One company without invoices, its administrator, and nothing else: what a test fills by itself. */
export const emptyOnfactScenario: OnfactScenario = {
  users: [
    {
      email: 'mieke@delinde.be',
      password: 'demo-onfact',
      name: 'Mieke Claes',
      locale: 'nl',
      support: false,
      companies: [{ name: 'Houtatelier De Linde BV', role: 'admin' }],
    },
  ],
  companies: [
    {
      name: 'Houtatelier De Linde BV',
      vat: 'BE0743128876',
      currency: 'EUR',
      address: { street: 'Lindelaan', streetNumber: '18', postalCode: '2400', city: 'Mol' },
      paymentAccounts: [],
      contacts: [],
      documents: [],
    },
  ],
};

const firstRecordId = 20_000;

/** The state of onFact at its beginning. The same seed, scenario and moment give the same state. */
export function onfactStateOf(scenario: OnfactScenario, seed: number, now: Date): OnfactState {
  const state: OnfactState = {
    seed,
    issued: 0,
    lastRecordId: firstRecordId,
    clock: { offsetMs: 0, frozenAt: null },
    client: { id: namedUuid(seed, 'openid client'), secret: namedSecret(seed, 'openid client secret') },
    settings: {
      autoPaid: true,
      reopens: true,
      invoicesGrowWhilePaging: false,
      paymentsGrowWhilePaging: false,
      ordersLists: true,
      filtersLists: true,
      outgoingBelowNothing: false,
      ...scenario.settings,
    },
    users: scenario.users.map(({ companies, ...user }) => ({
      id: namedUuid(seed, `user ${user.email}`),
      ...user,
      sessionKey: sessionKey(seed, user.email),
      twoFactorCode: null,
      companies: companies.map(({ name, role }) => ({ uuid: companyUuid(seed, name), role })),
    })),
    companies: [],
    signingKey: null,
    authorizationCodes: {},
    accessTokens: {},
    refreshTokens: {},
    failedSignIns: {},
  };
  for (const company of scenario.companies) state.companies.push(companyOf(state, company, now));
  return state;
}

function companyOf(state: OnfactState, scenario: ScenarioCompany, now: Date): Company {
  const nextId = (): number => (state.lastRecordId += 1);
  const { name, vat, currency, address } = scenario;
  const company: Company = {
    id: nextId(),
    uuid: companyUuid(state.seed, name),
    name,
    vat,
    currency,
    address,
    contacts: [],
    documents: [],
    payments: [],
    paymentAccounts: [],
  };

  for (const account of scenario.paymentAccounts) {
    const generalLedgerAccount = String(550_000 + company.paymentAccounts.length);
    company.paymentAccounts.push({ id: nextId(), ...account, generalLedgerAccount, openingMinor: 0n, deleted: false });
  }
  for (const [index, { role, ...contact }] of scenario.contacts.entries()) {
    const roles = { isCustomer: role === 'customer', isSupplier: role === 'supplier' };
    const created = moment(now);
    company.contacts.push({ id: nextId(), number: index + 1, ...contact, ...roles, created, modified: created });
  }
  const ids = createIds(state);
  for (const document of scenario.documents) addDocument(company, document, { nextId, uuid: () => ids.uuid() });
  return company;
}

/** A document of the scenario, with the payment by which onFact knows it as paid. */
function addDocument(
  company: Company,
  { contact: contactName, structuredCommunication: ogm, paid, term, exchangeRate = '1', ...facts }: ScenarioDocument,
  { nextId, uuid }: { nextId(): number; uuid(): string },
): void {
  if (ogm !== null && !isStructuredCommunication(ogm)) throw new RangeError(`${ogm} is no structured communication`);
  const contact = company.contacts.find(({ name }) => name === contactName);
  if (!contact) throw new RangeError(`The scenario has no contact named ${contactName}`);
  const created = moment(new Date(`${facts.date}T09:30:00Z`));
  const paidAt = paid && moment(new Date(`${paid.date}T16:00:00Z`));
  const id = nextId();
  company.documents.push({
    id,
    uuid: uuid(),
    ...facts,
    term: hasTerm(facts.kind) ? term : null,
    status: facts.number === null ? 'concept' : paid ? 'paid' : openStatus(facts.kind),
    contactId: contact.id,
    exchangeRate,
    ogm,
    locked: false,
    deleted: false,
    created,
    modified: paidAt ?? created,
  });
  if (!paid) return;
  const account = company.paymentAccounts.find(({ iban }) => iban === paid.iban);
  if (!account) throw new RangeError(`The scenario has no payment account ${paid.iban}`);
  company.payments.push({
    id: nextId(),
    paymentAccountId: account.id,
    date: paid.date,
    amountMinor: facts.exclMinor + facts.taxMinor,
    currency: facts.currency,
    name: contactName,
    iban: paid.counterpartIban,
    documentId: id,
    deleted: false,
    created: paidAt ?? created,
  });
}

export function companyUuid(seed: number, name: string): string {
  return namedUuid(seed, `company ${name}`);
}

/** 64 characters, some of them such as break an address when somebody encodes or trims them. */
function sessionKey(seed: number, email: string): string {
  const letters = namedSecret(seed, `session key ${email}`) + namedSecret(seed, `more ${email}`);
  return `${letters.slice(0, 15)}!${letters.slice(15, 30)}#${letters.slice(30, 45)}&${letters.slice(45, 60)}%`;
}
