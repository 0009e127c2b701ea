import type { Statement } from '@onfact-ponto/db';
import { balancePoints } from './balance-points.ts';
import type { BalancePoint } from './balance-points.ts';
import { dayBalances } from './day-balances.ts';
import { LineSums, dayNumber } from './line-sums.ts';
import type { Source } from './merge-types.ts';
import { comparablePoints, intervalsOf, segmentsBetween } from './proven-segments.ts';
import type { DayRange } from './proven-segments.ts';

/** Two exact balances of the bank: at the end of the old day and at the end of the new one. */
export type StatementBalances = Readonly<{
  statementId: string;
  oldDate: string;
  oldBalanceMinor: bigint;
  newDate: string;
  newBalanceMinor: bigint;
}>;

export function balancesOf(stored: Statement): StatementBalances {
  return {
    statementId: stored.statementId,
    oldDate: stored.oldBalanceDate,
    oldBalanceMinor: stored.oldBalanceMinor,
    newDate: stored.newBalanceDate,
    newBalanceMinor: stored.newBalanceMinor,
  };
}

/** The balance that Ponto read somewhere within a day; it may be older than the lines beside it. */
export type PontoBalance = Readonly<{ day: string; balanceMinor: bigint; observedAt: Date }>;

/** A line that counts. Doubtful and withdrawn ones are not given. */
export type CountedLine = Readonly<{ bookingDate: string; amountMinor: bigint; storedAt: Date; source: Source }>;

export type CompletenessInput = Readonly<{
  statements: readonly StatementBalances[];
  pontoBalances: readonly PontoBalance[];
  lines: readonly CountedLine[];
  /** Days to speak of; by default from the first to the last that anything is known of. */
  from?: string;
  to?: string;
}>;

export type ProvenBy = 'statements' | 'ponto_balances' | 'both';

/** Days with one answer, both ends included. */
export type CompletenessInterval = Readonly<
  | { from: string; to: string; state: 'proven'; provenBy: ProvenBy }
  /** What the ledger lacks, signed: negative is money that went out. Its CODA statements of these days close it. */
  | { from: string; to: string; state: 'missing'; missingMinor: bigint; provenBy: ProvenBy; importPeriod: Period }
  | { from: string; to: string; state: 'unproven' }
>;

export type Period = Readonly<{ from: string; to: string }>;

/** The balance at the end of a day; null is a gap in the chart. */
export type DayBalance = Readonly<{
  day: string;
  balanceMinor: bigint | null;
  state: 'proven' | 'derived' | 'unknown';
}>;

export type Completeness = Readonly<{
  /** One after the other, without a hole, over the whole period. */
  intervals: readonly CompletenessInterval[];
  /** One for each day of the period. */
  balances: readonly DayBalance[];
  closing: (day: string) => bigint | null;
}>;

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
