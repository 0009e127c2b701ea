import { createRoute, z } from '@hono/zod-openapi';
import { MatchReason } from './match-reason.ts';
import { PaymentState } from './outgoing-payments.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Day, Id, Moment, idempotencyHeader, pageOf, pageQuery } from './values.ts';

export const TransactionStatus = z
  .enum([
    /** Nothing is matched, and nothing is proposed. */
    'to_process',
    /** Nothing is matched yet; there is a proposal. */
    'proposed',
    'matched_automatically',
    'matched',
    'partly_matched',
    /** Pays no document: a person said so, or a rule. */
    'ignored',
    /** Perhaps a line that is there already: counts for nothing until somebody decides. */
    'doubtful',
  ])
  .openapi('TransactionStatus');
export type TransactionStatus = z.infer<typeof TransactionStatus>;

/** What a person should look at: the bank, or onFact, says something else about a line than what stands here. */
export const Attention = z
  .object({
    reason: z.enum([
      /** The bank changed the amount after it was matched. Here nothing changes until the match is taken back. */
      'amount_changed',
      /** Ponto no longer lists the line. It is not deleted here, and not matched by itself. */
      'missing_at_bank',
      /** Matched here, and onFact does not take the payment: why stands with the match. */
      'not_in_books',
      /** Taken back here, and onFact does not let its payment go. It is tried again until it does. */
      'left_in_books',
    ]),
    /** What the bank tells now. */
    bankAmount: Amount.nullable(),
    /** When we noticed that it is gone. */
    missingSince: Moment.nullable(),
  })
  .openapi('Attention');
export type Attention = z.infer<typeof Attention>;

export const BankTransaction = z
  .object({
    id: Id,
    bankAccountId: Id,
    bankAccountName: z.string(),
    executionDate: Day,
    valueDate: Day,
    amount: Amount,
    counterpartName: z.string().nullable(),
    /** IBAN in electronic form when the bank gave one. */
    counterpartReference: z.string().nullable(),
    remittanceInformation: z.string().nullable(),
    /** The 12 digits of the OGM that stands in the remittance information, if there is exactly one. */
    structuredCommunication: z.string().nullable(),
    status: TransactionStatus,
    attention: Attention.nullable(),
    /** Who tells of this booking: Ponto, a CODA statement, or both. */
    witnesses: z.array(z.enum(['ponto', 'coda'])),
    /** The numbers of the documents that it is matched on. */
    documentNumbers: z.array(z.string()),
  })
  .openapi('BankTransaction');
export type BankTransaction = z.infer<typeof BankTransaction>;

export const Publication = z.object({
  operation: z.enum(['create', 'retract']),
  state: z.enum(['pending', 'sending', 'sent', 'unknown', 'failed']),
  onfactPaymentId: z.string().nullable(),
  /** Stable code of what went wrong last. */
  problem: z.string().nullable(),
  updatedAt: Moment,
});

export const Allocation = z
  .object({
    id: Id,
    document: z.object({
      id: Id,
      number: z.string(),
      customerName: z.string().nullable(),
      issueDate: Day.nullable(),
      dueDate: Day.nullable(),
      total: Amount,
      /** In a closed period of the books: nothing can be taken back there before it is open again. */
      isLocked: z.boolean(),
    }),
    /** What was decided about the line together, and is taken back together. */
    bookingId: Id,
    /** As it counts on the line: minus when money goes out, so a sales credit note is negative. */
    amount: Amount,
    /** What closed the document beside the money of the bank. */
    adjustment: z.object({ kind: z.enum(['payment_difference', 'discount', 'costs']), amount: Amount }).nullable(),
    cause: z.enum(['rule', 'person']),
    reasons: z.array(MatchReason),
    createdAt: Moment,
    undone: z.object({ at: Moment, by: z.string() }).nullable(),
    /** Newest first. */
    publications: z.array(Publication),
  })
  .openapi('Allocation');
