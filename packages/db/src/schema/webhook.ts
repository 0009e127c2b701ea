import { sql } from 'drizzle-orm';
import { bigint, date, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { companyIdColumn, moment } from './columns.ts';
import { connection } from './connection.ts';
import { companyPolicy } from './tenancy.ts';

/** What Ponto told about a connection by webhook, once each: a hint that something changed, never what it changed to. */
export const webhookEvent = pgTable(
  'webhook_event',
  {
    companyId: companyIdColumn(),
    /** Ponto's id of the event: a second delivery has the same. */
    eventId: text('event_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    /** Ponto's name without its prefix; `unknown` when it is new to us. */
    kind: text('kind').notNull(),
    type: text('type').notNull(),
    pontoAccountId: text('ponto_account_id'),
    synchronizationId: text('synchronization_id'),
    /** On Ponto's clock: deliveries overtake each other, this does not. */
    announcedAt: moment('announced_at').notNull(),
    receivedAt: moment('received_at').notNull(),
    handledAt: moment('handled_at'),
    raw: jsonb('raw').notNull(),
  },
  (table) => [
    primaryKey({ name: 'webhook_event_key', columns: [table.companyId, table.eventId] }),
    foreignKey({
      name: 'webhook_event_connection',
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connection.companyId, connection.connectionId],
    }),
    index('webhook_event_unhandled_idx')
      .on(table.companyId, table.connectionId)
      .where(sql`${table.handledAt} is null`),
    index('webhook_event_age_idx').on(table.companyId, table.connectionId, table.receivedAt),
    companyPolicy('webhook_event'),
  ],
);

/** A synchronization of which Ponto said that it changed lines: its exact delta is still to be read. */
export const announcedSynchronization = pgTable(
  'announced_synchronization',
  {
    companyId: companyIdColumn(),
    pontoAccountId: text('ponto_account_id').notNull(),
    synchronizationId: text('synchronization_id').notNull(),
    announcedAt: moment('announced_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'announced_synchronization_key',
      columns: [table.companyId, table.pontoAccountId, table.synchronizationId],
    }),
    companyPolicy('announced_synchronization'),
  ],
);

/** How many deliveries of a day had no effect, by reason. Of no company: nothing else is kept of them. */
export const webhookCount = pgTable(
  'webhook_count',
  {
    day: date('day').notNull(),
    reason: text('reason').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ name: 'webhook_count_key', columns: [table.day, table.reason] })],
);
