import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { company } from './company.ts';
import { callLogPolicy, companyPolicy } from './tenancy.ts';

/**
 * One HTTP call to Ponto or onFact, for support: what was asked in words that are the same for everybody, and how it
 * ended. Never a body, a token, an account number or an address with ids.
 */
export const outgoingCall = pgTable(
  'outgoing_call',
  {
    companyId: companyIdColumn(),
    outgoingCallId: uuid('outgoing_call_id').notNull().defaultRandom(),
    /** Empty for calls that belong to no connection, such as all to onFact. */
    connectionId: uuid('connection_id'),
    system: text('system', { enum: ['ponto', 'onfact'] }).notNull(),
    /** When it ended. */
    at: moment('at').notNull(),
    /** The name of the client's own function: "transactions.list". */
    operation: text('operation').notNull(),
    /** Empty when no answer came. */
    status: integer('status'),
    durationMs: integer('duration_ms').notNull(),
    errorCode: text('error_code'),
    requestId: text('request_id'),
  },
  (table) => [
    primaryKey({ name: 'outgoing_call_key', columns: [table.companyId, table.outgoingCallId] }),
    foreignKey({ name: 'outgoing_call_company', columns: [table.companyId], foreignColumns: [company.companyId] }),
    index('outgoing_call_recent_idx').on(table.companyId, table.at),
    /** For what is older than a month, over all companies. */
    index('outgoing_call_age_idx').on(table.at),
    companyPolicy('outgoing_call'),
    callLogPolicy('outgoing_call', 'insert'),
    callLogPolicy('outgoing_call', 'select'),
    callLogPolicy('outgoing_call', 'delete'),
  ],
);
