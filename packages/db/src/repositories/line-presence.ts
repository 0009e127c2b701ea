import { and, eq, gt, inArray, ne } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { linePresence } from '../schema/index.ts';

export type LinePresence = typeof linePresence.$inferSelect;

export async function saveLinePresence(tx: Transaction, row: LinePresence): Promise<void> {
  const { companyId, bankTransactionId, userId } = linePresence;
  await tx
    .insert(linePresence)
    .values(row)
    .onConflictDoUpdate({
      target: [companyId, bankTransactionId, userId],
      set: { seenAt: row.seenAt, userName: row.userName },
    });
}

/** Who has these lines before them, without the asker. */
export async function listLinePresence(
  tx: Transaction,
  companyId: string,
  {
    bankTransactionIds,
    since,
    exceptUserId,
  }: { bankTransactionIds: readonly string[]; since: Date; exceptUserId: string | undefined },
): Promise<LinePresence[]> {
  if (bankTransactionIds.length === 0) return [];
  return tx
    .select()
    .from(linePresence)
    .where(
      and(
        eq(linePresence.companyId, companyId),
        inArray(linePresence.bankTransactionId, [...bankTransactionIds]),
        gt(linePresence.seenAt, since),
        exceptUserId === undefined ? undefined : ne(linePresence.userId, exceptUserId),
      ),
    )
    .orderBy(linePresence.userName);
}
