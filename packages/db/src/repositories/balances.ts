import { and, eq, gte, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { balanceReading, bankTransaction } from '../schema/index.ts';
import type { AccountPlace } from './ledger.ts';

export type BalanceReading = typeof balanceReading.$inferSelect;

/** Keeps the balance that Ponto told; of one day the last. Nothing is written when it says the same again. */
export async function saveBalanceReading(tx: Transaction, row: typeof balanceReading.$inferInsert): Promise<void> {
  await tx
    .insert(balanceReading)
    .values(row)
    .onConflictDoUpdate({
      target: [balanceReading.companyId, balanceReading.bankAccountId, balanceReading.day],
      set: { balanceMinor: row.balanceMinor, observedAt: row.observedAt },
    });
}

export async function listBalanceReadings(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
): Promise<BalanceReading[]> {
  return tx
    .select()
    .from(balanceReading)
    .where(and(eq(balanceReading.companyId, companyId), eq(balanceReading.bankAccountId, bankAccountId)))
    .orderBy(balanceReading.day);
}

/** A part of a day's lines that were stored at one moment. */
export type StoredSum = {
  executionDate: string;
  source: 'ponto' | 'coda';
  storedAt: Date;
  amountMinor: bigint;
};

/** What counts in the ledger of an account, summed by day, source and moment of storing: all that proving needs. */
export async function sumStoredLines(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
): Promise<StoredSum[]> {
  const rows = await tx
    .select({
      executionDate: bankTransaction.executionDate,
      source: bankTransaction.source,
      storedAt: bankTransaction.fetchedAt,
      amountMinor: sql<string>`sum(${bankTransaction.amountMinor})::text`,
    })
    .from(bankTransaction)
    .where(countsOf({ companyId, bankAccountId }))
    .groupBy(bankTransaction.executionDate, bankTransaction.source, bankTransaction.fetchedAt)
    .orderBy(bankTransaction.executionDate);
  return rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
}

export type AccountTurnover = { inMinor: bigint; outMinor: bigint; toProcessCount: number; doubtfulCount: number };

/** Money in and out since a day, and what asks for a person, by account. */
export async function sumTurnover(
  tx: Transaction,
  companyId: string,
  since: string,
): Promise<Map<string, AccountTurnover>> {
  const { amountMinor, executionDate, doubtfulOf, allocatedMinor, withdrawnAt } = bankTransaction;
  const counts = sql`${doubtfulOf} is null`;
  const rows = await tx
    .select({
      bankAccountId: bankTransaction.bankAccountId,
      inMinor: sql<string>`coalesce(sum(${amountMinor}) filter (where ${counts} and ${amountMinor} > 0 and ${gte(executionDate, since)}), 0)::text`,
      outMinor: sql<string>`coalesce(sum(${amountMinor}) filter (where ${counts} and ${amountMinor} < 0 and ${gte(executionDate, since)}), 0)::text`,
      toProcessCount: sql<number>`(count(*) filter (where ${counts} and ${allocatedMinor} = 0))::int`,
      doubtfulCount: sql<number>`(count(*) filter (where ${doubtfulOf} is not null))::int`,
    })
    .from(bankTransaction)
    .where(and(eq(bankTransaction.companyId, companyId), isNull(withdrawnAt)))
    .groupBy(bankTransaction.bankAccountId);
  return new Map(
    rows.map(({ bankAccountId, ...row }) => [
      bankAccountId,
      { ...row, inMinor: BigInt(row.inMinor), outMinor: BigInt(row.outMinor) },
    ]),
  );
}

function countsOf({ companyId, bankAccountId }: AccountPlace) {
  return and(
    eq(bankTransaction.companyId, companyId),
    eq(bankTransaction.bankAccountId, bankAccountId),
    isNull(bankTransaction.withdrawnAt),
    isNull(bankTransaction.doubtfulOf),
  );
}
