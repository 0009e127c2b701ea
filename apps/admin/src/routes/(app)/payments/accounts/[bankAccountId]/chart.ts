import type { Amount, CompletenessInterval, DayBalance } from '@onfact-ponto/api-contract';

/**
 * Where things stand in the chart of balances. Positions are per cent of the plot, from its left top, so that the server
 * draws it for every width. A position may lose what a pixel cannot show; the amounts that one reads stay decimals.
 */
export type Chart = Readonly<{
  points: readonly Point[];
  /** Values of the grid lines, from the highest. */
  ticks: readonly Tick[];
  zeroTop: number;
  /** SVG paths in a plot of 100 by 100. */
  provenLine: string;
  derivedLine: string;
  areaAbove: string;
  areaBelow: string;
  gaps: readonly Gap[];
  /** The newest known balance. */
  last: Point | undefined;
}>;

export type Point = Readonly<{
  day: string;
  left: number;
  /** Null in a gap. */
  top: number | null;
  balance: Amount | null;
  state: DayBalance['state'];
}>;
export type Tick = Readonly<{ value: number; top: number }>;

/** Days of which no balance can be drawn. */
export type Gap = Readonly<{ left: number; right: number; missing: Amount | null }>;

export function createChart(balances: readonly DayBalance[], intervals: readonly CompletenessInterval[]): Chart {
  const values = balances.map(({ balance }) => (balance === null ? null : lossyNumber(balance)));
  const scale = niceScale(values.filter((value) => value !== null));
  const topOf = (value: number) => rounded(((scale.highest - value) / (scale.highest - scale.lowest)) * 100);
  const leftOf = (index: number) => rounded((index / Math.max(1, balances.length - 1)) * 100);

  const points = balances.map(({ day, balance, state }, index): Point => {
    const value = values[index] ?? null;
    return { day, left: leftOf(index), top: value === null ? null : topOf(value), balance, state };
  });
  const missing = intervals.filter(({ state }) => state === 'missing');
  const isDrawn = (index: number) => {
    const day = points[index]?.day ?? '';
    const hasBothEnds = isKnown(points[index - 1]) && isKnown(points[index]);
    return hasBothEnds && !missing.some(({ from, to }) => from <= day && day <= to);
  };
  return {
    points,
    ticks: scale.ticks.map((value) => ({ value, top: topOf(value) })),
    zeroTop: topOf(0),
    ...linesOf(points, isDrawn),
    ...areasOf(points, isDrawn, topOf(0)),
    gaps: gapsOf(points, isDrawn, missing),
    last: points.findLast(({ top }) => top !== null),
  };
}

/** For a place in a drawing only: a float holds no amount exactly. */
export function lossyNumber({ amount }: Amount): number {
  return Number(amount);
}

const maximumIntervals = 4;
const niceFactors = [1, 2, 2.5, 5, 10];

/** Round values around all of these and zero, so that the area under the line is honest. At most four steps. */
export function niceScale(values: readonly number[]): { lowest: number; highest: number; ticks: number[] } {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  if (low === high) return niceScale([100]);

  const magnitude = 10 ** Math.floor(Math.log10((high - low) / maximumIntervals));
  const steps = niceFactors.map((factor) => factor * magnitude);
  const stepsAway = (value: number, step: number) => Math.ceil(Number((Math.abs(value) / step).toFixed(9)));
  const step = steps.find((one) => stepsAway(low, one) + stepsAway(high, one) <= maximumIntervals) ?? magnitude * 20;
  const below = stepsAway(low, step);
  const above = stepsAway(high, step);
  const ticks = Array.from({ length: below + above + 1 }, (_, index) => rounded((above - index) * step));
  return { lowest: -below * step, highest: above * step, ticks };
}

