import { addDays, money, type IsoDate, type Money } from '@onfact-ponto/primitives';

/** What the customer may keep when the rest is paid on or before a day ("korting contant"). */
export type SettlementDiscount = Readonly<{ amount: Money; until: IsoDate }>;

/**
 * onFact states a percentage and a number of days. That it is a percentage of the total with taxes is the reading of
 * its help page; on which base the taxes were computed is not told.
 * @param percent decimal digits: "2.5"
 */
export function settlementDiscountOf(
  total: Money,
  { percent, days, from }: { percent: string | undefined; days: number | undefined; from: IsoDate | undefined },
): SettlementDiscount | undefined {
  const digits = /^(?<whole>\d{1,2})(?:\.(?<fraction>\d{1,4}))?$/.exec(percent ?? '')?.groups;
  if (!digits || days === undefined || days < 1 || days > 365 || from === undefined) return undefined;
  const tenThousandths = BigInt(`${digits.whole}${(digits.fraction ?? '').padEnd(4, '0')}`);
  const amountMinor = (total.amountMinor * tenThousandths + 500_000n) / 1_000_000n;
  return amountMinor > 0n ? { amount: money(amountMinor, total.currency), until: addDays(from, days) } : undefined;
}
