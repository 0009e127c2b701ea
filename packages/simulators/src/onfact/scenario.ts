import { isStructuredCommunication } from '@onfact-ponto/primitives';
import { createIds, namedSecret, namedUuid } from '../control/ids.ts';
import { moment } from './simulation.ts';
import type { Address, Company, OnfactSettings, OnfactState } from './state.ts';

/** onFact as it is on the first day: who works there, for which companies, with which invoices. */
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
  address: Address;
  paymentAccounts: readonly Readonly<{ name: string; iban: string; bic: string }>[];
  contacts: readonly Readonly<{
    name: string;
    vat: string | null;
    email: string;
    address: Address;
    role: 'customer' | 'supplier';
  }>[];
  invoices: readonly ScenarioInvoice[];
}>;

export type ScenarioInvoice = Readonly<{
  /** Name of a contact. */
  customer: string;
  /** Null for a draft. */
  number: number | null;
  date: string;
  term: number;
  description: string;
  orderReference: string | null;
  /** 12 digits; null for a draft. */
  structuredCommunication: string | null;
  exclMinor: bigint;
  taxMinor: bigint;
  /** The payment by which onFact knows it as paid. */
  paid: Readonly<{ date: string; iban: string; counterpartIban: string }> | null;
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
      address: { street: 'Lindelaan', streetNumber: '18', postalCode: '2400', city: 'Mol' },
      paymentAccounts: [],
      contacts: [],
      invoices: [],
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
    settings: { autoPaid: true, invoicesGrowWhilePaging: false, ...scenario.settings },
    users: scenario.users.map(({ companies, ...user }) => ({
      id: namedUuid(seed, `user ${user.email}`),
      ...user,
      sessionKey: sessionKey(seed, user.email),
      companies: companies.map(({ name, role }) => ({ uuid: companyUuid(seed, name), role })),
    })),
    companies: [],
    signingKey: null,
    authorizationCodes: {},
    accessTokens: {},
  };
  for (const company of scenario.companies) state.companies.push(companyOf(state, company, now));
  return state;
}

function companyOf(state: OnfactState, scenario: ScenarioCompany, now: Date): Company {
  const nextId = (): number => (state.lastRecordId += 1);
  const ids = createIds(state);
  const { name, vat, address } = scenario;
  const company: Company = {
    id: nextId(),
    uuid: companyUuid(state.seed, name),
    name,
    vat,
    address,
    contacts: [],
    invoices: [],
    payments: [],
    paymentAccounts: [],
  };

  for (const account of scenario.paymentAccounts) {
    const generalLedgerAccount = String(550_000 + company.paymentAccounts.length);
    company.paymentAccounts.push({ id: nextId(), ...account, generalLedgerAccount, openingMinor: 0n, deleted: false });
  }
  for (const [index, { role, ...contact }] of scenario.contacts.entries()) {
    const roles = { isCustomer: role === 'customer', isSupplier: role === 'supplier' };
    company.contacts.push({ id: nextId(), number: index + 1, ...contact, ...roles, created: moment(now) });
  }
  for (const { customer, structuredCommunication: ogm, paid, ...invoice } of scenario.invoices) {
    if (ogm !== null && !isStructuredCommunication(ogm)) throw new RangeError(`${ogm} is no structured communication`);
    const contact = company.contacts.find((candidate) => candidate.name === customer);
    if (!contact) throw new RangeError(`The scenario has no contact named ${customer}`);
    const written = moment(new Date(`${invoice.date}T09:30:00Z`));
    const id = nextId();
    company.invoices.push({
      id,
      uuid: ids.uuid(),
      ...invoice,
      status: invoice.number === null ? 'concept' : paid ? 'paid' : 'sent',
      customerId: contact.id,
      currency: 'EUR',
      ogm,
      locked: false,
      deleted: false,
      created: written,
      modified: paid ? moment(new Date(`${paid.date}T16:00:00Z`)) : written,
    });
    if (paid) {
      const account = company.paymentAccounts.find(({ iban }) => iban === paid.iban);
      if (!account) throw new RangeError(`The scenario has no payment account ${paid.iban}`);
      company.payments.push({
        id: nextId(),
        paymentAccountId: account.id,
        date: paid.date,
        amountMinor: invoice.exclMinor + invoice.taxMinor,
        currency: 'EUR',
        name: customer,
        iban: paid.counterpartIban,
        invoiceId: id,
        deleted: false,
        created: moment(new Date(`${paid.date}T16:00:00Z`)),
      });
    }
  }
  return company;
}

export function companyUuid(seed: number, name: string): string {
  return namedUuid(seed, `company ${name}`);
}

/** 64 characters, some of them such as break an address when somebody encodes or trims them. */
function sessionKey(seed: number, email: string): string {
  const letters = namedSecret(seed, `session key ${email}`) + namedSecret(seed, `more ${email}`);
  return `${letters.slice(0, 15)}!${letters.slice(15, 30)}#${letters.slice(30, 45)}&${letters.slice(45, 60)}%`;
}
