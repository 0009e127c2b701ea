import type { ClockState } from '../control/simulated-clock.ts';
import type { AboveMaximum } from './page-of.ts';
import type { Activation, ActivationRequest, OnboardingDetails, Payment, PaymentRequest } from './payment-state.ts';

/**
 * Everything that the simulated Ponto and its banks know. Plain data: it is written to the state file as it stands,
 * and nothing outside it survives a restart.
 */
export type PontoState = {
  seed: number;
  issued: number;
  clock: ClockState;
  client: { id: string; secret: string; applicationId: string; signatureCertificateId: string };
  settings: PontoSettings;
  financialInstitutions: FinancialInstitution[];
  organizations: Organization[];
  accounts: Account[];
  /** Oldest first, by account: the order in which Ponto created them. */
  transactions: Record<string, Transaction[]>;
  synchronizations: Record<string, Synchronization>;
  /** The moment up to which background synchronizations have happened. */
  settledUntil: string;
  /** What the next consent ends with instead of a code: an error of OAuth, known or not. */
  nextConsentError: string | null;
  authorizationCodes: Record<string, AuthorizationCode>;
  /** One per authorization that was granted, with all tokens that came out of it. */
  tokenFamilies: Record<string, TokenFamily>;
  accessTokens: Record<string, AccessToken>;
  refreshTokens: Record<string, RefreshToken>;
  reauthorizationRequests: Record<string, ReauthorizationRequest>;
  activationRequests: Record<string, ActivationRequest>;
  payments: Record<string, Payment>;
  paymentRequests: Record<string, PaymentRequest>;
  onboardingDetails: Record<string, OnboardingDetails>;
  /** In the order in which they are sent. Finished ones stay a while, for those who want to look at them. */
  webhooks: WebhookDelivery[];
  webhookKeys: {
    /** The newest key, which signs. The first one is 1. */
    generation: number;
    /** Older keys that verifiers are still told to trust. */
    trusted: number[];
  };
  /** Answers kept by idempotency key. */
  idempotentAnswers: Record<string, { status: number; body: unknown; digest: string }>;
};

/** Where the real service is unknown or differs by environment. */
export type PontoSettings = {
  accessTokenSeconds: number;
  /** What a used refresh token does that comes back after its grace. */
  refreshReuse: 'revokes-family' | 'refuses';
  /** How long a used refresh token still works; 0 allows no reuse. */
  refreshGraceSeconds: number;
  /** Between two synchronizations of one type and account: 300 live, 10 in the sandbox. */
  synchronizationWindowSeconds: number;
  synchronizationsPerDay: number;
  /** How long a synchronization takes. */
  synchronizationMilliseconds: number;
  /** Which requests must carry an HTTP signature. One that is there is always verified. */
  signatureRequired: 'never' | 'payments' | 'post' | 'always';
  /** How the pages of lists go wrong, or grow at the head while they are read. */
  paging: 'normal' | 'grows' | 'repeats' | 'foreign-next' | 'empty-pages' | 'oversized' | 'loses-cursor';
  pageLimitAboveMaximum: AboveMaximum;
  /** Whether an application must send a PKCE challenge. One that is there is always verified. */
  pkceRequired: boolean;
  /** What a second request with the same idempotency key gets. */
  idempotency: 'first-answer' | 'refuses-another-body' | 'forgets';
  /** How long the bank lets a consent last from the moment it is given or renewed. */
  consentDays: number;
  /** Whether Ponto's own visits also read lines that are announced and not booked. */
  backgroundReadsPending: boolean;
  /** Whether payments and payment requests are refused as long as Ponto has not activated them. */
  paymentsNeedActivation: boolean;
  /** How long Ponto looks at a request for activation; null: nobody ever looks. */
  activationReviewSeconds: number | null;
  /** How long a payment waits for its signature before it is cancelled. */
  signingHours: number;
  /** How long the bank takes to book a signed payment whose day has come. */
  paymentExecutionSeconds: number;
  /** Where webhooks go; null sends none. */
  webhookUrl: string | null;
  /** What happens to the webhooks on their way. */
  webhookDelivery: 'normal' | 'duplicate' | 'reorder' | 'corrupt' | 'drop';
  /** How long a webhook stays under way. */
  webhookDelaySeconds: number;
  /** How long to wait before each new attempt to deliver. After the last one Ponto gives up. */
  webhookRetrySeconds: number[];
};

export type FinancialInstitution = {
  id: string;
  name: string;
  bic: string;
  country: string;
  primaryColor: string;
  secondaryColor: string;
  /** `internal`: nothing can be read; `financialInstitution`: nothing can be synchronized. */
  maintenance: { type: 'internal' | 'financialInstitution'; from: string; to: string } | null;
};

/** A customer of Ponto. */
export type Organization = {
  id: string;
  name: string;
  email: string;
  createdAt: string;
  blocked: boolean;
  /** False while its registration at Ponto is not finished. After three days Ponto removes it. */
  onboardingComplete: boolean;
  payments: Activation;
  paymentRequests: Activation;
  /** Who acts for it under a mandate, such as its accountant. */
  representative: { id: string; name: string } | null;
  integration: Integration | null;
};

/** The link between an organization and our application. */
export type Integration = {
  id: string;
  accounts: { id: string; accountId: string; createdAt: string; lastAccessedAt: string | null }[];
};

