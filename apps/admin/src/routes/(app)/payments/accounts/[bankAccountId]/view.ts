import { addDays } from '#lib/format/dates.ts';

/** What of the balances one looks at. It lives in the address, so the view can be shared and reached without script. */

export const ranges = ['7d', '30d', '90d', '1y'] as const;
export type Range = (typeof ranges)[number];
export type View = Readonly<{ range: Range; isTable: boolean }>;

const daysOf: Record<Range, number> = { '7d': 7, '30d': 30, '90d': 90, '1y': 365 };
const usual: View = { range: '90d', isTable: false };

export function readView(parameters: URLSearchParams): View {
  return {
    range: ranges.find((range) => range === parameters.get('range')) ?? usual.range,
    isTable: parameters.get('view') === 'table',
  };
}

/** The first and last day of a range that ends today. */
export function periodOf(range: Range, today: string): { from: string; to: string } {
  return { from: addDays(today, -daysOf[range]), to: today };
}

/** The address of the same account, seen otherwise; what is usual is left out. */
export function hrefOf(path: string, { range, isTable }: View): string {
  const parameters = new URLSearchParams();
  if (range !== usual.range) parameters.set('range', range);
  if (isTable) parameters.set('view', 'table');
  const query = parameters.toString();
  return query ? `${path}?${query}` : path;
}
