import type { TransactionFilter } from '@onfact-ponto/db';
import { currencies, decimalsOf } from '@onfact-ponto/primitives';
import { parseAmountSearch } from './amount-search.ts';

/** A filter as people give it: the search is what they typed. */
export type TransactionListFilter = Omit<TransactionFilter, 'search' | 'decimalsByCurrency'> & {
  search?: string | undefined;
};

/** Those that do not have two decimals, as almost all have. */
const decimalsByCurrency = new Map(
  currencies.map((currency) => [currency, decimalsOf(currency)] as const).filter(([, decimals]) => decimals !== 2),
);

/** Reads what was typed as words, and as an amount when it is one. */
export function searchableFilter({ search, ...rest }: TransactionListFilter): TransactionFilter {
  const text = search?.trim();
  return { ...rest, search: text ? { text, amountMinor: parseAmountSearch(text) } : undefined, decimalsByCurrency };
}
