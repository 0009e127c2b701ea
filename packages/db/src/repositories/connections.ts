import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { companyMember, connection, connectionToken, connectionTransition } from '../schema/index.ts';

export type Connection = typeof connection.$inferSelect;
export type ConnectionState = Connection['state'];
export type ConnectionTransition = typeof connectionTransition.$inferSelect;
export type ConnectionToken = typeof connectionToken.$inferSelect;

/** The one connection of a company that is not deactivated. */
export async function findLiveConnection(tx: Transaction, companyId: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(connection)
    .where(and(eq(connection.companyId, companyId), isNull(connection.deactivatedAt)));
  return row;
}

/** The last one of a company, deactivated or not. */
export async function findLatestConnection(tx: Transaction, companyId: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(connection)
    .where(eq(connection.companyId, companyId))
    .orderBy(desc(connection.activatedAt))
    .limit(1);
  return row;
}

/** Nobody else changes it until this transaction ends; also one that is deactivated. */
export async function lockConnection(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(connection)
    .where(and(eq(connection.companyId, companyId), eq(connection.connectionId, connectionId)))
    .for('update');
  return row;
}

/** As `findLiveConnection`, and nobody else changes it until this transaction ends. */
export async function lockLiveConnection(tx: Transaction, companyId: string): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(connection)
    .where(and(eq(connection.companyId, companyId), isNull(connection.deactivatedAt)))
    .for('update');
  return row;
}

export async function findConnection(
  tx: Transaction,
  companyId: string,
  connectionId: string,
): Promise<Connection | undefined> {
  const [row] = await tx
    .select()
    .from(connection)
    .where(and(eq(connection.companyId, companyId), eq(connection.connectionId, connectionId)));
  return row;
}

/** Adds the connection unless the company has a live one, which is left as it is. */
export async function insertConnection(
  tx: Transaction,
  row: { companyId: string; activatedAt: Date },
  cause: TransitionCause,
): Promise<Connection | undefined> {
  const [added] = await tx
    .insert(connection)
    .values({ ...row, state: 'activated', stateSince: row.activatedAt })
    .onConflictDoNothing()
    .returning();
  if (added) await insertTransition(tx, added, null, cause);
  return added;
}

export async function updateConnection(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  change: Omit<Partial<typeof connection.$inferInsert>, 'state' | 'stateSince' | 'stateReason' | 'revision'>,
): Promise<void> {
  await tx
    .update(connection)
    .set(change)
    .where(and(eq(connection.companyId, companyId), eq(connection.connectionId, connectionId)));
}

/** What changed the state, and who. */
export type TransitionCause = Pick<ConnectionTransition, 'at' | 'event' | 'actorType' | 'actorId' | 'actorName'> &
  Partial<Pick<ConnectionTransition, 'reason' | 'providerRequestId'>>;

/**
 * Changes the state and writes down why. Only an active connection is due; every commit of a pull under way is refused
 * from now on.
 * @param locked the connection, locked by this transaction
 */
export async function moveConnection(
  tx: Transaction,
  locked: Connection,
  toState: ConnectionState,
  cause: TransitionCause,
): Promise<Connection> {
  const isEnd = toState === 'deactivating' || toState === 'deactivated';
  const [moved] = await tx
    .update(connection)
    .set({
      state: toState,
      stateSince: cause.at,
      stateReason: cause.reason ?? null,
      revision: locked.revision + 1,
      dueAt: toState === 'active' ? cause.at : null,
      isUrgent: toState === 'active',
      leaseUntil: null,
      failedPullCount: 0,
      watchDueAt: cause.at,
      fence: sql`${connection.fence} + 1`,
      ...(isEnd && locked.deactivatedAt === null ? { deactivatedAt: cause.at } : {}),
    })
    .where(and(eq(connection.companyId, locked.companyId), eq(connection.connectionId, locked.connectionId)))
    .returning();
  if (!moved) throw new Error('The connection to move does not exist');
  await insertTransition(tx, moved, locked.state, cause);
  return moved;
}

async function insertTransition(
  tx: Transaction,
  { companyId, connectionId, revision, state }: Connection,
  fromState: ConnectionState | null,
  cause: TransitionCause,
): Promise<void> {
  await tx
    .insert(connectionTransition)
    .values({ companyId, connectionId, revision, fromState, toState: state, ...cause });
}

/** Newest first. */
export async function listTransitions(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  limit: number,
): Promise<ConnectionTransition[]> {
  return tx
    .select()
    .from(connectionTransition)
    .where(and(eq(connectionTransition.companyId, companyId), eq(connectionTransition.connectionId, connectionId)))
    .orderBy(desc(connectionTransition.revision))
    .limit(limit);
}

