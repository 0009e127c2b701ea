import { and, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { reauthorizationAttempt } from '../schema/index.ts';

export type ReauthorizationAttempt = typeof reauthorizationAttempt.$inferSelect;

export async function insertReauthorizationAttempt(
  tx: Transaction,
  row: typeof reauthorizationAttempt.$inferInsert,
): Promise<void> {
  await tx.insert(reauthorizationAttempt).values(row);
}

export async function findReauthorizationAttempt(
  tx: Transaction,
  { companyId, stateHash }: { companyId: string; stateHash: string },
): Promise<ReauthorizationAttempt | undefined> {
  const [row] = await tx
    .select()
    .from(reauthorizationAttempt)
    .where(and(eq(reauthorizationAttempt.companyId, companyId), eq(reauthorizationAttempt.stateHash, stateHash)));
  return row;
}

/** Uses an attempt up. False when somebody was first. */
export async function useReauthorizationAttempt(
  tx: Transaction,
  { companyId, reauthorizationAttemptId, at }: { companyId: string; reauthorizationAttemptId: string; at: Date },
): Promise<boolean> {
  const rows = await tx
    .update(reauthorizationAttempt)
    .set({ usedAt: at })
    .where(
      and(
        eq(reauthorizationAttempt.companyId, companyId),
        eq(reauthorizationAttempt.reauthorizationAttemptId, reauthorizationAttemptId),
        isNull(reauthorizationAttempt.usedAt),
      ),
    )
    .returning({ id: reauthorizationAttempt.reauthorizationAttemptId });
  return rows.length === 1;
}

export async function closeReauthorizationAttempt(
  tx: Transaction,
  { companyId, reauthorizationAttemptId }: Pick<ReauthorizationAttempt, 'companyId' | 'reauthorizationAttemptId'>,
  outcome: string,
): Promise<void> {
  await tx
    .update(reauthorizationAttempt)
    .set({ outcome })
    .where(
      and(
        eq(reauthorizationAttempt.companyId, companyId),
        eq(reauthorizationAttempt.reauthorizationAttemptId, reauthorizationAttemptId),
      ),
    );
}
