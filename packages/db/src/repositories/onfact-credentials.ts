import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { company, onfactCredential } from '../schema/index.ts';

export type CompanyCredential = typeof onfactCredential.$inferSelect & { onfactCompanyUuid: string };

/** The key of a company for its books, with the id that onFact knows the company by. */
export async function findCompanyCredential(
  tx: Transaction,
  companyId: string,
): Promise<CompanyCredential | undefined> {
  const [row] = await tx
    .select({ credential: onfactCredential, onfactCompanyUuid: company.onfactCompanyUuid })
    .from(onfactCredential)
    .innerJoin(company, eq(company.companyId, onfactCredential.companyId))
    .where(eq(onfactCredential.companyId, companyId));
  return row && { ...row.credential, onfactCompanyUuid: row.onfactCompanyUuid };
}

/** Stores the key; a new one is not refused yet. */
export async function saveCompanyCredential(
  tx: Transaction,
  row: { companyId: string; sessionKeyEnvelope: string; updatedAt: Date },
): Promise<void> {
  await tx
    .insert(onfactCredential)
    .values(row)
    .onConflictDoUpdate({
      target: onfactCredential.companyId,
      set: { sessionKeyEnvelope: row.sessionKeyEnvelope, updatedAt: row.updatedAt, refusedAt: null },
    });
}

/** Marks the key that was refused; one that has replaced it since is left alone. */
export async function markCredentialRefused(
  tx: Transaction,
  { companyId, sessionKeyEnvelope }: Pick<CompanyCredential, 'companyId' | 'sessionKeyEnvelope'>,
  refusedAt: Date,
): Promise<void> {
  await tx
    .update(onfactCredential)
    .set({ refusedAt })
    .where(and(eq(onfactCredential.companyId, companyId), eq(onfactCredential.sessionKeyEnvelope, sessionKeyEnvelope)));
}

/** The company's books are left alone until then. A pause is only ever made longer. */
export async function pauseCredential(
  tx: Transaction,
  companyId: string,
  { pausedUntil, pauseCount }: { pausedUntil: Date; pauseCount: number },
): Promise<void> {
  await tx
    .update(onfactCredential)
    .set({
      pausedUntil: sql`greatest(${onfactCredential.pausedUntil}, ${pausedUntil.toISOString()}::timestamptz)`,
      pauseCount,
    })
    .where(eq(onfactCredential.companyId, companyId));
}

/** onFact answers again: the next pause begins small. */
export async function endCredentialPause(tx: Transaction, companyId: string): Promise<void> {
  await tx
    .update(onfactCredential)
    .set({ pausedUntil: null, pauseCount: 0 })
    .where(eq(onfactCredential.companyId, companyId));
}
