import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '../database.ts';
import { bankAccount, bankTransaction } from '../schema/index.ts';
import { asArray } from './parameters.ts';
import { conditions, isToldByCoda, isToProcess, status } from './transaction-filter.ts';
import type { TransactionFilter } from './transaction-filter.ts';

export type TransactionCursor = { executionDate: string; bankTransactionId: string };

type TroubleInBooks = 'not_in_books' | 'left_in_books';

/** Matched here and refused by onFact, or taken back here and still there. */
const troubleInBooks = sql<TroubleInBooks | null>`(
    select case told.operation when 'create' then 'not_in_books' else 'left_in_books' end
    from allocation made join publication told using (company_id, allocation_id)
    where made.company_id = ${bankTransaction.companyId}
      and made.bank_transaction_id = ${bankTransaction.bankTransactionId}
      and told.state = 'failed'
      and (told.operation = 'retract' or not exists (
        select from allocation_undo undo
        where undo.company_id = made.company_id and undo.allocation_id = made.allocation_id))
    order by told.operation desc limit 1)`;

const listedColumns = {
  bankTransactionId: bankTransaction.bankTransactionId,
  bankAccountId: bankTransaction.bankAccountId,
  accountDescription: bankAccount.description,
  accountReference: bankAccount.reference,
  executionDate: bankTransaction.executionDate,
  valueDate: bankTransaction.valueDate,
  amountMinor: bankTransaction.amountMinor,
  currency: bankTransaction.currency,
  counterpartName: bankTransaction.counterpartName,
  counterpartReference: bankTransaction.counterpartReference,
  remittanceInformation: bankTransaction.remittanceInformation,
  structuredCommunication: bankTransaction.structuredCommunication,
  isToldByPonto: sql<boolean>`${bankTransaction.source} = 'ponto'`,
  isToldByCoda: sql<boolean>`${isToldByCoda}`,
  status,
  toldOtherwise: bankTransaction.toldOtherwise,
  missingSince: bankTransaction.missingSince,
  bankReference: bankTransaction.bankReference,
  /** What the line is matched on now. */
  documentNumbers: sql<string[]>`array(
    select document.number from allocation join open_document document using (company_id, document_id)
    where allocation.company_id = ${bankTransaction.companyId}
      and allocation.bank_transaction_id = ${bankTransaction.bankTransactionId}
      and not exists (
        select from allocation_undo undo
        where undo.company_id = allocation.company_id and undo.allocation_id = allocation.allocation_id)
    order by document.number)`,
  troubleInBooks,
};

export type ListedTransaction = Awaited<ReturnType<typeof listBankTransactions>>[number];

/**
 * A page of the list, newest booking day first; lines of one day in the order of their ids, which is the booking order
 * as far as we know it. `before` is the last line of the page above, `after` the first line of the page below.
 */
export async function listBankTransactions(
  tx: Transaction,
  companyId: string,
  page: {
    filter: TransactionFilter;
    before?: TransactionCursor | undefined;
    after?: TransactionCursor | undefined;
    limit: number;
  },
) {
  const { executionDate, bankTransactionId } = bankTransaction;
  const place = sql`(${executionDate}, ${bankTransactionId})`;
  const at = (cursor: TransactionCursor) => sql`(${cursor.executionDate}::date, ${cursor.bankTransactionId}::uuid)`;
  const isUpwards = page.after !== undefined;
  const direction = isUpwards ? asc : desc;
  const rows = await tx
    .select(listedColumns)
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(
      and(
        ...conditions(companyId, page.filter),
        page.before && sql`${place} < ${at(page.before)}`,
        page.after && sql`${place} > ${at(page.after)}`,
      ),
    )
    .orderBy(direction(executionDate), direction(bankTransactionId))
    .limit(page.limit);
  return isUpwards ? rows.toReversed() : rows;
}

export type TransactionCounts = {
  all: number;
  toProcess: number;
  /** First and last booking day; null when there is nothing. */
  from: string | null;
  to: string | null;
};

/** Over everything that a filter finds. */
export async function countBankTransactions(
  tx: Transaction,
  companyId: string,
  filter: TransactionFilter,
): Promise<TransactionCounts> {
  const [row] = await tx
    .select({
      all: sql<number>`count(*)::int`,
      toProcess: sql<number>`(count(*) filter (where ${isToProcess}))::int`,
      from: sql<string | null>`min(${bankTransaction.executionDate})::text`,
      to: sql<string | null>`max(${bankTransaction.executionDate})::text`,
    })
    .from(bankTransaction)
    .where(and(...conditions(companyId, filter)));
  return row ?? { all: 0, toProcess: 0, from: null, to: null };
}

/** The ids of lines that wait for a person, in no order. */
export async function listIdsToProcess(
  tx: Transaction,
  companyId: string,
  { filter, limit }: { filter: TransactionFilter; limit: number },
): Promise<string[]> {
  const rows = await tx
    .select({ id: bankTransaction.bankTransactionId })
    .from(bankTransaction)
    .where(and(...conditions(companyId, filter), isToProcess))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** Some lines as the list shows them, in no order. */
export async function findListedTransactions(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<ListedTransaction[]> {
  if (bankTransactionIds.length === 0) return [];
  return tx
    .select(listedColumns)
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        sql`${bankTransaction.bankTransactionId} = any(${asArray(bankTransactionIds)}::uuid[])`,
      ),
    );
}

/** One line with its status and everything else that is stored of it. */
export async function findBankTransaction(tx: Transaction, companyId: string, bankTransactionId: string) {
  const [row] = await tx
    .select({
      transaction: bankTransaction,
      account: bankAccount,
      status,
      isToldByCoda: sql<boolean>`${isToldByCoda}`,
      troubleInBooks,
    })
    .from(bankTransaction)
    .innerJoin(
      bankAccount,
      and(
        eq(bankAccount.companyId, bankTransaction.companyId),
        eq(bankAccount.bankAccountId, bankTransaction.bankAccountId),
      ),
    )
    .where(
      and(
        eq(bankTransaction.companyId, companyId),
        eq(bankTransaction.bankTransactionId, bankTransactionId),
        isNull(bankTransaction.withdrawnAt),
      ),
    );
  return row;
}
