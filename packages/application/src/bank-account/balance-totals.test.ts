import { describe, expect, it } from 'vitest';
import { totalsPerCurrency } from './balance-totals.ts';

const account = (currency: string, amountMinor: bigint | null) => ({
  currency,
  balance: amountMinor === null ? null : { amountMinor },
});

describe('totals of balances', () => {
  it('are the sum of what stands above them, a currency at a time', () => {
    expect(
      totalsPerCurrency([account('EUR', 3_120_418n), account('USD', 241_000n), account('EUR', -210_849n)]),
    ).toEqual([
      { currency: 'EUR', balanceMinor: 2_909_569n, isPartial: false },
      { currency: 'USD', balanceMinor: 241_000n, isPartial: false },
    ]);
  });

  it('are never a lower sum: one unknown balance leaves its currency without a total', () => {
    expect(totalsPerCurrency([account('EUR', 100n), account('EUR', null), account('USD', 5n)])).toEqual([
      { currency: 'EUR', balanceMinor: null, isPartial: true },
      { currency: 'USD', balanceMinor: 5n, isPartial: false },
    ]);
  });
});
