import type { Statement } from '@onfact-ponto/db';
import { balancePoints } from './balance-points.ts';
import type { BalancePoint } from './balance-points.ts';
import type { Completeness, CompletenessInput, StatementBalances } from './completeness-types.ts';
import { dayBalances } from './day-balances.ts';
import { LineSums, dayNumber } from './line-sums.ts';
import { comparablePoints, intervalsOf, segmentsBetween } from './proven-segments.ts';
import type { DayRange } from './proven-segments.ts';

export function balancesOf(stored: Statement): StatementBalances {
  return {
    statementId: stored.statementId,
    oldDate: stored.oldBalanceDate,
    oldBalanceMinor: stored.oldBalanceMinor,
    newDate: stored.newBalanceDate,
    newBalanceMinor: stored.newBalanceMinor,
  };
}

/**
 * Says, day by day, of which days the lines add up to the balances of the bank. Between two balances the lines must be
 * their difference; what they lack is missing between these two, as narrow as the balances allow.
 */
export function completeness(input: CompletenessInput): Completeness {
  const sums = new LineSums(input.lines);
  const points = comparablePoints(balancePoints(input.statements, input.pontoBalances, sums));
  const segments = segmentsBetween(points);
  const period = periodOf(input, points, sums);
  if (!period) return { intervals: [], balances: [], closing: () => null };
  const intervals = intervalsOf(segments, period);
  const balances = dayBalances(intervals, points, sums);
  const byDay = new Map(balances.map(({ day, balanceMinor }) => [day, balanceMinor]));
  return { intervals, balances, closing: (day) => byDay.get(day) ?? null };
}

function periodOf(input: CompletenessInput, points: readonly BalancePoint[], sums: LineSums): DayRange | undefined {
  const first = [sums.firstDay, ...points.map(firstDayAfter)].flatMap((day) => day ?? []);
  const last = [sums.lastDay, ...points.map(({ day }) => day)].flatMap((day) => day ?? []);
  const from = input.from === undefined ? earliest(first) : dayNumber(input.from);
  const to = input.to === undefined ? latest(last) : dayNumber(input.to);
  return from === undefined || to === undefined || from > to ? undefined : { from, to };
}

/** An exact balance stands at the end of its day: it speaks of the days after it. */
function firstDayAfter({ day, isExact }: BalancePoint): number {
  return isExact ? day + 1 : day;
}

function earliest(days: readonly number[]): number | undefined {
  return days.length === 0 ? undefined : days.reduce((one, other) => Math.min(one, other));
}

function latest(days: readonly number[]): number | undefined {
  return days.length === 0 ? undefined : days.reduce((one, other) => Math.max(one, other));
}
