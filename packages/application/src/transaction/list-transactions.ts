import { countBankTransactions, inCompany, listBankTransactions as readPage } from '@onfact-ponto/db';
import type { ListedTransaction, TransactionCounts, TransactionCursor } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { runningBalances } from './running-balances.ts';
import type { RunningBalances } from './running-balances.ts';
import { searchableFilter } from './transaction-search.ts';
import type { TransactionListFilter } from './transaction-search.ts';

export type TransactionPage = {
  items: ListedTransaction[];
  /** The last line of this page when there are older ones, the first when there are newer ones. */
  next: TransactionCursor | null;
  previous: TransactionCursor | null;
  /** Over the whole filter, when asked for. */
  counts: TransactionCounts | null;
  /** When asked for, of one account and without a search: else a balance beside a line would explain nothing. */
  balances: RunningBalances | null;
};

export type TransactionListInput = {
  filter: TransactionListFilter;
  /** Lines below this one, or above the other one; not both. */
  after?: TransactionCursor | undefined;
  before?: TransactionCursor | undefined;
  limit: number;
  withCounts: boolean;
  withBalances: boolean;
};

/** One page of bank lines, newest booking day first. */
export async function listBankTransactions(context: Context, input: TransactionListInput): Promise<TransactionPage> {
  const { companyId } = context;
  const filter = searchableFilter(input.filter);
  return inCompany(context.db, companyId, async (tx) => {
    const [rows, counts] = await Promise.all([
      readPage(tx, companyId, { filter, before: input.after, after: input.before, limit: input.limit + 1 }),
      input.withCounts ? countBankTransactions(tx, companyId, filter) : null,
    ]);
    const hasMore = rows.length > input.limit;
    const isUpwards = input.before !== undefined;
    const items = isUpwards ? rows.slice(-input.limit) : rows.slice(0, input.limit);
    const { bankAccountId } = filter;
    const hasBalances = input.withBalances && bankAccountId !== undefined && filter.search === undefined;
    return {
      items,
      counts,
      next: isUpwards || hasMore ? cursorOf(items.at(-1)) : null,
      previous: (isUpwards ? hasMore : input.after !== undefined) ? cursorOf(items[0]) : null,
      balances: hasBalances ? await runningBalances(tx, companyId, { bankAccountId, lines: items }) : null,
    };
  });
}

function cursorOf(line: ListedTransaction | undefined): TransactionCursor | null {
  return line ? { executionDate: line.executionDate, bankTransactionId: line.bankTransactionId } : null;
}
