import { countBankTransactions, inCompany, listBankTransactions as readPage } from '@onfact-ponto/db';
import type { ListedTransaction, TransactionCursor, TransactionFilter } from '@onfact-ponto/db';
import { currencies, decimalsOf } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { parseAmountSearch } from './amount-search.ts';

export type TransactionPage = {
  items: ListedTransaction[];
  next: TransactionCursor | null;
  /** Over the whole filter, when asked for. */
  counts: { all: number; toProcess: number } | null;
};

export type TransactionListInput = {
  filter: Omit<TransactionFilter, 'search' | 'decimalsByCurrency'> & { search?: string | undefined };
  after?: TransactionCursor | undefined;
  limit: number;
  withCounts: boolean;
};

/** Those that do not have two decimals, as almost all have. */
const decimalsByCurrency = new Map(
  currencies.map((currency) => [currency, decimalsOf(currency)] as const).filter(([, decimals]) => decimals !== 2),
);

/** One page of bank lines, newest booking day first. */
export async function listBankTransactions(context: Context, input: TransactionListInput): Promise<TransactionPage> {
  const { companyId } = context;
  const { search, ...rest } = input.filter;
  const text = search?.trim();
  const filter: TransactionFilter = {
    ...rest,
    search: text ? { text, amountMinor: parseAmountSearch(text) } : undefined,
    decimalsByCurrency,
  };
  return inCompany(context.db, companyId, async (tx) => {
    const [rows, counts] = await Promise.all([
      readPage(tx, companyId, { filter, before: input.after, limit: input.limit + 1 }),
      input.withCounts ? countBankTransactions(tx, companyId, filter) : null,
    ]);
    const items = rows.slice(0, input.limit);
    const last = items.at(-1);
    return { items, counts, next: rows.length > input.limit && last ? cursorOf(last) : null };
  });
}

function cursorOf({ executionDate, bankTransactionId }: ListedTransaction): TransactionCursor {
  return { executionDate, bankTransactionId };
}
