import { sql } from 'drizzle-orm';
import {
  bigint,
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
import { bankAccount } from './bank-account.ts';
import { companyPolicy } from './tenancy.ts';

/** A reading as JSON: amounts are texts. */
export type ToldOtherwise = Readonly<Record<string, string | null>> &
  Readonly<{ amountMinor: string; currency: string; contentHash: string }>;

/** One booked line of a bank account. */
export const bankTransaction = pgTable(
  'bank_transaction',
  {
    companyId: companyIdColumn(),
    bankTransactionId: uuid('bank_transaction_id').notNull().defaultRandom(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /** Whose id it carries: Ponto's whenever Ponto tells of it. CODA witnesses stand in `statement_movement`. */
    source: text('source', { enum: ['ponto', 'coda'] }).notNull(),
    /** The source's own id of the line: its identity. Of CODA the id of the movement that made it. */
    sourceReference: text('source_reference').notNull(),
    executionDate: date('execution_date').notNull(),
    valueDate: date('value_date').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    currency: text('currency').notNull(),
    counterpartName: text('counterpart_name'),
    counterpartReference: text('counterpart_reference'),
    remittanceInformation: text('remittance_information'),
    remittanceInformationType: text('remittance_information_type'),
    /** The one valid OGM in the remittance information, 12 digits. */
    structuredCommunication: text('structured_communication'),
    description: text('description'),
    endToEndId: text('end_to_end_id'),
    bankTransactionCode: text('bank_transaction_code'),
    proprietaryBankTransactionCode: text('proprietary_bank_transaction_code'),
    purposeCode: text('purpose_code'),
    mandateId: text('mandate_id'),
    creditorId: text('creditor_id'),
    additionalInformation: text('additional_information'),
    bankReference: text('bank_reference'),
    providerCreatedAt: moment('provider_created_at'),
    providerUpdatedAt: moment('provider_updated_at'),
    /** Of everything above that the source may change: equal means nothing to write. */
    contentHash: text('content_hash').notNull(),
    revision: integer('revision').notNull().default(1),
    walk: integer('walk').notNull(),
    /**
     * What of the line is taken, kept by trigger: the active allocations, those that count against the others taken
     * off, and the refunds of what came in too much.
     */
    allocatedMinor: bigint('allocated_minor', { mode: 'bigint' })
      .notNull()
      .default(sql`0`),
    /** What the rest of the line is when it pays no document, kept by trigger from `line_disposition`. */
    disposition: text('disposition', { enum: ['ignored', 'classified', 'own_transfer'] }),
    fetchedAt: moment('fetched_at').notNull(),
    /** Columns of a Ponto line that only the CODA statement told. */
    filledFromCoda: text('filled_from_coda').array().notNull().default([]),
    /** Perhaps the same booking as this line: it counts for nothing until somebody decides. */
    doubtfulOf: uuid('doubtful_of'),
    doubtReason: text('doubt_reason'),
    /** Taken back with its import, or found to be another line: it counts no more. */
    withdrawnAt: moment('withdrawn_at'),
    /** What the source tells now while the amount is held because it is allocated: a person decides. */
    toldOtherwise: jsonb('told_otherwise').$type<ToldOtherwise>(),
    /** A deep walk over its days did not meet it any more at Ponto. */
    missingSince: moment('missing_since'),
  },
  (table) => [
    primaryKey({ name: 'bank_transaction_key', columns: [table.companyId, table.bankTransactionId] }),
    foreignKey({
      name: 'bank_transaction_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    unique('bank_transaction_source_key').on(table.companyId, table.bankAccountId, table.source, table.sourceReference),
    foreignKey({
      name: 'bank_transaction_doubtful_of',
      columns: [table.companyId, table.doubtfulOf],
      foreignColumns: [table.companyId, table.bankTransactionId],
    }),
    /** Joining two sources and proving days look at one account by day. */
    index('bank_transaction_account_idx').on(table.companyId, table.bankAccountId, table.executionDate),
    index('bank_transaction_doubtful_idx')
      .on(table.companyId, table.bankAccountId, table.executionDate)
      .where(sql`${table.doubtfulOf} is not null`),
    /** Read backwards: `desc()` would put nulls last, and no list that goes down could use it. */
    index('bank_transaction_list_idx').on(table.companyId, table.executionDate, table.bankTransactionId),
    /** What waits for a person, also where a part of it is matched. */
    index('bank_transaction_waiting_idx')
      .on(table.companyId, table.bankAccountId)
      .where(
        sql`${table.allocatedMinor} < abs(${table.amountMinor}) and ${table.disposition} is null and ${table.withdrawnAt} is null and ${table.doubtfulOf} is null`,
      ),
    /** What waits to be processed. */
    index('bank_transaction_to_process_idx')
      .on(table.companyId, table.bankAccountId, table.executionDate, table.bankTransactionId)
      .where(
        sql`${table.allocatedMinor} = 0 and ${table.disposition} is null and ${table.withdrawnAt} is null and ${table.doubtfulOf} is null`,
      ),
    check(
      'bank_transaction_counts_when_allocated',
      sql`${table.allocatedMinor} = 0 or (${table.withdrawnAt} is null and ${table.doubtfulOf} is null)`,
    ),
    check(
      'bank_transaction_not_over_allocated',
      sql`${table.allocatedMinor} >= 0 and ${table.allocatedMinor} <= abs(${table.amountMinor})`,
    ),
    companyPolicy('bank_transaction'),
  ],
);

/** What a line said before its source changed it. */
export const bankTransactionRevision = pgTable(
  'bank_transaction_revision',
  {
    companyId: companyIdColumn(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    revision: integer('revision').notNull(),
    content: jsonb('content').notNull(),
    replacedAt: moment('replaced_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'bank_transaction_revision_key',
      columns: [table.companyId, table.bankTransactionId, table.revision],
    }),
    foreignKey({
      name: 'bank_transaction_revision_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    companyPolicy('bank_transaction_revision'),
  ],
);

/** A page of lines as the source sent it, kept for a short time: the proof behind what is stored. */
export const receivedPage = pgTable(
  'received_page',
  {
    companyId: companyIdColumn(),
    receivedPageId: uuid('received_page_id').notNull().defaultRandom(),
    bankAccountId: uuid('bank_account_id').notNull(),
    source: text('source', { enum: ['ponto'] }).notNull(),
    walk: integer('walk').notNull(),
    /** The lines in the source's own order and notation, as JSON text: nothing reads into it but people and replays. */
    lines: text('lines').notNull(),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'received_page_key', columns: [table.companyId, table.receivedPageId] }),
    foreignKey({
      name: 'received_page_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    index('received_page_age_idx').on(table.companyId, table.receivedAt),
    companyPolicy('received_page'),
  ],
);

/** A line that could not be understood: kept as it came and named, so that nothing is lost. */
export const unreadableLine = pgTable(
  'unreadable_line',
  {
    companyId: companyIdColumn(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /** The source's id of the line, or a hash of its content when it has none. */
    sourceReference: text('source_reference').notNull(),
    /** Where in the line, such as `attributes.amount`. */
    path: text('path').notNull(),
    problem: text('problem').notNull(),
    raw: jsonb('raw').notNull(),
    walk: integer('walk').notNull(),
    firstSeenAt: moment('first_seen_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'unreadable_line_key',
      columns: [table.companyId, table.bankAccountId, table.sourceReference],
    }),
    foreignKey({
      name: 'unreadable_line_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    companyPolicy('unreadable_line'),
  ],
);
