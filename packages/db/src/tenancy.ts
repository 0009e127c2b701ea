import { DrizzleQueryError, sql } from 'drizzle-orm';
import type { Database, Transaction } from './database.ts';

/**
 * The gates to the tenant tables. Each opens a transaction and says for whom; the setting ends with it. The setting
 * is sent without waiting for its answer, so it travels in the same round trip as the first query of `work`.
 */

/** Works for one company: its rows are visible, no others. */
export function inCompany<Result>(
  db: Database,
  companyId: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return withSetting(db, 'app.company_id', companyId, work);
}

/** Sees the memberships of one user, over companies. */
export function asUser<Result>(db: Database, userId: string, work: (tx: Transaction) => Promise<Result>) {
  return withSetting(db, 'app.user_id', userId, work);
}

/** Sees the company that onFact knows by this id. */
export function asOnfactCompany<Result>(db: Database, uuid: string, work: (tx: Transaction) => Promise<Result>) {
  return withSetting(db, 'app.onfact_company_uuid', uuid, work);
}

/** Sees the api key with this hash. */
export function asApiKey<Result>(db: Database, keyHash: string, work: (tx: Transaction) => Promise<Result>) {
  return withSetting(db, 'app.api_key_hash', keyHash, work);
}

/** Sees the authorization attempt with this state. */
export function asAuthorizationState<Result>(
  db: Database,
  stateHash: string,
  work: (tx: Transaction) => Promise<Result>,
) {
  return withSetting(db, 'app.authorization_state_hash', stateHash, work);
}

/** Sees the connections, over companies, that are linked to this organization of Ponto. */
export function asOrganization<Result>(
  db: Database,
  organizationId: string,
  work: (tx: Transaction) => Promise<Result>,
) {
  return withSetting(db, 'app.organization_id', organizationId, work);
}

/** Sees the accounts with these numbers, over companies: whether another one links them too. */
export function asHolderOfAccounts<Result>(
  db: Database,
  references: readonly string[],
  work: (tx: Transaction) => Promise<Result>,
) {
  return withSetting(db, 'app.account_references', references.join(','), work);
}

/** A support employee looks for a company: sees names and numbers of companies and the states of their connections. */
export function asSupport<Result>(db: Database, work: (tx: Transaction) => Promise<Result>) {
  return withSetting(db, 'app.support', 'on', work);
}

/** Writes down calls of many companies at once, and clears away old ones. */
export function asCallLog<Result>(db: Database, work: (tx: Transaction) => Promise<Result>) {
  return withSetting(db, 'app.call_log', 'on', work);
}

/** Sees what is due over all companies: schedules and outbox rows, no bank data. */
export function asDispatcher<Result>(db: Database, work: (tx: Transaction) => Promise<Result>) {
  return withSetting(db, 'app.dispatcher', 'on', work);
}

async function withSetting<Result>(
  db: Database,
  name: string,
  value: string,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await db.transaction(async (tx) => {
      const set = tx.execute(sql`select set_config(${name}, ${value}, true)`).then(() => undefined);
      const [result] = await Promise.all([work(tx), set]);
      return result;
    });
  } catch (error) {
    throw withoutParameters(error);
  }
}

/** Drizzle quotes the parameters in its message: bank data and secrets. The server's own error does not. */
function withoutParameters(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? new Error('A query failed')) : error;
}
