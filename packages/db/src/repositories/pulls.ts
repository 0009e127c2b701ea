import { and, asc, desc, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { pull } from '../schema/index.ts';
import type { Connection } from './connections.ts';

export type Pull = typeof pull.$inferSelect;

/** Opens the pull of a claim. The same claim delivered twice finds the one that is there. */
export async function openPull(tx: Transaction, row: typeof pull.$inferInsert): Promise<Pull> {
  await abandonPulls(tx, row, { beforeFence: row.fence, at: row.startedAt });
  await tx.insert(pull).values(row).onConflictDoNothing();
  const [opened] = await tx
    .select()
    .from(pull)
    .where(and(eq(pull.companyId, row.companyId), eq(pull.connectionId, row.connectionId), eq(pull.fence, row.fence)));
  if (!opened) throw new Error('A pull was neither inserted nor found');
  return opened;
}

/** Closes the pulls whose claim is over. */
export async function abandonPulls(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  { beforeFence, at, problem = null }: { beforeFence?: number; at: Date; problem?: string | null },
): Promise<void> {
  await tx
    .update(pull)
    .set({ outcome: 'abandoned', finishedAt: at, problem })
    .where(
      and(
        eq(pull.companyId, companyId),
        eq(pull.connectionId, connectionId),
        eq(pull.outcome, 'running'),
        beforeFence === undefined ? undefined : lt(pull.fence, beforeFence),
      ),
    );
}

export async function addToPull(
  tx: Transaction,
  { companyId, pullId }: { companyId: string; pullId: string },
  counts: { newTransactionCount: number; changedTransactionCount: number },
): Promise<void> {
  await tx
    .update(pull)
    .set({
      newTransactionCount: sql`${pull.newTransactionCount} + ${counts.newTransactionCount}`,
      changedTransactionCount: sql`${pull.changedTransactionCount} + ${counts.changedTransactionCount}`,
    })
    .where(and(eq(pull.companyId, companyId), eq(pull.pullId, pullId)));
}

export async function closePull(
  tx: Transaction,
  { companyId, pullId }: { companyId: string; pullId: string },
  end: Pick<Pull, 'finishedAt' | 'outcome' | 'problem' | 'providerRequestId' | 'providerStatus' | 'providerCode'>,
): Promise<Pull> {
  const [closed] = await tx
    .update(pull)
    .set(end)
    .where(and(eq(pull.companyId, companyId), eq(pull.pullId, pullId)))
    .returning();
  if (!closed) throw new Error('The pull to close does not exist');
  return closed;
}

/** Newest first; those that were taken over are left out, for their successor tells the story. */
export async function findLatestPull(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
): Promise<Pull | undefined> {
  const [row] = await tx
    .select()
    .from(pull)
    .where(and(eq(pull.companyId, companyId), eq(pull.connectionId, connectionId), ne(pull.outcome, 'abandoned')))
    .orderBy(desc(pull.startedAt))
    .limit(1);
  return row;
}

/** Newest first, those that were taken over too. */
export async function listPulls(
  tx: Transaction,
  { companyId, connectionId }: { companyId: string; connectionId: string },
  limit: number,
): Promise<Pull[]> {
  return tx
    .select()
    .from(pull)
    .where(and(eq(pull.companyId, companyId), eq(pull.connectionId, connectionId)))
    .orderBy(desc(pull.startedAt))
    .limit(limit);
}

/** Since when no pull ended well: the start of the first one that failed after the last good one. */
export async function findFirstFailure(
  tx: Transaction,
  {
    companyId,
    connectionId,
    lastSuccessfulPullAt,
  }: Pick<Connection, 'companyId' | 'connectionId' | 'lastSuccessfulPullAt'>,
): Promise<Date | null> {
  const [row] = await tx
    .select({ startedAt: pull.startedAt })
    .from(pull)
    .where(
      and(
        eq(pull.companyId, companyId),
        eq(pull.connectionId, connectionId),
        inArray(pull.outcome, ['failed', 'partly_failed']),
        lastSuccessfulPullAt ? gt(pull.startedAt, lastSuccessfulPullAt) : undefined,
      ),
    )
    .orderBy(asc(pull.startedAt))
    .limit(1);
  return row?.startedAt ?? null;
}
