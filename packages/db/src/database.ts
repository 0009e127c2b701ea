import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { PostgresJsDatabase, PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/index.ts';

/** The connection pool. Tenant tables are empty through it; go through `inCompany`. */
export type Database = PostgresJsDatabase<typeof schema>;

/** An open transaction. Repository functions take it first, so that several of them make one change. */
export type Transaction = PgTransaction<
  PostgresJsQueryResultHKT,
  typeof schema,
  ExtractTablesWithRelations<typeof schema>
>;

export type DatabasePool = Readonly<{ db: Database; close(): Promise<void> }>;

type PoolOptions = {
  /** Of the application role, never of the owner: row-level security does not bind a superuser. */
  url: string;
  maximumConnections?: number;
  applicationName: string;
};

/** Statements and locks give up rather than wait for ever; the caller's retry is the remedy. */
const limits = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  /** Longer than a token refresh with its one retry, the only transaction that waits for the network. */
  idle_in_transaction_session_timeout: 120_000,
};

export function openDatabase({ url, maximumConnections = 10, applicationName }: PoolOptions): DatabasePool {
  const client = postgres(url, {
    max: maximumConnections,
    connect_timeout: 10,
    /** Notices are for psql users; failures come as errors. */
    onnotice: () => undefined,
    connection: { application_name: applicationName, ...limits },
  });
  return {
    db: drizzle(client, { schema }),
    close: () => client.end({ timeout: 5 }),
  };
}
