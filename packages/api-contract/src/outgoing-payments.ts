import { createRoute, z } from '@hono/zod-openapi';
import { InvoicesState } from './connection.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Day, Id, Moment, idempotencyHeader, pageOf, pageQuery } from './values.ts';

const tags = ['Outgoing payments'];

export const PaymentMethod = z.enum([
  /** Prepared at Ponto and signed there. */
  'ponto',
  /** An EPC QR code that a person scans with a banking app: one transfer. */
  'qr',
  /** A pain.001 file that a person uploads at the bank. */
  'sepa_file',
]);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

export const PaymentState = z
  .enum([
    'awaiting_approval',
    /** Written down, not sent yet. */
    'prepared',
    'sending',
    /** Nobody knows whether Ponto took it: we are asking. Do not pay again. */
    'unknown',
    'awaiting_signature',
    'signed',
    /** By the bank. Still not paid. */
    'accepted',
    /** The file was downloaded or the code shown: it may be paid. */
    'handed_out',
    /** Every transfer was seen on the account: paid. */
    'executed',
    'refused',
    'expired',
    'cancelled',
  ])
  .openapi('PaymentState');
export type PaymentState = z.infer<typeof PaymentState>;

/** What speaks against a payment. `stop` must be mended, `confirm` said to be right, `warn` is to be seen. */
export const PaymentGuard = z
  .object({
    code: z.enum([
      'not_payable',
      'in_running_payment',
      'not_euro',
      'amount_not_positive',
      'amount_over_open',
      'amount_too_large',
      'account_missing',
      'account_invalid',
      'own_account',
      'reference_invalid',
      'date_past',
      'date_not_taken',
      'paid_before',
      'account_changed',
      'account_of_another_name',
      'account_of_last_payment',
      'credit_notes_open',
      'balance_too_low',
    ]),
    level: z.enum(['stop', 'confirm', 'warn']),
    /** Null when it concerns the payment as a whole. */
    payableId: Id.nullable(),
    /** With `paid_before`: a payment of it that left the account, and whose line is not matched to it. */
    paidBefore: z.object({ paymentId: Id, reference: z.string(), seenAt: Moment }).nullable(),
    /** With `account_changed`: where the supplier was paid before, and since when it asks to be paid elsewhere. */
    accountBefore: z
      .object({
        iban: z.string(),
        paidAt: Moment,
        paidBy: z.string().nullable(),
        /** When onFact first told of the new account, and on which purchase; it does not tell who entered it. */
        changedAt: Moment.nullable(),
        changedOn: z.string().nullable(),
      })
      .nullable(),
    /** With `account_of_another_name`: the name under which the bank last showed the account. */
    accountKnownAs: z.string().nullable(),
    /** With `credit_notes_open`: what can be set off. */
    openCredits: z.array(z.object({ number: z.string(), open: Amount })),
  })
  .openapi('PaymentGuard');
export type PaymentGuard = z.infer<typeof PaymentGuard>;

/** What can be paid: a purchase, a sales credit note to refund, or what a customer paid too much. */
export const Purchase = z
  .object({
    /** Of the document, or of the line on which too much came in. */
    payableId: Id,
    kind: z.enum(['purchase_invoice', 'sales_credit_note', 'overpayment']),
    /** Of an over-payment the numbers of what the line paid; empty when nothing is matched. */
    number: z.string(),
    payeeName: z.string().nullable(),
    /** Of a customer the account from which the money came. */
    payeeIban: z.string().nullable(),
    /** The supplier's payment before went to another account: the review tells more. */
    isAccountChanged: z.boolean(),
    /** Of an over-payment the day on which it came in. */
    issueDate: Day.nullable(),
    dueDate: Day.nullable(),
    total: Amount,
    open: Amount,
    /** As it will be sent: a structured communication as +++…+++. */
    communication: z.string(),
    isLocked: z.boolean(),
    /** The payment that carries it now. */
    running: z.object({ paymentId: Id, state: PaymentState }).nullable(),
  })
  .openapi('Purchase');
export type Purchase = z.infer<typeof Purchase>;

/** How far the purchases were read in onFact: what is listed is as it was then. */
const PurchasesReading = z.object({
  state: InvoicesState,
  /** The last reading that succeeded. */
  readAt: Moment.nullable(),
});
export type PurchasesReading = z.infer<typeof PurchasesReading>;

