import { createRoute, z } from '@hono/zod-openapi';
import { BankTransaction, BankTransactionDetail } from './bank-transactions.ts';
import { InvoicesState } from './connection.ts';
import { MatchReason } from './match-reason.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Day, Id, Moment, idempotencyHeader, pageOf, pageQuery } from './values.ts';

/** Afpunten: which document a line pays. What the matcher proposes, and what a person decides. */

export const DocumentKind = z.enum([
  'sales_invoice',
  'sales_credit_note',
  'payment_request',
  'purchase_invoice',
  'purchase_credit_note',
]);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** A document of onFact that can be paid, as it was read last. */
export const PayableDocument = z
  .object({
    id: Id,
    kind: DocumentKind,
    number: z.string(),
    /** The customer or the supplier. */
    relation: z.object({ id: z.string().nullable(), name: z.string().nullable() }),
    structuredCommunication: z.string().nullable(),
    issueDate: Day.nullable(),
    dueDate: Day.nullable(),
    /** Without a sign: the kind says which way the money goes. */
    total: Amount,
    open: Amount,
    discount: z
      .object({ amount: Amount, until: Day })
      .nullable()
      .openapi({ description: 'For who pays in time, as the document itself states it' }),
    /** Why nothing can be booked on it now. */
    closedBecause: z
      .enum([
        'settled',
        'not_open',
        'locked',
        'deleted',
        /** onFact says what the matches here do not fit in: a person decides first. */
        'contradicted',
      ])
      .nullable(),
    /** Changes with everything that matters to a payment; send it back with an allocation. */
    version: z.string(),
  })
  .openapi('PayableDocument');
export type PayableDocument = z.infer<typeof PayableDocument>;

export const MatchLevel = z.enum([
  /** Would be booked by itself, if the account lets it. */
  'certain',
  /** One clear best. */
  'strong',
  'possible',
  'none',
]);
export type MatchLevel = z.infer<typeof MatchLevel>;

/** What becomes of what an allocation leaves over, on the line or on a document. */
export const Remainder = z
  .enum([
    /** Nothing is left over: the line is used up and its documents are settled. */
    'none',
    /** It stays: the document is partly paid, or the line partly matched. */
    'leave_open',
    /** Closed as a payment difference, within the limit of the company. The bank's amount stays what it was. */
    'difference',
    /** More came in than the documents ask: the rest stays on the line as a credit of that relation. */
    'credit',
  ])
  .openapi('Remainder');
export type Remainder = z.infer<typeof Remainder>;

/** One way to match a line: documents with what each gets. */
export const MatchChoice = z
  .object({
    level: MatchLevel,
    /** How often a choice like this is right, from 0 to 1. Reasons come before figures. */
    confidence: z.number().min(0).max(1),
    allocations: z.array(
      z.object({
        document: PayableDocument,
        /** As it counts on the line: minus when money goes out, so a sales credit note is negative. They add up. */
        amount: Amount,
      }),
    ),
    /** What the documents ask minus what the line has: zero when it fits, with the sign of the line when it is short. */
    difference: Amount,
    remainder: Remainder,
    reasons: z.array(MatchReason),
  })
  .openapi('MatchChoice');
export type MatchChoice = z.infer<typeof MatchChoice>;

/** Why a line pays no document. */
export const IgnoreReason = z
  .enum([
    'own_transfer',
    'provider_payout',
    'direct_debit_batch',
    'returned_debit',
    'returned_payment',
    'bank_cost',
    'interest',
    'salary',
    'social_security',
    'vat',
    'tax',
    'loan',
    'card_payment',
    'cash',
    'private',
    /** Pays back what a customer paid too much. */
    'refund',
    /** None of these, or not said. */
    'no_document',
  ])
  .openapi('IgnoreReason');
export type IgnoreReason = z.infer<typeof IgnoreReason>;

/** Somebody else has the line before them now. */
export const LinePresence = z.object({ name: z.string(), since: Moment }).openapi('LinePresence');
export type LinePresence = z.infer<typeof LinePresence>;

export const QueueGroup = z
  .enum([
    /** The matcher is certain; the account does not let it book by itself. */
    'certain',
    'probable',
    /** No proposal. */
    'none',
  ])
  .openapi('QueueGroup');
export type QueueGroup = z.infer<typeof QueueGroup>;

export const QueueLine = z
  .object({
    transaction: BankTransaction,
    group: QueueGroup,
    /** What of the line is not matched yet. */
    unmatched: Amount,
    /** The first choice; null without a proposal. */
    first: MatchChoice.nullable(),
    choiceCount: z.int(),
    /** It does not look like the payment of a document. */
    looksLike: IgnoreReason.nullable(),
    /** The other side, when the line may be a transfer between two accounts of the company. */
    transferWith: BankTransaction.nullable(),
    /** Send it back with a decision: it says what the decision was made on. */
    seen: z.string(),
    present: z.array(LinePresence),
  })
  .openapi('QueueLine');
