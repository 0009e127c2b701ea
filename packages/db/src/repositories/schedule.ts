import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../database.ts';
import { connection } from '../schema/index.ts';

/** A connection in the hands of one pull, until its lease runs out or a later claim has a higher fence. */
export type ClaimedConnection = { companyId: string; connectionId: string; fence: number };

/**
 * Whether a claim would find anything. One statement on its own, because it is asked twice a second for ever; the
 * moment stands in its text, because a parameter would cost a second round trip.
 */
export async function isConnectionDue(db: Database, now: Date): Promise<boolean> {
  const [row] = await db.execute<{ is_due: boolean }>(
    sql`select is_connection_due(${sql.raw(`'${now.toISOString()}'`)}) as is_due`,
  );
  return row?.is_due ?? false;
}

/** `room`: all that may be claimed. `places`: how many of them may be such as nobody waits for. */
type ClaimLimits = { now: Date; leaseUntil: Date; room: number; places: number };

/**
 * Takes what is due and held by nobody, and leases it to the caller: first what users wait for, then the others, the
 * oldest first. Rows that somebody else holds locked are skipped. Run it as the dispatcher.
 */
export async function claimDueConnections(
  tx: Transaction,
  { now, leaseUntil, room, places }: ClaimLimits,
): Promise<(ClaimedConnection & { isUrgent: boolean })[]> {
  const lease = (which: SQL, limit: SQL) => sql`
    update connection set lease_until = ${leaseUntil.toISOString()}, fence = fence + 1
    where ctid = any (array(
      select ctid from connection
      where state = 'active' and due_at is not null and ${which}
        and greatest(due_at, lease_until) <= ${now.toISOString()}
      order by greatest(due_at, lease_until)
      limit ${limit}
      for no key update skip locked))
    returning company_id, connection_id, fence, is_urgent`;
  const left = sql`least(${places}::int, ${room}::int - (select count(*) from urgent))`;
  /** One round trip for both: the setting is not waited for. */
  const [, rows] = await Promise.all([
    tx.execute(readInOrder),
    tx.execute<{ company_id: string; connection_id: string; fence: string; is_urgent: boolean }>(sql`
      with urgent as (${lease(sql`is_urgent`, sql`${room}::int`)}), others as (${lease(sql`not is_urgent`, left)})
      select * from urgent union all select * from others`),
  ]);
  return rows.map((row) => ({
    companyId: row.company_id,
    connectionId: row.connection_id,
    fence: Number(row.fence),
    isUrgent: row.is_urgent,
  }));
}

/**
 * The planner takes the policies of row-level security for conditions that nearly no row fulfils, and would then sort a
 * whole backlog to find its oldest few: for this transaction it has to follow the index.
 */
const readInOrder = sql`select set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`;

/** How many connections share the interval. Run it as the dispatcher. */
export async function countActiveConnections(tx: Transaction): Promise<number> {
  return tx.$count(connection, and(eq(connection.state, 'active'), isNotNull(connection.dueAt)));
}

/**
 * Proves that the caller still holds the connection, and holds it for longer. False when a later claim, a
 * deactivation or a reconnect took it away: then nothing may be written.
 */
export async function extendLease(tx: Transaction, held: ClaimedConnection, leaseUntil: Date): Promise<boolean> {
  const rows = await tx
    .update(connection)
    .set({ leaseUntil })
    .where(isHeldBy(held))
    .returning({ fence: connection.fence });
  return rows.length === 1;
}

/** Gives the connection back unread: it is due as before, and anybody may claim it. False when it was held no more. */
export async function releaseLease(tx: Transaction, held: ClaimedConnection): Promise<boolean> {
  const rows = await tx
    .update(connection)
    .set({ leaseUntil: null })
    .where(isHeldBy(held))
    .returning({ fence: connection.fence });
  return rows.length === 1;
}

function isHeldBy({ companyId, connectionId, fence }: ClaimedConnection) {
  return and(
    eq(connection.companyId, companyId),
    eq(connection.connectionId, connectionId),
    eq(connection.fence, fence),
    eq(connection.state, 'active'),
  );
}
