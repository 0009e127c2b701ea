import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction } from '../schema/index.ts';

/** `balanceMinor` is null when no account of the currency has a balance: unknown is not zero. */
export type CurrencyBalance = { currency: string; balanceMinor: bigint | null; isPartial: boolean };

/** Balance of the shared accounts per currency; partial when an account of the currency has none yet. */
export async function sumBalances(tx: Transaction, companyId: string): Promise<CurrencyBalance[]> {
  const rows = await tx
    .select({
      currency: bankAccount.currency,
      balanceMinor: sql<string | null>`sum(${bankAccount.currentBalanceMinor})::text`,
      isPartial: sql<boolean>`bool_or(${bankAccount.currentBalanceMinor} is null)`,
    })
    .from(bankAccount)
    .where(and(eq(bankAccount.companyId, companyId), eq(bankAccount.isShared, true)))
    .groupBy(bankAccount.currency)
    .orderBy(bankAccount.currency);
  return rows.map((row) => ({ ...row, balanceMinor: row.balanceMinor === null ? null : BigInt(row.balanceMinor) }));
}

/** Lines without any allocation. */
export async function countTransactionsToProcess(tx: Transaction, companyId: string): Promise<number> {
  return tx.$count(
    bankTransaction,
    and(
      eq(bankTransaction.companyId, companyId),
      eq(bankTransaction.allocatedMinor, 0n),
      isNull(bankTransaction.withdrawnAt),
      isNull(bankTransaction.doubtfulOf),
    ),
  );
}
