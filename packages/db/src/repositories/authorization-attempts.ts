import { and, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { authorizationAttempt } from '../schema/index.ts';

export type AuthorizationAttempt = typeof authorizationAttempt.$inferSelect;

export async function insertAuthorizationAttempt(
  tx: Transaction,
  row: typeof authorizationAttempt.$inferInsert,
): Promise<void> {
  await tx.insert(authorizationAttempt).values(row);
}

/** Run it under the state's own gate: the caller may not know the company yet. */
export async function findAuthorizationAttempt(
  tx: Transaction,
  stateHash: string,
): Promise<AuthorizationAttempt | undefined> {
  const [row] = await tx.select().from(authorizationAttempt).where(eq(authorizationAttempt.stateHash, stateHash));
  return row;
}

/** Uses an attempt up. False when somebody was first. */
export async function useAuthorizationAttempt(
  tx: Transaction,
  { companyId, authorizationAttemptId, at }: { companyId: string; authorizationAttemptId: string; at: Date },
): Promise<boolean> {
  const rows = await tx
    .update(authorizationAttempt)
    .set({ usedAt: at })
    .where(
      and(
        eq(authorizationAttempt.companyId, companyId),
        eq(authorizationAttempt.authorizationAttemptId, authorizationAttemptId),
        isNull(authorizationAttempt.usedAt),
      ),
    )
    .returning({ id: authorizationAttempt.authorizationAttemptId });
  return rows.length === 1;
}

export async function closeAuthorizationAttempt(
  tx: Transaction,
  {
    companyId,
    authorizationAttemptId,
    outcome,
  }: { companyId: string; authorizationAttemptId: string; outcome: string },
): Promise<void> {
  await tx
    .update(authorizationAttempt)
    .set({ outcome })
    .where(
      and(
        eq(authorizationAttempt.companyId, companyId),
        eq(authorizationAttempt.authorizationAttemptId, authorizationAttemptId),
      ),
    );
}
