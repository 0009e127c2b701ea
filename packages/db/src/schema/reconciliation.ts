import {
  bigint,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { sql } from 'drizzle-orm';
import { bankTransaction } from './bank-transaction.ts';
import { company } from './company.ts';
import { openDocument } from './document.ts';
import { companyPolicy, dispatcherPolicy } from './tenancy.ts';

/** Why a line belongs to a document, or what speaks against it, as the matcher said it: `code` is one of its codes. */
export type StoredReason = Readonly<{
  code: string;
  matchedText: string | null;
  documentId?: string | undefined;
  confirmations?: number | undefined;
  lastOn?: string | undefined;
}>;

/** Bookings that one run made: the matcher over a company, or a person who took all certain proposals at once. */
export const matchRun = pgTable(
  'match_run',
  {
    companyId: companyIdColumn(),
    matchRunId: uuid('match_run_id').notNull().defaultRandom(),
    cause: text('cause', { enum: ['automatic', 'accept_certain'] }).notNull(),
    matcherVersion: text('matcher_version').notNull(),
    startedAt: moment('started_at').notNull(),
    startedBy: text('started_by').notNull(),
    undoneAt: moment('undone_at'),
    undoneBy: text('undone_by'),
  },
  (table) => [
    primaryKey({ name: 'match_run_key', columns: [table.companyId, table.matchRunId] }),
    foreignKey({ name: 'match_run_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    index('match_run_started_idx').on(table.companyId, table.startedAt),
    check('match_run_undone', sql`(${table.undoneAt} is null) = (${table.undoneBy} is null)`),
    companyPolicy('match_run'),
  ],
);

/** A part of a bank transaction assigned to a document. Never changed: taking it back is a new fact. */
export const allocation = pgTable(
  'allocation',
  {
    companyId: companyIdColumn(),
    allocationId: uuid('allocation_id').notNull().defaultRandom(),
    /** What was decided about one line together, and is taken back together. */
    bookingId: uuid('booking_id').notNull().defaultRandom(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    documentId: uuid('document_id').notNull(),
    /**
     * How much of the document it settles. On the line it counts against the others of its booking when money for
     * the document goes the other way: a credit note next to the invoices that it lessens.
     */
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    /** What closes the document beside the money of the bank, and why that is right. */
    adjustmentMinor: bigint('adjustment_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    adjustmentKind: text('adjustment_kind', { enum: ['payment_difference', 'discount', 'costs'] }),
    /** Exactly one cause: a rule of the matcher or a person. */
    cause: text('cause', { enum: ['rule', 'person'] }).notNull(),
    rule: text('rule'),
    /** Of the matcher that booked or proposed it; null when a person chose without it. */
    matcherVersion: text('matcher_version'),
    confidence: doublePrecision('confidence'),
    matchRunId: uuid('match_run_id'),
    reasons: jsonb('reasons').$type<readonly StoredReason[]>().notNull(),
    createdAt: moment('created_at').notNull(),
    /** The person, or the job. */
    createdBy: text('created_by').notNull(),
  },
  (table) => [
    primaryKey({ name: 'allocation_key', columns: [table.companyId, table.allocationId] }),
    foreignKey({
      name: 'allocation_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'allocation_document',
      columns: [table.companyId, table.documentId],
      foreignColumns: [openDocument.companyId, openDocument.documentId],
    }),
    foreignKey({
      name: 'allocation_run',
      columns: [table.companyId, table.matchRunId],
      foreignColumns: [matchRun.companyId, matchRun.matchRunId],
    }),
    index('allocation_transaction_idx').on(table.companyId, table.bankTransactionId),
    index('allocation_document_idx').on(table.companyId, table.documentId),
    index('allocation_booking_idx').on(table.companyId, table.bookingId),
    index('allocation_run_idx')
      .on(table.companyId, table.matchRunId)
      .where(sql`${table.matchRunId} is not null`),
    check('allocation_amount_positive', sql`${table.amountMinor} > 0`),
    check('allocation_one_cause', sql`(${table.cause} = 'rule') = (${table.rule} is not null)`),
    check(
      'allocation_adjustment',
      sql`${table.adjustmentMinor} >= 0 and (${table.adjustmentMinor} = 0) = (${table.adjustmentKind} is null)`,
    ),
    companyPolicy('allocation'),
  ],
);

/** The taking back of an allocation, with its adjustment. */
export const allocationUndo = pgTable(
  'allocation_undo',
  {
    companyId: companyIdColumn(),
    allocationId: uuid('allocation_id').notNull(),
    undoneAt: moment('undone_at').notNull(),
    undoneBy: text('undone_by').notNull(),
    reason: text('reason', { enum: ['taken_back', 'run_undone', 'payment_returned'] }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'allocation_undo_key', columns: [table.companyId, table.allocationId] }),
    foreignKey({
      name: 'allocation_undo_allocation',
      columns: [table.companyId, table.allocationId],
      foreignColumns: [allocation.companyId, allocation.allocationId],
    }),
    companyPolicy('allocation_undo'),
  ],
);

/** Outbox: what onFact must be told about an allocation, and how far that is. */
export const publication = pgTable(
  'publication',
  {
    companyId: companyIdColumn(),
    publicationId: uuid('publication_id').notNull().defaultRandom(),
    allocationId: uuid('allocation_id').notNull(),
    operation: text('operation', { enum: ['create', 'retract'] }).notNull(),
    /** `unknown`: sent, but the answer was lost; looked up before any retry. */
    state: text('state', { enum: ['pending', 'sending', 'sent', 'unknown', 'failed'] }).notNull(),
    onfactPaymentId: integer('onfact_payment_id'),
    attemptCount: integer('attempt_count').notNull().default(0),
    /** When the next try is due; null when nothing is left to do or a person must act. */
    dueAt: moment('due_at'),
    problem: text('problem'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'publication_key', columns: [table.companyId, table.publicationId] }),
    foreignKey({
      name: 'publication_allocation',
      columns: [table.companyId, table.allocationId],
      foreignColumns: [allocation.companyId, allocation.allocationId],
    }),
    unique('publication_intent_key').on(table.companyId, table.allocationId, table.operation),
    /** A payment in onFact belongs to one allocation. */
    uniqueIndex('publication_payment_key')
      .on(table.companyId, table.onfactPaymentId)
      .where(sql`${table.operation} = 'create' and ${table.onfactPaymentId} is not null`),
    index('publication_due_idx')
      .on(table.dueAt)
      .where(sql`${table.dueAt} is not null`),
    companyPolicy('publication'),
    dispatcherPolicy('publication', 'select'),
  ],
);
