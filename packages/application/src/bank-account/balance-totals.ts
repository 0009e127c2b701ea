import type { CurrencyBalance } from '@onfact-ponto/db';

type Counted = Readonly<{ currency: string; balance: { amountMinor: bigint } | null }>;

/** What stands under the column of balances: their sum for each currency, and none where one of them is not known. */
export function totalsPerCurrency(accounts: readonly Counted[]): CurrencyBalance[] {
  const groups = Map.groupBy(accounts, ({ currency }) => currency);
  return [...groups].map(([currency, counted]) => {
    const isPartial = counted.some(({ balance }) => balance === null);
    const sum = counted.reduce((total, { balance }) => total + (balance?.amountMinor ?? 0n), 0n);
    return { currency, balanceMinor: isPartial ? null : sum, isPartial };
  });
}
