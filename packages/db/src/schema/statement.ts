import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { bankAccount } from './bank-account.ts';
import { bankTransaction } from './bank-transaction.ts';
import { company } from './company.ts';
import { companyPolicy } from './tenancy.ts';

/** CODA files: what was uploaded, the statements that were imported from it, and what became of each movement. */

const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });

/** One upload, from the first look to its undoing. */
export const statementImport = pgTable(
  'statement_import',
  {
    companyId: companyIdColumn(),
    statementImportId: uuid('statement_import_id').notNull().defaultRandom(),
    state: text('state', {
      enum: ['previewed', 'waiting', 'importing', 'done', 'cancelled', 'failed', 'undone'],
    }).notNull(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    undoneAt: moment('undone_at'),
    undoneBy: text('undone_by'),
    /** Somebody asked to stop: no further statement is begun. */
    isCancelled: boolean('is_cancelled').notNull().default(false),
    /** Movements of the statements to import, and how far the worker is. */
    totalCount: integer('total_count').notNull().default(0),
    doneCount: integer('done_count').notNull().default(0),
    /** Which account a number is that we did not know: by number and currency. */
    accountChoices: jsonb('account_choices').$type<readonly AccountChoice[]>().notNull().default([]),
    /** Stable code of what stopped it. */
    problem: text('problem'),
  },
  (table) => [
    primaryKey({ name: 'statement_import_key', columns: [table.companyId, table.statementImportId] }),
    foreignKey({ name: 'statement_import_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    index('statement_import_list_idx').on(table.companyId, table.createdAt),
    companyPolicy('statement_import'),
  ],
);

export type AccountChoice = {
  reference: string;
  currency: string;
  /** An account that we know, or one that onFact knows, which becomes ours with the first statement. */
  choice: { type: 'bank_account' | 'payment_account'; id: string; name: string } | { type: 'skip' };
};

/** One CODA file of an upload. The bytes are gone once it is imported; what was found in it stays. */
export const statementFile = pgTable(
  'statement_file',
  {
    companyId: companyIdColumn(),
    statementFileId: uuid('statement_file_id').notNull().defaultRandom(),
    statementImportId: uuid('statement_import_id').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    byteCount: integer('byte_count').notNull(),
    /** SHA-256 over the content with line ends made equal, hexadecimal. */
    contentHash: text('content_hash').notNull(),
    /** What the first look found: `FileFindings` of the use case. Amounts are text. */
    findings: jsonb('findings').notNull(),
    importedAt: moment('imported_at'),
  },
  (table) => [
    primaryKey({ name: 'statement_file_key', columns: [table.companyId, table.statementFileId] }),
    foreignKey({
      name: 'statement_file_import',
      columns: [table.companyId, table.statementImportId],
      foreignColumns: [statementImport.companyId, statementImport.statementImportId],
    }),
    index('statement_file_import_idx').on(table.companyId, table.statementImportId),
    index('statement_file_hash_idx').on(table.companyId, table.contentHash),
    companyPolicy('statement_file'),
  ],
);

/** The bytes of a file, compressed, in pieces that no query holds whole; kept until the import has ended. */
export const statementFileChunk = pgTable(
  'statement_file_chunk',
  {
    companyId: companyIdColumn(),
    statementFileId: uuid('statement_file_id').notNull(),
    position: integer('position').notNull(),
    content: bytes('content').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'statement_file_chunk_key',
      columns: [table.companyId, table.statementFileId, table.position],
    }),
    foreignKey({
      name: 'statement_file_chunk_file',
      columns: [table.companyId, table.statementFileId],
      foreignColumns: [statementFile.companyId, statementFile.statementFileId],
    }),
    companyPolicy('statement_file_chunk'),
  ],
);

/** An imported statement of account: two balances and what lies between them. */
export const statement = pgTable(
  'statement',
  {
    companyId: companyIdColumn(),
    statementId: uuid('statement_id').notNull().defaultRandom(),
    bankAccountId: uuid('bank_account_id').notNull(),
    statementImportId: uuid('statement_import_id').notNull(),
    statementFileId: uuid('statement_file_id').notNull(),
    /** Which one of its file, from 1. */
    position: integer('position').notNull(),
    /** Hash of what makes it the same statement whatever file brings it: account, days, balances, totals, number. */
    identity: text('identity').notNull(),
    oldBalanceDate: date('old_balance_date').notNull(),
    oldBalanceMinor: bigint('old_balance_minor', { mode: 'bigint' }).notNull(),
    newBalanceDate: date('new_balance_date').notNull(),
    newBalanceMinor: bigint('new_balance_minor', { mode: 'bigint' }).notNull(),
    currency: text('currency').notNull(),
    paperNumber: integer('paper_number'),
    codaSequenceNumber: integer('coda_sequence_number'),
    movementCount: integer('movement_count').notNull(),
    importedAt: moment('imported_at').notNull(),
    undoneAt: moment('undone_at'),
  },
  (table) => [
    primaryKey({ name: 'statement_key', columns: [table.companyId, table.statementId] }),
    foreignKey({
      name: 'statement_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    foreignKey({
      name: 'statement_of_import',
      columns: [table.companyId, table.statementImportId],
      foreignColumns: [statementImport.companyId, statementImport.statementImportId],
    }),
    foreignKey({
      name: 'statement_of_file',
      columns: [table.companyId, table.statementFileId],
      foreignColumns: [statementFile.companyId, statementFile.statementFileId],
    }),
    uniqueIndex('statement_identity_key')
      .on(table.companyId, table.bankAccountId, table.identity)
      .where(sql`${table.undoneAt} is null`),
    index('statement_period_idx').on(table.companyId, table.bankAccountId, table.newBalanceDate),
    index('statement_import_idx').on(table.companyId, table.statementImportId),
    companyPolicy('statement'),
  ],
);

/** A movement of an imported statement, details of totals too: the CODA witness of a bank transaction. */
export const statementMovement = pgTable(
  'statement_movement',
  {
    companyId: companyIdColumn(),
    statementMovementId: uuid('statement_movement_id').notNull().defaultRandom(),
    statementId: uuid('statement_id').notNull(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /** Within its statement, from 1. */
    ordinal: integer('ordinal').notNull(),
    /** The total or amount that this one is a detail of. */
    parentOrdinal: integer('parent_ordinal'),
    /** Line of the file. */
    line: integer('line').notNull(),
    sequenceNumber: integer('sequence_number'),
    executionDate: date('execution_date').notNull(),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    /** Type, family, operation and category: eight digits. */
    transactionCode: text('transaction_code').notNull(),
    /** Equal content in a statement that tells the same days again is the same movement. */
    contentHash: text('content_hash').notNull(),
    /** What the movement says, in the columns of `bank_transaction`. */
    content: jsonb('content').$type<Readonly<Record<string, string | null>>>().notNull(),
    outcome: text('outcome', { enum: ['new', 'known', 'doubtful', 'explains'] }).notNull(),
    reason: text('reason'),
    decision: text('decision', { enum: ['same', 'both'] }),
    /** The line that it witnesses; null for explanations, totals told one by one, and after an undo. */
    bankTransactionId: uuid('bank_transaction_id'),
    /** The lines that a total without details was told by. */
    toldByTransactionIds: uuid('told_by_transaction_ids').array(),
  },
  (table) => [
    primaryKey({ name: 'statement_movement_key', columns: [table.companyId, table.statementMovementId] }),
    foreignKey({
      name: 'statement_movement_statement',
      columns: [table.companyId, table.statementId],
      foreignColumns: [statement.companyId, statement.statementId],
    }),
    foreignKey({
      name: 'statement_movement_transaction',
      columns: [table.companyId, table.bankTransactionId],
      foreignColumns: [bankTransaction.companyId, bankTransaction.bankTransactionId],
    }),
    uniqueIndex('statement_movement_ordinal_key').on(table.companyId, table.statementId, table.ordinal),
    index('statement_movement_transaction_idx')
      .on(table.companyId, table.bankTransactionId)
      .where(sql`${table.bankTransactionId} is not null`),
    index('statement_movement_day_idx').on(table.companyId, table.bankAccountId, table.executionDate),
    companyPolicy('statement_movement'),
  ],
);

/** A line of Ponto that is a detail of a booking which CODA told as one total: known, and counted in the total. */
export const absorbedLine = pgTable(
  'absorbed_line',
  {
    companyId: companyIdColumn(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /** Ponto's id of the line. */
    sourceReference: text('source_reference').notNull(),
    /** The detail that it witnesses, and the total that holds it. */
    statementMovementId: uuid('statement_movement_id').notNull(),
    bankTransactionId: uuid('bank_transaction_id').notNull(),
    contentHash: text('content_hash').notNull(),
    /** What Ponto said, in the columns of `bank_transaction`: undoing the import makes a line of it again. */
    content: jsonb('content').$type<Readonly<Record<string, string | null>>>().notNull(),
    walk: integer('walk').notNull(),
    fetchedAt: moment('fetched_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'absorbed_line_key', columns: [table.companyId, table.bankAccountId, table.sourceReference] }),
    foreignKey({
      name: 'absorbed_line_movement',
      columns: [table.companyId, table.statementMovementId],
      foreignColumns: [statementMovement.companyId, statementMovement.statementMovementId],
    }),
    uniqueIndex('absorbed_line_movement_key').on(table.companyId, table.statementMovementId),
    companyPolicy('absorbed_line'),
  ],
);

/** A balance as Ponto told it: the last one of each day, with the moment up to which lines were read. */
export const balanceReading = pgTable(
  'balance_reading',
  {
    companyId: companyIdColumn(),
    bankAccountId: uuid('bank_account_id').notNull(),
    day: date('day').notNull(),
    balanceMinor: bigint('balance_minor', { mode: 'bigint' }).notNull(),
    observedAt: moment('observed_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'balance_reading_key', columns: [table.companyId, table.bankAccountId, table.day] }),
    foreignKey({
      name: 'balance_reading_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    companyPolicy('balance_reading'),
  ],
);