/** The line stays at the balance of a day until the end of the next, and steps there. */
function linesOf(points: readonly Point[], isDrawn: (index: number) => boolean) {
  const lines = { proven: '', derived: '' };
  let previous: 'proven' | 'derived' | undefined;
  for (const [index, { left, top, state }] of points.entries()) {
    if (top === null) continue;
    const line = state === 'proven' ? 'proven' : 'derived';
    if (isDrawn(index)) {
      const before = points[index - 1];
      if (previous !== line) lines[line] += `M${before?.left} ${before?.top}`;
      lines[line] += `H${left}V${top}`;
      previous = line;
    } else {
      previous = undefined;
      // A single known day has no line, so it is a dot.
      if (!isDrawn(index + 1)) lines[line] += `M${left} ${top}h0`;
    }
  }
  return { provenLine: lines.proven, derivedLine: lines.derived };
}

function areasOf(points: readonly Point[], isDrawn: (index: number) => boolean, zeroTop: number) {
  const areas = { areaAbove: '', areaBelow: '' };
  for (const [index, { left }] of points.entries()) {
    const before = points[index - 1];
    if (!isDrawn(index) || !isKnown(before) || before.top === zeroTop) continue;
    const side = before.top < zeroTop ? 'areaAbove' : 'areaBelow';
    areas[side] += `M${before.left} ${zeroTop}V${before.top}H${left}V${zeroTop}Z`;
  }
  return areas;
}

/** From the last end of a day that is known to the next one; days without lines that are missing count too. */
function gapsOf(
  points: readonly Point[],
  isDrawn: (index: number) => boolean,
  missing: readonly CompletenessInterval[],
): Gap[] {
  if (points.length === 0) return [{ left: 0, right: 100, missing: null }];
  const gaps: { from: number; to: number }[] = [];
  for (let index = 1; index < points.length; index += 1) {
    if (isDrawn(index)) continue;
    const current = gaps.at(-1);
    if (current?.to === index - 1) current.to = index;
    else gaps.push({ from: index - 1, to: index });
  }
  return gaps.map(({ from, to }) => {
    const inside = missing.filter((one) => one.from <= (points[to]?.day ?? '') && one.to > (points[from]?.day ?? ''));
    // Two amounts under one hatch are not added up: the list below names both.
    const only = inside.length === 1 ? inside[0] : undefined;
    return { left: points[from]?.left ?? 0, right: points[to]?.left ?? 100, missing: only?.missing ?? null };
  });
}

/** Which gaps have room for their label, the widest first. */
export function labelledGaps(gaps: readonly Gap[], minimumDistance: number): Gap[] {
  const chosen: Gap[] = [];
  const centre = ({ left, right }: Gap) => (left + right) / 2;
  for (const gap of [...gaps].sort((one, other) => other.right - other.left - (one.right - one.left))) {
    if (chosen.every((other) => Math.abs(centre(other) - centre(gap)) >= minimumDistance)) chosen.push(gap);
  }
  return chosen;
}

const maximumLabels = 8;

/** All of a few days; of more days seven, evenly apart, the first and the last among them. */
export function axisPoints(points: readonly Point[]): Point[] {
  if (points.length <= maximumLabels) return [...points];
  const last = points.length - 1;
  return Array.from({ length: 7 }, (_, step) => points[Math.round((step * last) / 6)]).filter(
    (point) => point !== undefined,
  );
}

/** The lowest and the highest of the known days; among equals the first. */
export function extremes(points: readonly Point[]): { lowest: Point; highest: Point } | undefined {
  const known = points.filter(({ top }) => top !== null);
  const [first] = known;
  if (!first) return undefined;
  const value = ({ balance }: Point) => (balance === null ? 0 : lossyNumber(balance));
  return {
    lowest: known.reduce((found, point) => (value(point) < value(found) ? point : found), first),
    highest: known.reduce((found, point) => (value(point) > value(found) ? point : found), first),
  };
}

function isKnown(point: Point | undefined): point is Point & { top: number } {
  return typeof point?.top === 'number';
}

/** Far finer than a pixel, and without the tail of a binary fraction. */
function rounded(value: number): number {
  return Number(value.toFixed(4)) + 0;
}