export type Allocation = z.infer<typeof Allocation>;

export const BankTransactionDetail = BankTransaction.extend({
  description: z.string().nullable(),
  endToEndId: z.string().nullable(),
  bankTransactionCode: z.string().nullable(),
  proprietaryBankTransactionCode: z.string().nullable(),
  purposeCode: z.string().nullable(),
  mandateId: z.string().nullable(),
  creditorId: z.string().nullable(),
  additionalInformation: z.string().nullable(),
  /** The bank's own id of the booking. */
  bankReference: z.string().nullable(),
  bankAccountReference: z.string(),
  /** The fields that only the CODA statement told. */
  filledFromCoda: z.array(z.string()),
  /** What the bank booked as one total, when a CODA statement tells it. */
  parts: z.array(
    z.object({
      amount: Amount,
      counterpartName: z.string().nullable(),
      counterpartReference: z.string().nullable(),
      remittanceInformation: z.string().nullable(),
      structuredCommunication: z.string().nullable(),
    }),
  ),
  /** What could be paid back of it now: it came in, and no document asked it. */
  refundable: Amount.nullable(),
  /** Payments that pay back what came in too much, newest first. */
  refunds: z.array(
    z.object({
      paymentId: Id,
      state: PaymentState,
      amount: Amount,
      /** The bank gave it back: it is not paid back after all. */
      isReturned: z.boolean(),
    }),
  ),
  /** The line that this doubtful one may be equal to. */
  doubtfulOf: BankTransaction.nullable(),
  allocations: z.array(Allocation),
  /** Who did what, newest first. */
  history: z.array(
    z.object({
      at: Moment,
      action: z.string(),
      actor: z.object({ type: z.enum(['user', 'system', 'support', 'api-client']), name: z.string().nullable() }),
      facts: z.record(z.string(), z.string()),
    }),
  ),
  technical: z.object({
    pontoTransactionId: z.string().nullable(),
    pontoAccountId: z.string().nullable(),
    fetchedAt: Moment,
    /** Where the line stands in the CODA statements. */
    codaMovements: z.array(
      z.object({
        statementImportId: Id,
        fileName: z.string(),
        line: z.int(),
        sequenceNumber: z.string().nullable(),
        /** Type, family, operation and category. */
        transactionCode: z.string(),
        transactionCodeTexts: z.object({ nl: z.string(), fr: z.string(), en: z.string() }),
      }),
    ),
  }),
}).openapi('BankTransactionDetail');
export type BankTransactionDetail = z.infer<typeof BankTransactionDetail>;

export const transactionFilter = {
  bankAccountId: Id.optional(),
  direction: z.enum(['in', 'out']).optional(),
  status: TransactionStatus.optional(),
  witness: z.enum(['ponto', 'coda']).optional().openapi({ description: 'Only lines that this source tells of' }),
  counterparty: z.string().max(200).optional().openapi({ description: 'Part of the name or IBAN of the other side' }),
  from: Day.optional(),
  to: Day.optional(),
  minimumAmount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,2})?$/)
    .optional()
    .openapi({ description: 'Without sign: compares the size of the amount' }),
  maximumAmount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,2})?$/)
    .optional(),
  search: z.string().max(200).optional().openapi({
    description: 'Name, IBAN, communication, invoice number or amount ("1234,5" and "1.234,50" both work)',
  }),
};

/** The end of a booking day of one account: what the bank says, and whether the lines agree. */
export const DayClosing = z
  .object({
    day: Day,
    balance: Amount.nullable().openapi({ description: 'Null when nothing says it' }),
    state: z.enum(['proven', 'derived', 'unknown']).openapi({
      description: 'proven: balances of the bank agree with the lines. derived: counted from a balance of the bank.',
    }),
    check: z
      .object({
        difference: Amount.openapi({ description: 'What the lines between two balances of the bank lack' }),
        from: Day,
        to: Day,
      })
      .nullable()
      .openapi({ description: 'Null where there are not two balances to compare' }),
  })
  .openapi('DayClosing');