export const listPurchases = createRoute({
  operationId: 'listPurchases',
  summary: 'List what can be paid',
  description:
    'Open purchases and sales credit notes to refund, first what is due first; then what customers paid too much. At most 1,000 of each.',
  tags,
  method: 'get',
  path: '/v1/purchases',
  request: {
    query: z.object({
      refund: Id.optional().openapi({ description: 'A line to list too, whether anything of it is matched or not' }),
    }),
  },
  responses: {
    200: {
      description: 'What is open.',
      content: { 'application/json': { schema: z.object({ items: z.array(Purchase), reading: PurchasesReading }) } },
    },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

const PaymentWish = z.object({
  method: PaymentMethod,
  /** The account that pays. */
  bankAccountId: Id,
  /** Null: as soon as possible. */
  executionDate: Day.nullable().default(null),
  /** A wish: one line of the bank for all transfers. */
  batchBookingPreferred: z.boolean().default(false),
  transfers: z
    .array(z.object({ payableId: Id, amount: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/) }))
    .min(1)
    .max(500),
});

/** One transfer, letter by letter as the payee gets it. */
const Transfer = z.object({
  /** The document, or the line of which too much came in. */
  payableId: Id,
  amount: Amount,
  payeeName: z.string(),
  payeeIban: z.string(),
  communication: z.string().nullable(),
});

export const PaymentReview = z
  .object({
    transfers: z.array(Transfer),
    total: Amount,
    guards: z.array(PaymentGuard),
    /** What the account is left with, when its balance is known. */
    balanceAfter: Amount.nullable(),
    /** A second person must agree before it is sent. */
    needsApproval: z.boolean(),
    /** Send it back with the payment: what is prepared is then what was shown. */
    seal: z.string(),
  })
  .openapi('PaymentReview');
export type PaymentReview = z.infer<typeof PaymentReview>;

export const reviewPayment = createRoute({
  operationId: 'reviewPayment',
  summary: 'Show exactly what would be paid, and what speaks against it',
  description: 'Writes nothing and sends nothing.',
  tags,
  method: 'post',
  path: '/v1/outgoing-payments/review',
  request: { body: { required: true, content: { 'application/json': { schema: PaymentWish } } } },
  responses: {
    200: { description: 'The review.', content: { 'application/json': { schema: PaymentReview } } },
    ...problems(
      ...withoutCompany,
      'payments_not_permitted',
      'bank_account_not_found',
      'document_not_found',
      'invalid_request',
    ),
  },
});

export const OutgoingPayment = z
  .object({
    id: Id,
    method: PaymentMethod,
    state: PaymentState,
    stateSince: Moment,
    /** Stable code, or the bank's own word. */
    stateReason: z.string().nullable(),
    reference: z.string(),
    bankAccountId: Id,
    executionDate: Day.nullable(),
    total: Amount,
    preparedAt: Moment,
    preparedBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
    transfers: z.array(
      Transfer.extend({
        kind: Purchase.shape.kind,
        /** Of the document; null for an over-payment. */
        number: z.string().nullable(),
        endToEndId: z.string(),
        /** The line of the bank that proves it. */
        bankTransactionId: Id.nullable(),
        /** The line by which the bank gave the money back. */
        returnedTransactionId: Id.nullable(),
      }),
    ),
  })
  .openapi('OutgoingPayment');
export type OutgoingPayment = z.infer<typeof OutgoingPayment>;

export const OutgoingPaymentDetail = OutgoingPayment.extend({
  /** Ponto's page to sign on, while it waits for a signature. */
  signingUrl: z.string().nullable(),
  /** As Ponto last said it, and when. */
  pontoStatus: z.string().nullable(),
  pontoPaymentId: z.string().nullable(),
  lookedAt: Moment.nullable(),
  /** While it may still be taken back: the documents that no longer take what it would pay. */
  paidOtherwise: z.array(Id),
  can: z.object({
    sign: z.boolean(),
    send: z.boolean(),
    cancel: z.boolean(),
    approve: z.boolean(),
    handOut: z.boolean(),
    declareAbsent: z.boolean(),
  }),
  /** Newest first. */
  steps: z.array(
    z.object({
      at: Moment,
      event: z.string(),
      from: PaymentState.nullable(),
      to: PaymentState,
      reason: z.string().nullable(),
      actor: z.object({ type: z.enum(['user', 'system', 'support', 'api-client']), name: z.string().nullable() }),
      providerRequestId: z.string().nullable(),
    }),
  ),
}).openapi('OutgoingPaymentDetail');
export type OutgoingPaymentDetail = z.infer<typeof OutgoingPaymentDetail>;

const answers = {
  200: {
    description: 'The payment as it is now.',
    content: { 'application/json': { schema: OutgoingPaymentDetail } },
  },
};

export const createOutgoingPayment = createRoute({
  operationId: 'createOutgoingPayment',
  summary: 'Prepare a payment',
  description:
    'Through Ponto it is also brought there, and `signingUrl` is where a person signs: nothing is paid before. The key makes it happen once: the same key and content answers with the same payment, another content is refused.',
  tags,
  method: 'post',
  path: '/v1/outgoing-payments',
  request: {
    headers: z.object({ 'idempotency-key': z.string().min(8).max(200) }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: PaymentWish.extend({
            seal: z.string().max(100),
            /** The guards of level `confirm` that a person said are right. */
            confirmed: z.array(PaymentGuard.shape.code).max(20).default([]),
          }),
        },
      },
    },
  },
  responses: {
    ...answers,
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'forbidden',
      'payments_not_permitted',
      'payment_not_possible',
      'payment_changed',
      'payment_already_running',
      'bank_account_not_found',
      'document_not_found',
      'invalid_request',
    ),
  },
});