export type QueueLine = z.infer<typeof QueueLine>;

export const getReconciliationQueue = createRoute({
  operationId: 'getReconciliationQueue',
  summary: 'Read the lines to process',
  description:
    'Certain ones first, then probable ones, then those without a proposal; newest booking day first in each.',
  tags: ['Reconciliation'],
  method: 'get',
  path: '/v1/reconciliation/queue',
  request: {
    query: z.object({ bankAccountId: Id.optional(), group: QueueGroup.optional(), ...pageQuery }),
  },
  responses: {
    200: {
      description: 'A page of lines, with the figures of the whole queue.',
      content: {
        'application/json': {
          schema: pageOf(QueueLine).extend({
            /** Of the account that was asked for, whatever the group. */
            counts: z.object({ certain: z.int(), probable: z.int(), none: z.int() }),
            /** Without signs, one per currency: what accepting all certain ones would match. */
            certainTotals: z.array(Amount),
            /** When the newest of them was proposed; null without any. Send it back with `shown`. */
            certainUntil: Moment.nullable(),
            /** Whether the documents of onFact can be read: without them nothing new is proposed. */
            documents: InvoicesState,
            /** Lines that were finished today, on the clock of Brussels. */
            doneToday: z.object({ automatic: z.int(), byHand: z.int(), ignored: z.int() }),
            /** What waits on each account of the company. */
            accounts: z.array(z.object({ bankAccountId: Id, name: z.string(), toProcess: z.int() })),
          }),
        },
      },
    },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

/** Offered after the same choice three times. */
export const RuleOffer = z
  .object({
    counterpartReference: z.string(),
    direction: z.enum(['in', 'out']),
    action: z.discriminatedUnion('type', [
      /** Payments with this account number are of this relation. */
      z.object({ type: z.literal('relation'), relationId: z.string(), relationName: z.string().nullable() }),
      z.object({ type: z.literal('ignore'), reason: IgnoreReason }),
    ]),
    /** How often the same was chosen. */
    choiceCount: z.int(),
  })
  .openapi('RuleOffer');
export type RuleOffer = z.infer<typeof RuleOffer>;

export const TransactionProposals = z
  .object({
    transaction: BankTransaction,
    unmatched: Amount,
    seen: z.string(),
    /** At most five, best first. */
    choices: z.array(MatchChoice),
    looksLike: IgnoreReason.nullable(),
    /** The other side, when the line may be a transfer between two accounts of the company. */
    transferWith: BankTransaction.nullable(),
    /** Taken out of the proposals by a person; each can be put back, with an undo of type `rejection`. */
    rejected: z.array(z.object({ document: PayableDocument, by: z.string(), at: Moment })),
    ignored: z
      .object({
        reason: IgnoreReason,
        note: z.string().nullable(),
        /** A rule of the company, or what our own payments explain; or a person, by whom. */
        cause: z.enum(['rule', 'person']),
        by: z.string(),
        at: Moment,
      })
      .nullable(),
    /** The largest payment difference that the company lets go, in the currency of the line. */
    differenceLimit: Amount,
    present: z.array(LinePresence),
    matcherVersion: z.string().nullable(),
    /** When the matcher looked at it last. */
    matchedAt: Moment.nullable(),
  })
  .openapi('TransactionProposals');
export type TransactionProposals = z.infer<typeof TransactionProposals>;

const ofTransaction = z.object({ bankTransactionId: Id });

export const getTransactionProposals = createRoute({
  operationId: 'getTransactionProposals',
  summary: 'Read what a line may pay',
  tags: ['Reconciliation'],
  method: 'get',
  path: '/v1/bank-transactions/{bankTransactionId}/proposals',
  request: { params: ofTransaction },
  responses: {
    200: {
      description: 'Choices with their reasons.',
      content: { 'application/json': { schema: TransactionProposals } },
    },
    ...problems(...withoutCompany, 'bank_transaction_not_found', 'invalid_request'),
  },
});

/** What was decided, in the form that takes it back. */
export const DecisionUndo = z
  .discriminatedUnion('type', [
    /** Everything that one decision matched, with its payment differences and credit. */
    z.object({ type: z.literal('booking'), bookingId: Id }),
    z.object({ type: z.literal('rejection'), documentIds: z.array(Id).min(1).max(50) }),
    /** Also of a transfer: frees both sides. */
    z.object({ type: z.literal('ignore') }),
  ])
  .openapi('DecisionUndo');
export type DecisionUndo = z.infer<typeof DecisionUndo>;

/** What a decision leads to: the line as it stands now. */
export const DecisionResult = z
  .object({
    transaction: BankTransactionDetail,
    /** For a next decision on the same line. */
    seen: z.string(),
    /** Send it to `undoDecision`; null after an undo. */
    undo: DecisionUndo.nullable(),
    ruleOffer: RuleOffer.nullable(),
  })
  .openapi('DecisionResult');
export type DecisionResult = z.infer<typeof DecisionResult>;

/** The refusals of somebody who was overtaken; `details` says by whom: `by`, `actorType`, `at` and `action`. */
export const overtaken = ['proposal_stale', 'line_taken'] as const;

export const allocateTransaction = createRoute({
  operationId: 'allocateTransaction',
  summary: 'Match a line',
  description:
    'Accepts a proposal, splits over documents, or books what was searched: all the same. All or nothing. What was overtaken is refused with who did what: nothing is overwritten.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/allocations',
  request: {
    params: ofTransaction,
    headers: idempotencyHeader,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            allocations: z
              .array(z.object({ documentId: Id, amount: Amount, version: z.string().max(200) }))
              .min(1)
              .max(50),
            remainder: Remainder,
            seen: z.string().max(500),
          }),
        },
      },
    },
  },
  responses: {
    201: {
      description: 'Matched here at once; onFact is told by the outbox.',
      content: {
        'application/json': {
          schema: DecisionResult,
        },
      },
    },
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      ...overtaken,
      'bank_transaction_not_found',
      'document_not_found',
      'document_not_payable',
      'document_locked',
      'remainder_not_settled',
      'difference_over_limit',
      'allocation_not_possible',
      'invalid_request',
    ),
  },
});