export type DayClosing = z.infer<typeof DayClosing>;

export const listBankTransactions = createRoute({
  operationId: 'listBankTransactions',
  summary: 'List the transactions',
  tags: ['Bank transactions'],
  method: 'get',
  path: '/v1/bank-transactions',
  request: {
    query: z.object({
      ...transactionFilter,
      ...pageQuery,
      before: z.string().max(500).optional().openapi({ description: 'The `previous` of the page below' }),
      counts: z.enum(['true']).optional().openapi({ description: 'Count the whole filter too' }),
      balances: z.enum(['true']).optional().openapi({
        description:
          'Give the balance after each line and the closing of each day; only with `bankAccountId`, without `search`',
      }),
    }),
  },
  responses: {
    200: {
      description: 'Newest booking day first.',
      content: {
        'application/json': {
          schema: pageOf(BankTransaction).extend({
            previous: z.string().nullable().openapi({ description: 'For `before`; null on the first page' }),
            /** Over the whole filter; null unless asked for. */
            counts: z
              .object({
                all: z.int(),
                toProcess: z.int(),
                /** From the first to the last booking day; null when nothing is found. */
                period: z.object({ from: Day, to: Day }).nullable(),
              })
              .nullable(),
            /** Null unless asked for and possible. */
            balances: z
              .object({
                after: z.array(z.object({ bankTransactionId: Id, balance: Amount.nullable() })),
                days: z.array(DayClosing),
              })
              .nullable(),
          }),
        },
      },
    },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

/** A line that the bank announced and has not booked. Its id dies with the booking: build nothing on it. */
export const PendingTransaction = z
  .object({
    id: z.string(),
    bankAccountId: Id,
    bankAccountName: z.string(),
    /** When the bank expects to book it, if it says so. */
    executionDate: Day.nullable(),
    amount: Amount,
    counterpartName: z.string().nullable(),
    counterpartReference: z.string().nullable(),
    remittanceInformation: z.string().nullable(),
  })
  .openapi('PendingTransaction');
export type PendingTransaction = z.infer<typeof PendingTransaction>;

export const listPendingTransactions = createRoute({
  operationId: 'listPendingTransactions',
  summary: 'List what the bank has announced and not booked',
  description: 'To look at only: these lines count in no balance and are never matched. A booked line replaces them.',
  tags: ['Bank transactions'],
  method: 'get',
  path: '/v1/pending-transactions',
  request: { query: z.object({ bankAccountId: Id.optional() }) },
  responses: {
    200: {
      description: 'Newest first, at most 200.',
      content: { 'application/json': { schema: z.object({ items: z.array(PendingTransaction) }) } },
    },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

export const getBankTransaction = createRoute({
  operationId: 'getBankTransaction',
  summary: 'Read a transaction with its matches',
  tags: ['Bank transactions'],
  method: 'get',
  path: '/v1/bank-transactions/{bankTransactionId}',
  request: { params: z.object({ bankTransactionId: Id }) },
  responses: {
    200: { description: 'All that is known.', content: { 'application/json': { schema: BankTransactionDetail } } },
    ...problems(...withoutCompany, 'bank_transaction_not_found', 'invalid_request'),
  },
});

export const undoAllocation = createRoute({
  operationId: 'undoAllocation',
  summary: 'Take a match back',
  tags: ['Bank transactions'],
  method: 'post',
  path: '/v1/allocations/{allocationId}/undo',
  request: { params: z.object({ allocationId: Id }), headers: idempotencyHeader },
  responses: {
    200: {
      description: 'Taken back here at once and in onFact by the outbox.',
      content: { 'application/json': { schema: BankTransactionDetail } },
    },
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'allocation_not_found',
      'allocation_already_undone',
      'invalid_request',
    ),
  },
});
