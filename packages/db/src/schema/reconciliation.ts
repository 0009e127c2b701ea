import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { sql } from 'drizzle-orm';
import { bankTransaction } from './bank-transaction.ts';
import { company } from './company.ts';
import { companyPolicy, dispatcherPolicy } from './tenancy.ts';

/** Snapshot of an onFact document that can be paid. onFact stays the owner of it. */
export const openDocument = pgTable(
  'open_document',
  {
    companyId: companyIdColumn(),
    documentId: uuid('document_id').notNull().defaultRandom(),
    kind: text('kind', { enum: ['sales_invoice'] }).notNull(),
    onfactId: integer('onfact_id').notNull(),
    number: text('number').notNull(),
    structuredCommunication: text('structured_communication'),
    customerName: text('customer_name'),
    issueDate: date('issue_date'),
    dueDate: date('due_date'),
    totalMinor: bigint('total_minor', { mode: 'bigint' }).notNull(),
    currency: text('currency').notNull(),
    /** onFact's word for the state, and our reading of it: may a payment still be booked on it. */
    status: text('status').notNull(),
    isOpen: boolean('is_open').notNull(),
    /** Sum of our own active allocations, kept by trigger. Open is what the total leaves. */
    allocatedMinor: bigint('allocated_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    modifiedAt: text('modified_at'),
    readAt: moment('read_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'open_document_key', columns: [table.companyId, table.documentId] }),
    foreignKey({ name: 'open_document_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    unique('open_document_onfact_key').on(table.companyId, table.kind, table.onfactId),
    index('open_document_communication_idx')
      .on(table.companyId, table.structuredCommunication)
      .where(sql`${table.isOpen} and ${table.structuredCommunication} is not null`),
    check('open_document_allocated_not_negative', sql`${table.allocatedMinor} >= 0`),
    companyPolicy('open_document'),
  ],
);

/** How far the documents of a company were read. */
export const documentReading = pgTable(
  'document_reading',
  {
    companyId: companyIdColumn().primaryKey(),
    /** The last reading that succeeded. */
    readAt: moment('read_at'),
    /** Stable code when the last reading failed. */
    problem: text('problem'),
    /** Set until a reading ends well: one that was broken off may have left gaps, so the next reads everything. */
    startedAt: moment('started_at'),
  },
  (table) => [
    foreignKey({ name: 'document_reading_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    companyPolicy('document_reading'),
  ],
);

/** A part of a bank transaction assigned to a document. Never changed: taking it back is a new fact. */
export const allocation = pgTable(
  'allocation',
  {
    companyId: companyIdColumn(),
    allocationId: uuid('allocation_id').notNull().defaultRandom(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    documentId: uuid('document_id').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    /** Exactly one cause: a rule of the matcher or a person. */
    cause: text('cause', { enum: ['rule', 'person'] }).notNull(),
    rule: text('rule'),
    reasons: jsonb('reasons').$type<readonly { code: string; matchedText: string | null }[]>().notNull(),
    createdAt: moment('created_at').notNull(),
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
    index('allocation_transaction_idx').on(table.companyId, table.bankTransactionId),
    index('allocation_document_idx').on(table.companyId, table.documentId),
    check('allocation_amount_positive', sql`${table.amountMinor} > 0`),
    check('allocation_one_cause', sql`(${table.cause} = 'rule') = (${table.rule} is not null)`),
    companyPolicy('allocation'),
  ],
);

/** The taking back of an allocation. */
export const allocationUndo = pgTable(
  'allocation_undo',
  {
    companyId: companyIdColumn(),
    allocationId: uuid('allocation_id').notNull(),
    undoneAt: moment('undone_at').notNull(),
    undoneBy: text('undone_by').notNull(),
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
    index('publication_due_idx')
      .on(table.dueAt)
      .where(sql`${table.dueAt} is not null`),
    companyPolicy('publication'),
    dispatcherPolicy('publication', 'select'),
  ],
);
