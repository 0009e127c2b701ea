import type { BalancePoint } from './balance-points.ts';
import type { CompletenessInterval, ProvenBy } from './completeness-types.ts';
import { dayText } from './line-sums.ts';

export type DayRange = Readonly<{ from: number; to: number }>;

/** What lies between two balances; nothing is missing when they differ by just the lines between them. */
export type Segment = Readonly<{ from: number; to: number; missingMinor: bigint; provenBy: ProvenBy }>;

/** The balances to compare, each with the next. */
export function comparablePoints(points: readonly BalancePoint[]): BalancePoint[] {
  const kept: BalancePoint[] = [];
  let index: number | undefined = points.length > 0 ? 0 : undefined;
  for (; index !== undefined; index = followerOf(points, index)) {
    const point = points[index];
    if (point) kept.push(point);
  }
  return kept;
}

export function segmentsBetween(points: readonly BalancePoint[]): Segment[] {
  return points.slice(1).flatMap((end, index) => {
    const start = points[index];
    if (!start) return [];
    const areExact = [start.isExact, end.isExact];
    return {
      from: start.isExact ? start.day + 1 : start.day,
      to: end.day,
      missingMinor: end.restMinor - start.restMinor,
      provenBy: areExact.every(Boolean) ? 'statements' : areExact.some(Boolean) ? 'both' : 'ponto_balances',
    };
  });
}

/**
 * The balance with which to compare next. Ponto may have read a balance before or after the lines that belong to it:
 * such a reading is passed over when a later one agrees with the start again, or when the next does not confirm it.
 * Balances of statements are exact, and never passed over.
 */
function followerOf(points: readonly BalancePoint[], index: number): number | undefined {
  const rest = points[index]?.restMinor;
  let last = index + 1;
  while (last < points.length - 1 && points[last]?.isExact === false) last += 1;
  if (last >= points.length) return undefined;
  for (let next = index + 1; next <= last; next++) if (points[next]?.restMinor === rest) return next;
  for (let next = index + 1; next < last; next++) {
    if (points[next]?.restMinor === points[next + 1]?.restMinor) return next;
  }
  return last;
}

type Answer = Readonly<{ state: 'proven' | 'missing'; segment: Segment }>;

/** One answer for each day. A day that two segments share is missing when one of them lacks something. */
export function intervalsOf(segments: readonly Segment[], period: DayRange): CompletenessInterval[] {
  const answers = new Map<number, Answer>();
  for (const segment of oneOfEachDay(segments)) {
    const state = segment.missingMinor === 0n ? 'proven' : 'missing';
    const [from, to] = [Math.max(segment.from, period.from), Math.min(segment.to, period.to)];
    for (let day = from; day <= to; day++) {
      if (answers.get(day)?.state !== 'missing') answers.set(day, { state, segment });
    }
  }
  const intervals: CompletenessInterval[] = [];
  let from = period.from;
  for (let day = period.from; day <= period.to; day++) {
    if (day < period.to && isSameInterval(answers.get(day), answers.get(day + 1))) continue;
    const used = new Set<Segment>();
    for (let other = from; other <= day; other++) {
      const answer = answers.get(other);
      if (answer) used.add(answer.segment);
    }
    intervals.push(intervalOf({ from, to: day }, answers.get(day), [...used]));
    from = day + 1;
  }
  return intervals;
}

/** Readings of one day each lack something of it: the day lacks the sum. */
function oneOfEachDay(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const before = result.at(-1);
    const isHidden = before && before.missingMinor !== 0n && segment.missingMinor !== 0n && segment.to <= before.to;
    if (isHidden) result[result.length - 1] = { ...before, missingMinor: before.missingMinor + segment.missingMinor };
    else result.push(segment);
  }
  return result;
}

function isSameInterval(left: Answer | undefined, right: Answer | undefined): boolean {
  if (left?.state === 'proven') return right?.state === 'proven';
  return left?.segment === right?.segment;
}

function intervalOf(range: DayRange, answer: Answer | undefined, segments: readonly Segment[]): CompletenessInterval {
  const days = { from: dayText(range.from), to: dayText(range.to) };
  if (!answer) return { ...days, state: 'unproven' };
  const kinds = new Set(segments.map(({ provenBy }) => provenBy));
  const [only] = kinds;
  const provenBy = only !== undefined && kinds.size === 1 ? only : 'both';
  if (answer.state === 'proven') return { ...days, state: 'proven', provenBy };
  const { segment } = answer;
  const importPeriod = { from: dayText(segment.from), to: dayText(segment.to) };
  return { ...days, state: 'missing', missingMinor: segment.missingMinor, provenBy, importPeriod };
}