export type Account = {
  id: string;
  organizationId: string;
  financialInstitutionId: string;
  reference: string;
  currency: string;
  subtype: string;
  description: string | null;
  product: string | null;
  holderName: string | null;
  internalReference: string;

  /** The balance after everything that Ponto has published. What still waits at the bank comes on top. */
  publishedBalanceMinor: bigint;
  /** The balance as Ponto last read it. */
  currentBalanceMinor: bigint;
  balanceReferenceDate: string;
  balanceChangedAt: string;
  balanceObservedAt: string;

  authorizedAt: string;
  /** Null where the bank does not say. */
  authorizationExpirationExpectedAt: string | null;
  /** Set when the consent ended, whatever date had been expected. */
  consentEndedAt: string | null;
  deprecated: boolean;
  availability: 'available' | 'readonly';
  synchronizedAt: string;
  /** The most recently completed one. */
  latestSynchronizationId: string;
  /** How this bank's days are written: as midnight in UTC, or as local midnight expressed in UTC. */
  dateStyle: 'utc-midnight' | 'local-midnight';
  /** How amounts are written in answers. */
  amountStyle: 'number' | 'string';
  /** Attributes that replace or join the proper ones in the answer, however wrong they are. */
  overrides: Record<string, unknown> | null;
  /** How long its synchronizations take; null: as the settings say. */
  synchronizationPace: number | 'endless' | null;
  /** The errors that the coming synchronizations end with, next first. */
  failures: SynchronizationError[];
  /** The announced lines that Ponto shows. */
  pending: PendingTransaction[];
  bank: AtTheBank;
};

/** What the bank knows and Ponto has not seen yet. */
export type AtTheBank = {
  waiting: {
    bookedAt: string;
    line: BankLine;
    /** The id at the bank, once somebody asked for it. */
    internalReference?: string;
    /** The announced line that this one replaces. */
    settles?: string;
  }[];
  changes: { transactionId: string; change: Partial<BankLine> }[];
  /** Lines that are announced and not booked. */
  pending: PendingTransaction[];
};

/** One booking, in Ponto's words. A day is written `YYYY-MM-DD`. */
export type BankLine = {
  amountMinor: bigint;
  executionDate: string;
  valueDate: string;
  counterpartName: string | null;
  counterpartReference: string | null;
  remittanceInformation: string | null;
  remittanceInformationType: 'structured' | 'unstructured' | null;
  description: string | null;
  bankTransactionCode: string | null;
  proprietaryBankTransactionCode: string | null;
  purposeCode: string | null;
  endToEndId: string | null;
  mandateId: string | null;
  creditorId: string | null;
  additionalInformation: string | null;
  cardReference: string | null;
  cardReferenceType: 'PAN' | 'MASKEDPAN' | null;
  /** Attributes that replace or join the ones above in the answer, however wrong they are. */
  overrides: Record<string, unknown> | null;
  /** The payments that the bank booked as this one sum. Ponto shows the sum alone, the bank's own statement these too. */
  details?: readonly BankLineDetail[];
};

/** One payment of several that were booked together. */
export type BankLineDetail = Pick<
  BankLine,
  'amountMinor' | 'counterpartName' | 'counterpartReference' | 'remittanceInformation'
>;

export type Transaction = {
  id: string;
  createdAt: string;
  updatedAt: string;
  digest: string;
  internalReference: string;
  line: BankLine;
};

export type PendingTransaction = { id: string; createdAt: string; updatedAt: string; line: BankLine };

export type SynchronizationSubtype = 'accountDetails' | 'accountTransactions' | 'accountTransactionsWithUnsettled';

export type SynchronizationError = { code: string; detail: string; meta: Record<string, unknown> };

export type Synchronization = {
  id: string;
  accountId: string;
  subtype: SynchronizationSubtype;
  status: 'pending' | 'running' | 'success' | 'error';
  customerOnline: boolean;
  errors: SynchronizationError[];
  createdAt: string;
  updatedAt: string;
  updatedTransactionIds: string[];
  updatedPendingTransactionIds: string[];
};

export type AuthorizationCode = {
  organizationId: string;
  redirectUri: string;
  scope: string;
  /** Null when the application sent none. */
  codeChallenge: string | null;
  expiresAt: string;
  /** The family that came out of it. A second use of the code revokes it. */
  familyId: string | null;
};

export type TokenFamily = { organizationId: string; scope: string; revoked: boolean };

/** @property familyId null for a token of the application itself (client credentials) */
export type AccessToken = { familyId: string | null; expiresAt: string };

export type RefreshToken = { familyId: string; usedAt: string | null };

/** The page on which a customer renews the authorization of one account at its bank. */
export type ReauthorizationRequest = {
  id: string;
  accountId: string;
  redirectUri: string;
  createdAt: string;
  outcome: 'renewed' | 'cancelled' | null;
};

export type WebhookDelivery = {
  /** The id of the event, the same in every attempt. */
  id: string;
  type: string;
  body: string;
  /** `held`: stays behind until the next one has overtaken it. */
  state: 'waiting' | 'held' | 'received' | 'dropped' | 'given-up';
  dueAt: string;
  attempts: number;
  /** What the receiver answered last; null when nothing came back. */
  status: number | null;
  /** The header of the last attempt. */
  signature: string | null;
};
