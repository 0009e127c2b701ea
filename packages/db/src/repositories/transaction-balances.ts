import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankTransaction } from '../schema/index.ts';
import type { AccountPlace } from './ledger.ts';
import { asArray } from './parameters.ts';

/**
 * What was booked on the same day after each of these lines, in the order of the list: the balance after a line is the
 * balance at the end of its day less this. Lines that do not count, such as doubtful ones, are left out.
 */
export async function sumLaterOfDay(
  tx: Transaction,
  { companyId, bankAccountId }: AccountPlace,
  bankTransactionIds: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = await tx
    .select({
      bankTransactionId: bankTransaction.bankTransactionId,
      /** Written out: drizzle leaves the table's name away in a query of one table. */
      laterMinor: sql<string>`(
        select coalesce(sum(later.amount_minor), 0)::text from bank_transaction later
        where later.company_id = bank_transaction.company_id
          and later.bank_account_id = bank_transaction.bank_account_id
          and later.execution_date = bank_transaction.execution_date
          and later.bank_transaction_id > bank_transaction.bank_transaction_id
          and later.withdrawn_at is null and later.doubtful_of is null)`,
    })
    .from(bankTransaction)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankTransaction.bankAccountId, bankAccountId),
        sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
        isNull(bankTransaction.withdrawnAt),
        isNull(bankTransaction.doubtfulOf),
      ),
    );
  return new Map(rows.map(({ bankTransactionId, laterMinor }) => [bankTransactionId, BigInt(laterMinor)]));
}
