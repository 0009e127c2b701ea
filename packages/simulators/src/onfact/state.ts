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
  accessTokens: Record<string, AccessToken>;
  /** Used once. */
  refreshTokens: Record<string, { userId: string }>;
  /** Moments of failed sign-ins by password, by the name that was given. */
  failedSignIns: Record<string, string[]>;
};

/** Where the real onFact is unknown. */
export type OnfactSettings = {
  /** A payment that reaches the total makes the document paid by itself. */
  autoPaid: boolean;
  /** A document that payments do not cover any more is open again by itself. */
  reopens: boolean;
  /** One more invoice is issued after each page of a list, as if a colleague were at work. */
  invoicesGrowWhilePaging: boolean;
  /** One more payment without a document is booked after each page of a list. */
  paymentsGrowWhilePaging: boolean;
  /** Lists heed `order_by`, and `q`. */
  ordersLists: boolean;
  filtersLists: boolean;
  /** A payment of a purchase or a credit note is shown below nothing, whatever was written. */
  outgoingBelowNothing: boolean;
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
  /** What a sign-in by password must be confirmed with; null asks for none. */
  twoFactorCode: string | null;
  companies: { uuid: string; role: 'admin' | 'user' }[];
};

export type Company = {
  id: number;
  uuid: string;
  name: string;
  vat: string;
  /** The currency of its books. */
  currency: string;
  address: Address;
  contacts: Contact[];
  documents: Document[];
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
  modified: string;
};

/** As the address of the API names them. */
export const documentKinds = ['invoices', 'creditnotes', 'paymentrequests', 'purchases'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export type Document = {
  id: number;
  uuid: string;
  kind: DocumentKind;
  /** Null for a draft. */
  number: number | null;
  date: string;
  /** Days until it is due; null where the kind has none. */
  term: number | null;
  status: string;
  contactId: number;
  currency: string;
  /** Of one unit of the document's currency in the company's, as decimal digits. */
  exchangeRate: string;
  description: string;
  orderReference: string | null;
  /** The number of a supplier's own, which is no structured communication. */
  reference: string | null;
  ogm: string | null;
  /** Percent, as decimal digits, when paid within so many days. */
  discount: { percent: string; days: number } | null;
  /** Where the supplier of a purchase wants the money. */
  payee: { iban: string; bic: string } | null;
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
  documentId: number | null;
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

export type AccessToken = {
  userId: string;
  expiresAt: string;
  /** Serves for nothing until the second factor was confirmed. */
  needsTwoFactor: boolean;
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
