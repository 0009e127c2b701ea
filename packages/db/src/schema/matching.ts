import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
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
import { bankTransaction } from './bank-transaction.ts';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { openDocument } from './document.ts';
import { allocation } from './reconciliation.ts';
import type { StoredReason } from './reconciliation.ts';
import { companyPolicy } from './tenancy.ts';

/** What the matcher knows of a line that it did not book, and what people decide about lines and about the matcher. */

export type StoredChoice = Readonly<{
  /** Amounts in minor units as text, always positive; `version` is that of the document when it was proposed. */
  allocations: readonly Readonly<{
    documentId: string;
    amountMinor: string;
    /** What the payment leaves off and the matcher is certain may be let go. */
    adjustment?: Readonly<{ amountMinor: string; kind: 'discount' | 'payment_difference' }> | undefined;
    version: number;
  }>[];
  confidence: number;
  reasons: readonly StoredReason[];
}>;

/** The present suggestions of one line, best first. Replaced by each run, and only when they are different. */
export const proposal = pgTable(
  'proposal',
  {
    companyId: companyIdColumn(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    level: text('level', { enum: ['certain', 'strong', 'possible', 'none'] }).notNull(),
    /** What the line is when it pays no document, such as `bank_cost`. */
    lineKind: text('line_kind'),
    /** The other side of a transfer between own accounts. */
    pairedTransactionId: uuid('paired_transaction_id'),
    rule: text('rule'),
    /** Whether the account's mode must be `learned` for it to be booked without a person. */
    automation: text('automation', { enum: ['exact', 'learned'] }),
    confidence: doublePrecision('confidence').notNull(),
    /** Of the first choice: what its confidence is learned by. */
    evidenceClass: text('evidence_class'),
    choices: jsonb('choices').$type<readonly StoredChoice[]>().notNull(),
    /** Of the first choice, or why the line is what `lineKind` says. */
    reasons: jsonb('reasons').$type<readonly StoredReason[]>().notNull(),
    /** Why the first choice is not certain. */
    vetoes: jsonb('vetoes').$type<readonly StoredReason[]>().notNull(),
    /** Of the line, when it was proposed. */
    seenRevision: integer('seen_revision').notNull(),
    matcherVersion: text('matcher_version').notNull(),
    proposedAt: moment('proposed_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'proposal_key', columns: [table.companyId, table.bankTransactionId] }),
    foreignKey({
      name: 'proposal_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'proposal_pair',
      columns: [table.companyId, table.pairedTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    index('proposal_level_idx').on(table.companyId, table.level),
    companyPolicy('proposal'),
  ],
);

/** What a line is instead of a payment of a document, for the part that is not allocated. Ended, never deleted. */
export const lineDisposition = pgTable(
  'line_disposition',
  {
    companyId: companyIdColumn(),
    lineDispositionId: uuid('line_disposition_id').notNull().defaultRandom(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    kind: text('kind', { enum: ['ignored', 'classified', 'own_transfer'] }).notNull(),
    /** Why it is ignored, or what it is, such as `bank_cost`. */
    reason: text('reason'),
    /** What the person added. */
    note: text('note'),
    /** The other side of a transfer between own accounts, where that is visible. */
    pairedTransactionId: uuid('paired_transaction_id'),
    /** The allocation whose small excess it explains; it ends with it. */
    allocationId: uuid('allocation_id'),
    cause: text('cause', { enum: ['rule', 'person'] }).notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    endedAt: moment('ended_at'),
    endedBy: text('ended_by'),
  },
  (table) => [
    primaryKey({ name: 'line_disposition_key', columns: [table.companyId, table.lineDispositionId] }),
    foreignKey({
      name: 'line_disposition_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'line_disposition_pair',
      columns: [table.companyId, table.pairedTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'line_disposition_allocation',
      columns: [table.companyId, table.allocationId],
      foreignColumns: [allocation.companyId, allocation.allocationId],
    }),
    uniqueIndex('line_disposition_active_key')
      .on(table.companyId, table.bankTransactionId)
      .where(sql`${table.endedAt} is null`),
    check('line_disposition_end', sql`(${table.endedAt} is null) = (${table.endedBy} is null)`),
    companyPolicy('line_disposition'),
  ],
);

/** A document that a person said a line does not pay. Taking the rejection back deletes it. */
export const rejectedPair = pgTable(
  'rejected_pair',
  {
    companyId: companyIdColumn(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    documentId: uuid('document_id').notNull(),
    rejectedAt: moment('rejected_at').notNull(),
    rejectedBy: text('rejected_by').notNull(),
  },
  (table) => [
    primaryKey({ name: 'rejected_pair_key', columns: [table.companyId, table.bankTransactionId, table.documentId] }),
    foreignKey({
      name: 'rejected_pair_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    foreignKey({
      name: 'rejected_pair_document',
      columns: [table.companyId, table.documentId],
      foreignColumns: [openDocument.companyId, openDocument.documentId],
    }),
    companyPolicy('rejected_pair'),
  ],
);

/** One thing that the matcher learned of this company. Personal data: listable and erasable. */
export const matchMemory = pgTable(
  'match_memory',
  {
    companyId: companyIdColumn(),
    matchMemoryId: uuid('match_memory_id').notNull().defaultRandom(),
    /** In the matcher's words, such as `iban` or `name`. */
    kind: text('kind').notNull(),
    value: text('value').notNull(),
    onfactContactId: integer('onfact_contact_id'),
    confirmations: integer('confirmations').notNull(),
    contradictions: integer('contradictions').notNull(),
    lastOn: date('last_on').notNull(),
  },
  (table) => [
    primaryKey({ name: 'match_memory_key', columns: [table.companyId, table.matchMemoryId] }),
    foreignKey({ name: 'match_memory_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    unique('match_memory_entry_key')
      .on(table.companyId, table.kind, table.value, table.onfactContactId)
      .nullsNotDistinct(),
    companyPolicy('match_memory'),
  ],
);

/** What a person told the matcher to do always. */
export const matchRule = pgTable(
  'match_rule',
  {
    companyId: companyIdColumn(),
    matchRuleId: uuid('match_rule_id').notNull().defaultRandom(),
    /** All that is set must hold. */
    counterpartReference: text('counterpart_reference'),
    textContains: text('text_contains'),
    direction: text('direction', { enum: ['in', 'out'] }),
    /** `contact`: the payer is this contact; the others are dispositions. */
    outcome: text('outcome', { enum: ['contact', 'ignored', 'classified'] }).notNull(),
    onfactContactId: integer('onfact_contact_id'),
    reason: text('reason'),
    isOn: boolean('is_on').notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [
    primaryKey({ name: 'match_rule_key', columns: [table.companyId, table.matchRuleId] }),
    foreignKey({ name: 'match_rule_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    check(
      'match_rule_has_condition',
      sql`${table.counterpartReference} is not null or ${table.textContains} is not null`,
    ),
    check('match_rule_contact', sql`(${table.outcome} = 'contact') = (${table.onfactContactId} is not null)`),
    companyPolicy('match_rule'),
  ],
);

/** How a company wants its lines matched; a company without a row has the defaults. */
export const reconciliationSetting = pgTable(
  'reconciliation_setting',
  {
    companyId: companyIdColumn().primaryKey(),
    /** A difference up to this may be booked as a payment difference; 0 is never. */
    paymentDifferenceLimitMinor: bigint('payment_difference_limit_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    updatedAt: moment('updated_at').notNull(),
    updatedBy: text('updated_by').notNull(),
  },
  (table) => [
    foreignKey({
      name: 'reconciliation_setting_company',
      columns: [table.companyId],
      foreignColumns: [company.companyId],
    }),
    check('reconciliation_setting_limit', sql`${table.paymentDifferenceLimitMinor} >= 0`),
    companyPolicy('reconciliation_setting'),
  ],
);

/** Who has a line before him now; old rows say nothing. */
export const linePresence = pgTable(
  'line_presence',
  {
    companyId: companyIdColumn(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    userId: text('user_id').notNull(),
    userName: text('user_name').notNull(),
    seenAt: moment('seen_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'line_presence_key', columns: [table.companyId, table.bankTransactionId, table.userId] }),
    foreignKey({
      name: 'line_presence_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    companyPolicy('line_presence'),
  ],
);
