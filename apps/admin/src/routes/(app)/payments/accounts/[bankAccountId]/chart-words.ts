import { formatDay } from '#lib/format/dates.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { type Chart, extremes } from './chart.ts';

/** What one would see in the line, in sentences for who cannot. */
export function chartSummary(
  { from, to }: { from: string; to: string },
  { points, last }: Chart,
  { t, money }: Pick<Locale, 't' | 'money'>,
): string {
  const found = extremes(points);
  const first = points.find(({ top }) => top !== null);
  if (!found || !first || !last) return t('accounts.chart.nothing', { from: formatDay(from), to: formatDay(to) });

  const amount = ({ balance }: Chart['points'][number]) => (balance ? money(balance) : t('common.unknown'));
  const unknownCount = points.filter(({ top }) => top === null).length;
  return [
    t('accounts.chart.summary', {
      from: formatDay(from),
      to: formatDay(to),
      first: amount(first),
      last: amount(last),
      highest: amount(found.highest),
      highestDay: formatDay(found.highest.day),
      lowest: amount(found.lowest),
      lowestDay: formatDay(found.lowest.day),
    }),
    ...(unknownCount > 0 ? [t('accounts.chart.summary.unknown', { n: unknownCount })] : []),
  ].join(' ');
}