export const listOutgoingPayments = createRoute({
  operationId: 'listOutgoingPayments',
  summary: 'List the payments',
  tags,
  method: 'get',
  path: '/v1/outgoing-payments',
  request: { query: z.object(pageQuery) },
  responses: {
    200: { description: 'Newest first.', content: { 'application/json': { schema: pageOf(OutgoingPayment) } } },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

const one = { params: z.object({ paymentId: Id }) };

export const getOutgoingPayment = createRoute({
  operationId: 'getOutgoingPayment',
  summary: 'Read a payment with its history',
  tags,
  method: 'get',
  path: '/v1/outgoing-payments/{paymentId}',
  request: {
    ...one,
    query: z.object({ look: z.enum(['true']).optional().openapi({ description: 'Ask Ponto first' }) }),
  },
  responses: { ...answers, ...problems(...withoutCompany, 'payment_not_found', 'invalid_request') },
});

const step = { method: 'post', tags, request: { ...one, headers: idempotencyHeader } } as const;
const refusals = [
  ...withoutCompany,
  ...underAnotherKey,
  'forbidden',
  'payment_not_found',
  'payment_not_in_that_state',
  'invalid_request',
] as const;

export const sendOutgoingPayment = createRoute({
  ...step,
  operationId: 'sendOutgoingPayment',
  summary: 'Bring a prepared payment to Ponto',
  path: '/v1/outgoing-payments/{paymentId}/send',
  responses: { ...answers, ...problems(...refusals) },
});

export const approveOutgoingPayment = createRoute({
  ...step,
  operationId: 'approveOutgoingPayment',
  summary: 'Agree with a payment that another person prepared',
  path: '/v1/outgoing-payments/{paymentId}/approve',
  responses: { ...answers, ...problems(...refusals, 'user_required', 'payment_needs_another_person') },
});

export const cancelOutgoingPayment = createRoute({
  ...step,
  operationId: 'cancelOutgoingPayment',
  summary: 'Take a payment back while that is certain to help',
  path: '/v1/outgoing-payments/{paymentId}/cancel',
  responses: {
    ...answers,
    ...problems(
      ...refusals,
      'connection_not_linked',
      'connection_needs_reconnect',
      'connection_stopped',
      'ponto_unavailable',
    ),
  },
});

export const declarePaymentAbsent = createRoute({
  ...step,
  operationId: 'declarePaymentAbsent',
  summary: 'Say that a payment is not there',
  description:
    'One of unknown fate that is not in Ponto, or one that the bank accepted more than a week ago and did not book, wholly or in part. What was not seen can be paid anew.',
  path: '/v1/outgoing-payments/{paymentId}/declare-absent',
  responses: { ...answers, ...problems(...refusals, 'user_required') },
});

export const handOutPayment = createRoute({
  ...step,
  operationId: 'handOutPayment',
  summary: 'Get the payment file or the QR code',
  description: 'From here on it may be paid: its documents stay taken until the bank line is seen or it is taken back.',
  path: '/v1/outgoing-payments/{paymentId}/hand-out',
  responses: {
    200: {
      description: 'The file, or the picture of the code.',
      content: {
        'application/json': {
          schema: z.discriminatedUnion('type', [
            z.object({ type: z.literal('sepa_file'), fileName: z.string(), content: z.string() }),
            z.object({ type: z.literal('qr'), svg: z.string() }),
          ]),
        },
      },
    },
    ...problems(...refusals, 'bank_account_not_found'),
  },
});

export const PaymentSettings = z
  .object({
    /** From this amount on a second person must agree; null: never. */
    approvalFrom: Amount.nullable(),
  })
  .openapi('PaymentSettings');
export type PaymentSettings = z.infer<typeof PaymentSettings>;

export const getPaymentSettings = createRoute({
  operationId: 'getPaymentSettings',
  summary: 'Read the settings of payments',
  tags,
  method: 'get',
  path: '/v1/payment-settings',
  responses: {
    200: { description: 'The settings.', content: { 'application/json': { schema: PaymentSettings } } },
    ...problems(...withoutCompany),
  },
});

export const updatePaymentSettings = createRoute({
  operationId: 'updatePaymentSettings',
  summary: 'Change the settings of payments',
  tags,
  method: 'put',
  path: '/v1/payment-settings',
  request: {
    headers: idempotencyHeader,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            approvalFrom: z
              .string()
              .regex(/^\d{1,9}(\.\d{1,2})?$/)
              .nullable(),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: 'The settings as they are now.', content: { 'application/json': { schema: PaymentSettings } } },
    ...problems(...withoutCompany, ...underAnotherKey, 'forbidden', 'invalid_request'),
  },
});