export const undoDecision = createRoute({
  operationId: 'undoDecision',
  summary: 'Take a decision about a line back',
  description:
    'Takes the `undo` of its answer. All or nothing: matches go with the payment differences that were booked with them, here at once and in onFact by the outbox.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/undo',
  request: {
    params: ofTransaction,
    headers: idempotencyHeader,
    body: { required: true, content: { 'application/json': { schema: DecisionUndo } } },
  },
  responses: {
    200: { description: 'The line as it stands now.', content: { 'application/json': { schema: DecisionResult } } },
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'bank_transaction_not_found',
      'booking_not_found',
      'booking_already_undone',
      'rejection_not_found',
      'transaction_not_ignored',
      'invalid_request',
    ),
  },
});

export const listDocuments = createRoute({
  operationId: 'listDocuments',
  summary: 'Find a document',
  description: 'Number in any spelling, name of customer or supplier, structured communication, or amount.',
  tags: ['Reconciliation'],
  method: 'get',
  path: '/v1/documents',
  request: {
    query: z.object({
      search: z.string().max(200).optional(),
      direction: z
        .enum(['in', 'out'])
        .optional()
        .openapi({ description: 'Which way the money of the document goes; a credit note goes against its invoice' }),
      state: z
        .enum(['payable', 'all'])
        .default('payable')
        .openapi({ description: 'all: also what is settled, locked or deleted, to ask why not' }),
      ...pageQuery,
    }),
  },
  responses: {
    200: {
      description: 'Newest document first.',
      content: { 'application/json': { schema: pageOf(PayableDocument) } },
    },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

export const Explanation = z
  .object({
    /** Null: about the line as a whole. */
    document: PayableDocument.nullable(),
    outcome: z.enum(['booked', 'suggested', 'none', 'not_a_document_payment']),
    level: MatchLevel,
    /** Which question of the matcher decided. */
    rule: z.string().nullable(),
    confidence: z.number().min(0).max(1),
    reasons: z.array(MatchReason),
    /** Each of these alone keeps it from being booked by itself. */
    vetoes: z.array(MatchReason),
    /** What this is weighed against: the first choice, or the second when this is the first. */
    rival: MatchChoice.nullable(),
    /** Of the line as a whole: documents whose communication it carries, and that take no payment. */
    closedNamed: z.array(PayableDocument),
    /** Null when a person chose without the matcher. */
    matcherVersion: z.string().nullable(),
    at: Moment,
  })
  .openapi('Explanation');
export type Explanation = z.infer<typeof Explanation>;

export const explainTransaction = createRoute({
  operationId: 'explainTransaction',
  summary: 'Ask why, or why not',
  description:
    'Of what was matched: the reasons of then. Of anything else: the matcher looks at the line with what it knows now.',
  tags: ['Reconciliation'],
  method: 'get',
  path: '/v1/bank-transactions/{bankTransactionId}/explanation',
  request: { params: ofTransaction, query: z.object({ documentId: Id.optional() }) },
  responses: {
    200: {
      description: 'About one document, or about the line as a whole.',
      content: { 'application/json': { schema: Explanation } },
    },
    ...problems(...withoutCompany, 'bank_transaction_not_found', 'document_not_found', 'invalid_request'),
  },
});