/** Forgets the pair: nobody can read with it any more. */
export async function deleteConnectionToken(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
): Promise<void> {
  await tx
    .delete(connectionToken)
    .where(and(eq(connectionToken.companyId, companyId), eq(connectionToken.connectionId, connectionId)));
}

/** The live connections of an organization of Ponto, over companies. Run it under the organization's own gate. */
export async function listConnectionsOfOrganization(tx: Transaction, organizationId: string): Promise<Connection[]> {
  return tx
    .select()
    .from(connection)
    .where(and(eq(connection.organizationId, organizationId), isNull(connection.deactivatedAt)));
}

/** Stores the newest pair; the one before is gone. */
export async function saveConnectionToken(tx: Transaction, token: typeof connectionToken.$inferInsert): Promise<void> {
  await tx
    .insert(connectionToken)
    .values(token)
    .onConflictDoUpdate({
      target: [connectionToken.companyId, connectionToken.connectionId],
      set: {
        accessTokenEnvelope: token.accessTokenEnvelope,
        refreshTokenEnvelope: token.refreshTokenEnvelope,
        accessExpiresAt: token.accessExpiresAt,
        updatedAt: token.updatedAt,
      },
    });
}

export async function findConnectionToken(
  tx: Transaction,
  companyId: string,
  connectionId: string,
): Promise<ConnectionToken | undefined> {
  const [row] = await tx
    .select()
    .from(connectionToken)
    .where(and(eq(connectionToken.companyId, companyId), eq(connectionToken.connectionId, connectionId)));
  return row;
}

/** As `findConnectionToken`; whoever else wants to refresh waits until this transaction ends. */
export async function lockConnectionToken(
  tx: Transaction,
  companyId: string,
  connectionId: string,
): Promise<ConnectionToken | undefined> {
  const [row] = await tx
    .select()
    .from(connectionToken)
    .where(and(eq(connectionToken.companyId, companyId), eq(connectionToken.connectionId, connectionId)))
    .for('update');
  return row;
}

/**
 * Takes the connections whose people may have to be told something, and gives each its next look. Rows that another
 * dispatcher is claiming are skipped. Run it as the dispatcher.
 */
export async function claimDueWatches(
  tx: Transaction,
  { now, nextLookAt, limit }: { now: Date; nextLookAt: Date; limit: number },
): Promise<{ companyId: string; connectionId: string }[]> {
  const rows = await tx.execute<{ company_id: string; connection_id: string }>(sql`
    update connection set watch_due_at = ${nextLookAt.toISOString()}
    where (company_id, connection_id) in (
      select company_id, connection_id from connection
      where watch_due_at <= ${now.toISOString()}
      order by watch_due_at
      limit ${limit}
      for update skip locked)
    returning company_id, connection_id`);
  return rows.map((row) => ({ companyId: row.company_id, connectionId: row.connection_id }));
}

/**
 * Makes a connection due at once. A pull under way is followed by another, for it may have read too early; one that is
 * due already keeps its place among the others.
 * @param forUser a user waits for it: it goes before whatever is due
 */
export async function makeConnectionDue(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  now: Date,
  { forUser = false }: { forUser?: boolean } = {},
): Promise<void> {
  const at = now.toISOString();
  await tx
    .update(connection)
    .set({
      dueAt: sql`case when ${connection.leaseUntil} is null then least(${connection.dueAt}, ${at}) else ${at} end`,
      ...(forUser ? { isUrgent: true } : {}),
    })
    .where(
      and(
        eq(connection.companyId, companyId),
        eq(connection.connectionId, connectionId),
        eq(connection.state, 'active'),
      ),
    );
}

/**
 * Makes a connection due at a moment, unless it is due before. A due time that a reading under way serves already is
 * replaced, so that another reading follows; never by one after the end of its lease, at which a reading whose worker
 * died is taken over.
 * @param locked the connection as this transaction locked it
 * @param wish `readSince`: when its last reading began
 */
export async function wantReading(
  tx: Transaction,
  { companyId, connectionId, state, dueAt, leaseUntil }: Connection,
  { at, readSince }: { at: Date; readSince: Date | null },
): Promise<void> {
  if (state !== 'active') return;
  const isStillWanted = dueAt !== null && dueAt <= at && (readSince === null || dueAt > readSince);
  const wantedAt = leaseUntil !== null && leaseUntil < at ? leaseUntil : at;
  if (!isStillWanted) await updateConnection(tx, { companyId, connectionId }, { dueAt: wantedAt });
}

/** Names of those who may manage the connection, for "ask an administrator". */
export async function listAdministratorNames(tx: Transaction, companyId: string): Promise<string[]> {
  const rows = await tx
    .select({ name: companyMember.userName })
    .from(companyMember)
    .where(and(eq(companyMember.companyId, companyId), eq(companyMember.role, 'administrator')))
    .orderBy(desc(companyMember.lastUsedAt), companyMember.userName);
  return rows.map(({ name }) => name);
}
