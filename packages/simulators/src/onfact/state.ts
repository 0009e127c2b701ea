import type { JWK } from 'jose';
import type { ClockState } from '../control/simulated-clock.ts';

/** Everything that the simulated onFact knows. Plain data, written to the state file as it stands. */
export type OnfactState = {
  seed: number;
  issued: number;
  /** Numbers of records are counted over all companies, as on a shared platform. */
  lastRecordId: number;
  clock: ClockState;
  client: { id: string; secret: string };
  settings: OnfactSettings;
  users: User[];
  companies: Company[];
  /** Signs identity tokens; null until the first one is needed. */
  signingKey: JWK | null;
  authorizationCodes: Record<string, AuthorizationCode>;
  accessTokens: Record<string, { userId: string; expiresAt: string }>;
};

/** Where the real onFact is unknown. */
export type OnfactSettings = {
  /** A payment that reaches the total makes the invoice paid by itself. */
  autoPaid: boolean;
  /** One more invoice is issued after each page of a list, as if a colleague were at work. */
  invoicesGrowWhilePaging: boolean;
};

export type User = {
  id: string;
  email: string;
  password: string;
  name: string;
  locale: string;
  /** An employee of onFact's support desk. */
  support: boolean;
  sessionKey: string;
  companies: { uuid: string; role: 'admin' | 'user' }[];
};

export type Company = {
  id: number;
  uuid: string;
  name: string;
  vat: string;
  address: Address;
  contacts: Contact[];
  invoices: Invoice[];
  payments: Payment[];
  paymentAccounts: PaymentAccount[];
};

export type Address = { street: string; streetNumber: string; postalCode: string; city: string };

export type Contact = {
  id: number;
  number: number;
  name: string;
  vat: string | null;
  email: string;
  address: Address;
  isCustomer: boolean;
  isSupplier: boolean;
  created: string;
};

export type Invoice = {
  id: number;
  uuid: string;
  /** Null for a draft. */
  number: number | null;
  date: string;
  term: number;
  status: string;
  customerId: number;
  currency: string;
  description: string;
  orderReference: string | null;
  ogm: string | null;
  exclMinor: bigint;
  taxMinor: bigint;
  locked: boolean;
  deleted: boolean;
  created: string;
  modified: string;
};

export type Payment = {
  id: number;
  paymentAccountId: number;
  date: string;
  amountMinor: bigint;
  currency: string;
  name: string | null;
  iban: string | null;
  /** The document that it pays. The real API does not show it. */
  invoiceId: number | null;
  deleted: boolean;
  created: string;
};

export type PaymentAccount = {
  id: number;
  name: string;
  iban: string | null;
  bic: string | null;
  generalLedgerAccount: string;
  openingMinor: bigint;
  deleted: boolean;
};

export type AuthorizationCode = {
  userId: string;
  redirectUri: string;
  scope: string;
  nonce: string | null;
  codeChallenge: string | null;
  expiresAt: string;
  used: boolean;
};
