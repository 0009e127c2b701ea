import { bigint, date, foreignKey, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bankAccount } from './bank-account.ts';
import { companyIdColumn, moment } from './columns.ts';
import { companyPolicy } from './tenancy.ts';

/**
 * A line that the bank announced and has not booked: to look at, never to match or to count. It stands here and not
 * among the booked ones, because nothing links it to the booking that replaces it.
 */
export const pendingLine = pgTable(
  'pending_line',
  {
    companyId: companyIdColumn(),
    bankAccountId: uuid('bank_account_id').notNull(),
    /** Ponto's id of the announcement; the booking gets another. */
    sourceReference: text('source_reference').notNull(),
    /** In Ponto's order, newest first. */
    position: integer('position').notNull(),
    /** Banks do not always say when it will be booked. */
    executionDate: date('execution_date'),
    valueDate: date('value_date'),
    amountMinor: bigint('amount_minor', { mode: 'bigint' }).notNull(),
    currency: text('currency').notNull(),
    counterpartName: text('counterpart_name'),
    counterpartReference: text('counterpart_reference'),
    remittanceInformation: text('remittance_information'),
    description: text('description'),
    fetchedAt: moment('fetched_at').notNull(),
  },
  (table) => [
    primaryKey({ name: 'pending_line_key', columns: [table.companyId, table.bankAccountId, table.sourceReference] }),
    foreignKey({
      name: 'pending_line_account',
      columns: [table.companyId, table.bankAccountId],
      foreignColumns: [bankAccount.companyId, bankAccount.bankAccountId],
    }),
    companyPolicy('pending_line'),
  ],
);
