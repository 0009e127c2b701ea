import type { BalancePoint } from './balance-points.ts';
import type { CompletenessInterval, DayBalance } from './completeness-types.ts';
import { dayNumber, dayText } from './line-sums.ts';
import type { LineSums } from './line-sums.ts';

/**
 * The balance at the end of each day: what a statement says of it, or the nearest balance and the lines from there. In
 * an interval that lacks something nobody knows on which day, so its days are a gap.
 */
export function dayBalances(
  intervals: readonly CompletenessInterval[],
  points: readonly BalancePoint[],
  sums: LineSums,
): DayBalance[] {
  const exact = new Map(points.filter(({ isExact }) => isExact).map(({ day, balanceMinor }) => [day, balanceMinor]));
  return intervals.flatMap((interval) => {
    const [first, last] = [dayNumber(interval.from), dayNumber(interval.to)];
    const rest = restWithin(points, first, last);
    return Array.from({ length: last - first + 1 }, (_, index): DayBalance => {
      const day = dayText(first + index);
      const said = exact.get(first + index);
      if (said !== undefined) return { day, balanceMinor: said, state: 'proven' };
      if (interval.state === 'missing' || rest === undefined) return { day, balanceMinor: null, state: 'unknown' };
      const balanceMinor = rest + sums.atEndOf(first + index);
      return { day, balanceMinor, state: interval.state === 'proven' ? 'proven' : 'derived' };
    });
  });
}

/** Balance less lines, where it does not change: that of the point at which the days begin, or else of the nearest. */
function restWithin(points: readonly BalancePoint[], first: number, last: number): bigint | undefined {
  const before = points.findLast(({ day, isExact }) => (isExact ? day < first : day <= first));
  const nearest =
    before ?? points.find(({ day }) => day >= first && day <= last) ?? points.find(({ day }) => day > last);
  return nearest?.restMinor;
}
