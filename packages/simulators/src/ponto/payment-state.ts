/** One or many payments that a customer signs at once. */
export type Payment = {
  id: string;
  accountId: string;
  kind: 'payment' | 'bulkPayment';
  /** A set that the real service leaves open. */
  status: PaymentStatus;
  createdAt: string;
  /** Null: the customer signs in Ponto itself. */
  redirectUri: string | null;
  /** Null: as soon as possible. */
  requestedExecutionDate: string | null;
  /** What a bulk payment is called; null for a single one. */
  reference: string | null;
  /** The bank books a bulk payment as one sum. */
  batchBookingPreferred: boolean;
  orders: PaymentOrder[];
  wrongCodes: number;
  signedAt: string | null;
};

export type PaymentStatus =
  | 'unsigned'
  | 'accepted-technical-validation'
  | 'accepted-customer-profile'
  | 'accepted-settlement-in-progress'
  | 'accepted-settlement-completed'
  | 'rejected'
  | 'cancelled'
  | 'failed';

/** Who gets how much, in Ponto's words. */
export type PaymentOrder = {
  amountMinor: bigint;
  currency: string;
  creditorName: string;
  creditorAccountReference: string;
  creditorAccountReferenceType: string;
  creditorAgent: string | null;
  creditorAgentType: string | null;
  remittanceInformation: string | null;
  remittanceInformationType: 'structured' | 'unstructured' | null;
  endToEndId: string | null;
};

/** Money asked of somebody else, who pays it on a page. */
export type PaymentRequest = {
  id: string;
  accountId: string;
  amountMinor: bigint;
  currency: string;
  remittanceInformation: string | null;
  remittanceInformationType: 'structured' | 'unstructured' | null;
  endToEndId: string | null;
  debtorAccountReference: string | null;
  redirectUri: string | null;
  createdAt: string;
  signedAt: string | null;
  closedAt: string | null;
};

/** The page on which a customer asks Ponto to be allowed to pay, or to ask for money. */
export type ActivationRequest = {
  id: string;
  organizationId: string;
  product: 'payments' | 'paymentRequests';
  redirectUri: string;
  outcome: 'requested' | 'cancelled' | null;
};

/** Whether Ponto lets an organization pay, or ask for money. It looks at each request first. */
export type Activation = { state: 'none' | 'requested' | 'activated'; requestedAt: string | null };

/** What our application already knows about a new customer of Ponto. */
export type OnboardingDetails = { id: string; createdAt: string; attributes: Record<string, unknown> };
