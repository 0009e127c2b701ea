import { eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database.ts';
import { pontoApplication } from '../schema/index.ts';

export type PontoApplication = typeof pontoApplication.$inferSelect;
export type PauseReason = NonNullable<PontoApplication['pauseReason']>;

/** Writes down the application of this configuration, unless it is known. */
export async function insertPontoApplication(db: Database | Transaction, applicationId: string): Promise<void> {
  const longAgo = new Date(0);
  await db
    .insert(pontoApplication)
    .values({ applicationId, nextRequestAt: longAgo, nextClaimAt: longAgo })
    .onConflictDoNothing();
}

export async function findPontoApplication(db: Database, applicationId: string): Promise<PontoApplication | undefined> {
  const [row] = await db.select().from(pontoApplication).where(eq(pontoApplication.applicationId, applicationId));
  return row;
}

/** Nobody else claims, pauses or resumes until this transaction ends. */
export async function lockPontoApplication(
  tx: Transaction,
  applicationId: string,
): Promise<PontoApplication | undefined> {
  const [row] = await tx
    .select()
    .from(pontoApplication)
    .where(eq(pontoApplication.applicationId, applicationId))
    .for('update');
  return row;
}

export async function updatePontoApplication(
  tx: Transaction,
  applicationId: string,
  change: Partial<typeof pontoApplication.$inferInsert>,
): Promise<void> {
  await tx.update(pontoApplication).set(change).where(eq(pontoApplication.applicationId, applicationId));
}

/** A place among the requests of all processes. */
export type RequestPlace = { at: Date; failureCount: number };

/**
 * Takes the next place for one request, and ends a pause that asked only for patience and is over. Undefined when
 * there is a pause, or when whoever can wait (`aheadMs` given) would have to take a place further ahead than that.
 */
export async function takeRequestPlace(
  db: Database,
  {
    applicationId,
    now,
    gapMs,
    aheadMs,
  }: { applicationId: string; now: Date; gapMs: number; aheadMs: number | undefined },
): Promise<RequestPlace | undefined> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const milliseconds = (count: number) => sql`make_interval(secs => ${count / 1000})`;
  const isNear = aheadMs === undefined ? sql`true` : sql`next_request_at <= ${at} + ${milliseconds(aheadMs)}`;
  const [row] = await db.execute<{ taken_at: string; failure_count: number }>(sql`
    update ponto_application set
      next_request_at = greatest(next_request_at, ${at}) + ${milliseconds(gapMs)},
      pause_reason = null, paused_since = null, paused_until = null
    where application_id = ${applicationId}
      and (pause_reason is null or (pause_reason = 'busy' and paused_until <= ${at}))
      and ${isNear}
    returning next_request_at - ${milliseconds(gapMs)} as taken_at, failure_count`);
  return row && { at: new Date(row.taken_at), failureCount: row.failure_count };
}
