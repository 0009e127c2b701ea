import { sql } from 'drizzle-orm';
import { pgPolicy, pgRole } from 'drizzle-orm/pg-core';

/** The group role of api and worker: neither owner nor superuser, so row-level security binds it. */
export const applicationRole = pgRole('onfact_ponto_application').existing();

/** A row is visible and writable only while the transaction works for its company. */
export const companyPolicy = (table: string) =>
  pgPolicy(`${table}_of_company`, {
    as: 'permissive',
    for: 'all',
    to: applicationRole,
    using: sql`company_id = (select current_company_id())`,
    withCheck: sql`company_id = (select current_company_id())`,
  });

/** The dispatcher looks over all companies for what is due and leases it; it adds no row, and sees no bank data. */
export const dispatcherPolicy = (table: string, operation: 'select' | 'update') =>
  pgPolicy(`${table}_${operation}_of_dispatcher`, {
    as: 'permissive',
    for: operation,
    to: applicationRole,
    using: sql`current_setting('app.dispatcher', true) = 'on'`,
  });

/** A support employee looks for a company by its name or numbers. What belongs to it is read for one company only. */
export const supportPolicy = (table: string) =>
  pgPolicy(`${table}_of_support`, {
    as: 'permissive',
    for: 'select',
    to: applicationRole,
    using: sql`current_setting('app.support', true) = 'on'`,
  });

/** The log of calls is written and cleared for many companies at once; it is read for one. */
export const callLogPolicy = (table: string, operation: 'insert' | 'select' | 'delete') => {
  const isWriter = sql`current_setting('app.call_log', true) = 'on'`;
  return pgPolicy(`${table}_${operation}_of_call_log`, {
    as: 'permissive',
    for: operation,
    to: applicationRole,
    ...(operation === 'insert' ? { withCheck: isWriter } : { using: isWriter }),
  });
};
