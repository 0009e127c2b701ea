import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { rejectedPair } from '../schema/index.ts';
import type { RejectedPair } from './match-memory.ts';

/** What was rejected before stays as it was. @returns the documents that are new */
export async function insertRejectedPairs(tx: Transaction, rows: readonly RejectedPair[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const added = await tx
    .insert(rejectedPair)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
  return added.map(({ documentId }) => documentId);
}

/** @returns the documents that may be proposed again */
export async function deleteRejectedPairs(
  tx: Transaction,
  { companyId, bankTransactionId }: Pick<RejectedPair, 'companyId' | 'bankTransactionId'>,
  documentIds: readonly string[],
): Promise<string[]> {
  const gone = await tx
    .delete(rejectedPair)
    .where(
      and(
        eq(rejectedPair.companyId, companyId),
        eq(rejectedPair.bankTransactionId, bankTransactionId),
        inArray(rejectedPair.documentId, [...documentIds]),
      ),
    )
    .returning();
  return gone.map(({ documentId }) => documentId);
}

/** Newest first. */
export async function listRejectedPairsOfLine(
  tx: Transaction,
  companyId: string,
  bankTransactionId: string,
): Promise<RejectedPair[]> {
  return tx
    .select()
    .from(rejectedPair)
    .where(and(eq(rejectedPair.companyId, companyId), eq(rejectedPair.bankTransactionId, bankTransactionId)))
    .orderBy(desc(rejectedPair.rejectedAt), rejectedPair.documentId);
}
