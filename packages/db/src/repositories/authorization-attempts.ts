import { and, desc, eq, gt, isNotNull, isNull } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { authorizationAttempt } from '../schema/index.ts';

export type AuthorizationAttempt = typeof authorizationAttempt.$inferSelect;
type AttemptPlace = Pick<AuthorizationAttempt, 'companyId' | 'authorizationAttemptId'>;

function isAttempt({ companyId, authorizationAttemptId }: AttemptPlace) {
  return and(
    eq(authorizationAttempt.companyId, companyId),
    eq(authorizationAttempt.authorizationAttemptId, authorizationAttemptId),
  );
}

export async function insertAuthorizationAttempt(
  tx: Transaction,
  row: typeof authorizationAttempt.$inferInsert,
): Promise<string> {
  const [added] = await tx
    .insert(authorizationAttempt)
    .values(row)
    .returning({ id: authorizationAttempt.authorizationAttemptId });
  if (!added) throw new Error('An authorization attempt was not inserted');
  return added.id;
}

/** Run it under the state's own gate: the caller may not know the company yet. */
export async function findAuthorizationAttempt(
  tx: Transaction,
  stateHash: string,
): Promise<AuthorizationAttempt | undefined> {
  const [row] = await tx.select().from(authorizationAttempt).where(eq(authorizationAttempt.stateHash, stateHash));
  return row;
}

export async function findAttemptOfCompany(
  tx: Transaction,
  place: AttemptPlace,
): Promise<AuthorizationAttempt | undefined> {
  const [row] = await tx.select().from(authorizationAttempt).where(isAttempt(place));
  return row;
}

/** Whether a user is at Ponto: a trip of this connection is neither over nor too old. */
export async function hasOpenAttempt(
  tx: Transaction,
  { companyId, connectionId, now }: { companyId: string; connectionId: string; now: Date },
): Promise<boolean> {
  const [row] = await tx
    .select({ at: authorizationAttempt.createdAt })
    .from(authorizationAttempt)
    .where(
      and(
        eq(authorizationAttempt.companyId, companyId),
        eq(authorizationAttempt.connectionId, connectionId),
        isNull(authorizationAttempt.usedAt),
        gt(authorizationAttempt.expiresAt, now),
      ),
    )
    .orderBy(desc(authorizationAttempt.createdAt))
    .limit(1);
  return row !== undefined;
}

/** Keeps a grant, sealed, until a person decides. */
export async function holdGrant(
  tx: Transaction,
  place: AttemptPlace,
  held: { heldGrantEnvelope: string; heldUntil: Date },
): Promise<void> {
  await tx.update(authorizationAttempt).set(held).where(isAttempt(place));
}

/** Takes the grant that is held: it is there for one taker. @returns the attempt as it was, undefined when it holds none */
export async function takeHeldGrant(tx: Transaction, place: AttemptPlace): Promise<AuthorizationAttempt | undefined> {
  const [held] = await tx
    .select()
    .from(authorizationAttempt)
    .where(and(isAttempt(place), isNotNull(authorizationAttempt.heldGrantEnvelope)))
    .for('update');
  if (!held) return undefined;
  await tx.update(authorizationAttempt).set({ heldGrantEnvelope: null, heldUntil: null }).where(isAttempt(place));
  return held;
}

/** Uses an attempt up. False when somebody was first. */
export async function useAuthorizationAttempt(
  tx: Transaction,
  { at, ...place }: AttemptPlace & { at: Date },
): Promise<boolean> {
  const rows = await tx
    .update(authorizationAttempt)
    .set({ usedAt: at })
    .where(and(isAttempt(place), isNull(authorizationAttempt.usedAt)))
    .returning({ id: authorizationAttempt.authorizationAttemptId });
  return rows.length === 1;
}

export async function closeAuthorizationAttempt(
  tx: Transaction,
  { outcome, ...place }: AttemptPlace & { outcome: string },
): Promise<void> {
  await tx.update(authorizationAttempt).set({ outcome }).where(isAttempt(place));
}
