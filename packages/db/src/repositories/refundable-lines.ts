import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import {
  allocation,
  bankTransaction,
  openDocument,
  paymentInitiation,
  paymentInitiationItem,
} from '../schema/index.ts';
import { isPaymentOfItem } from './payment-initiations.ts';
import type { BankTransaction } from './bank-transactions.ts';
import type { PayableDocument } from './payable-documents.ts';

/** A line of which something came in that no document asked, with the refund that carries it now, if one does. */
export type RefundableLine = {
  line: BankTransaction;
  /** The numbers of the documents that it paid. */
  numbers: string[];
  /** What is left of it, not counting the refund that is on its way. */
  openMinor: bigint;
  running: PayableDocument['running'];
};

const isRefundOfLine = and(
  eq(paymentInitiationItem.companyId, bankTransaction.companyId),
  eq(paymentInitiationItem.refundedTransactionId, bankTransaction.bankTransactionId),
  eq(paymentInitiationItem.isLive, true),
);

const numbers = sql<string[]>`array(
  select distinct document.number from ${allocation} made
  join ${openDocument} document using (company_id, document_id)
  where made.company_id = ${bankTransaction.companyId}
    and made.bank_transaction_id = ${bankTransaction.bankTransactionId}
    and not exists (select from allocation_undo undo
      where undo.company_id = made.company_id and undo.allocation_id = made.allocation_id)
  order by document.number)`;

/**
 * Nobody said that it is something else than money to give back: money of our own that the bank returned would be paid
 * to the same payee again, past every guard of the purchase.
 */
const isMoneyOfOthers = sql`(${bankTransaction.disposition} is null
  or exists (select from line_disposition said
    where said.company_id = ${bankTransaction.companyId}
      and said.bank_transaction_id = ${bankTransaction.bankTransactionId}
      and said.ended_at is null and said.reason = 'credit'))`;

/** More came in than the documents of the line asked. */
const isOverpaid = sql`(${bankTransaction.allocatedMinor} > 0 and (${paymentInitiationItem.amountMinor} is not null
  or ${bankTransaction.allocatedMinor} < ${bankTransaction.amountMinor}))`;

/**
 * Lines on which customers paid too much, newest first.
 * @param alsoId a line that is listed whether anything of it is matched or not: somebody paid twice
 */
export async function listOverpaidLines(
  tx: Transaction,
  companyId: string,
  { limit, alsoId }: { limit: number; alsoId: string | undefined },
): Promise<RefundableLine[]> {
  const isAsked = alsoId === undefined ? undefined : eq(bankTransaction.bankTransactionId, alsoId);
  return listRefundable(tx, companyId, or(isOverpaid, isAsked), limit);
}

/** Those of these lines that could be paid back: money came in by them, they count, and they are nothing else. */
export async function findRefundableLines(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<RefundableLine[]> {
  if (bankTransactionIds.length === 0) return [];
  const isOne = inArray(bankTransaction.bankTransactionId, [...bankTransactionIds]);
  return listRefundable(tx, companyId, isOne, bankTransactionIds.length);
}

async function listRefundable(
  tx: Transaction,
  companyId: string,
  condition: SQL | undefined,
  limit: number,
): Promise<RefundableLine[]> {
  const rows = await tx
    .select({
      line: bankTransaction,
      numbers,
      taken: paymentInitiationItem.takesMinor,
      paymentInitiationId: paymentInitiation.paymentInitiationId,
      state: paymentInitiation.state,
    })
    .from(bankTransaction)
    .leftJoin(paymentInitiationItem, isRefundOfLine)
    .leftJoin(paymentInitiation, isPaymentOfItem)
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        sql`${bankTransaction.amountMinor} > 0 and ${bankTransaction.withdrawnAt} is null
          and ${bankTransaction.doubtfulOf} is null and ${bankTransaction.missingSince} is null`,
        isMoneyOfOthers,
        condition,
      ),
    )
    .orderBy(desc(bankTransaction.executionDate), desc(bankTransaction.bankTransactionId))
    .limit(limit);
  return rows.map(({ line, numbers: paid, taken, paymentInitiationId, state }) => ({
    line,
    numbers: paid,
    openMinor: line.amountMinor - line.allocatedMinor + (taken ?? 0n),
    running: paymentInitiationId === null || state === null ? null : { paymentInitiationId, state },
  }));
}

/** What was paid back of a line, or is on its way, newest first. */
export async function listRefundsOfLine(
  tx: Transaction,
  companyId: string,
  bankTransactionId: string,
): Promise<{ item: typeof paymentInitiationItem.$inferSelect; payment: typeof paymentInitiation.$inferSelect }[]> {
  return tx
    .select({ item: paymentInitiationItem, payment: paymentInitiation })
    .from(paymentInitiationItem)
    .innerJoin(paymentInitiation, isPaymentOfItem)
    .where(
      and(
        eq(paymentInitiationItem.companyId, companyId),
        eq(paymentInitiationItem.refundedTransactionId, bankTransactionId),
      ),
    )
    .orderBy(desc(paymentInitiation.preparedAt));
}
