import type { CompletenessInterval, DayBalance } from '@onfact-ponto/api-contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisPoints, createChart, extremes, labelledGaps, niceScale } from './chart.ts';

describe('the scale', () => {
  it.each([
    ['a usual balance', [21_500, 39_400], [40_000, 30_000, 20_000, 10_000, 0]],
    ['a small one', [3.2, 8.1], [10, 7.5, 5, 2.5, 0]],
    ['cents', [0.01, 0.04], [0.04, 0.03, 0.02, 0.01, 0]],
    ['one above and below zero', [-1200, 4100], [6000, 4000, 2000, 0, -2000]],
    ['only debts', [-900, -100], [0, -250, -500, -750, -1000]],
    ['nothing at all', [0, 0], [100, 75, 50, 25, 0]],
    ['no day that is known', [], [100, 75, 50, 25, 0]],
  ])('of %s has round values', (_, values, ticks) => {
    expect(niceScale(values).ticks).toEqual(ticks);
  });

  it('holds every value and zero in at most five lines, whatever the amounts', () => {
    const cents = fc.integer({ min: -1e13, max: 1e13 }).map((minor) => minor / 100);
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 30 }), (values) => {
        const { lowest, highest, ticks } = niceScale(values);
        expect(ticks).toContain(0);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        const invisible = (highest - lowest) * 1e-6;
        expect(lowest - invisible).toBeLessThanOrEqual(Math.min(...values));
        expect(highest + invisible).toBeGreaterThanOrEqual(Math.max(...values));
        // No more than half of it is empty, so the line stays readable.
        const spread = Math.max(0, ...values) - Math.min(0, ...values);
        expect((highest - lowest) / 2.5).toBeLessThanOrEqual(Math.max(spread, 40));
      }),
    );
  });
});

describe('the line', () => {
  it('steps at the end of each day', () => {
    expect(createChart(days('100', '50', '75'), []).provenLine).toBe('M0 0H50V50H100V25');
  });

  it('is another one where no balance of the bank proves it', () => {
    const chart = createChart([...days('100', '50'), ...days('75', '80').map(derived)], []);
    expect(chart.provenLine).toBe('M0 0H33.3333V50');
    expect(chart.derivedLine).toBe('M33.3333 50H66.6667V25H100V20');
  });

  it('is a dot where only one day is known, and nothing where none is', () => {
    expect(createChart(days(null, '100', null), []).provenLine).toBe('M50 0h0');
    const nothing = createChart(days(null, null), []);
    expect([nothing.provenLine, nothing.derivedLine, nothing.last]).toEqual(['', '', undefined]);
  });

  it('ends in the newest day that is known', () => {
    expect(createChart(days('10', '100', null), []).last).toMatchObject({ left: 50, top: 0 });
  });

  it('draws a single day', () => {
    const chart = createChart(days('100'), []);
    expect(chart.points).toMatchObject([{ left: 0, top: 0 }]);
    expect(chart.gaps).toEqual([]);
  });
});

describe('the area', () => {
  it('lies between the line and zero, apart above and below', () => {
    const chart = createChart(days('100', '-100', '50'), []);
    expect(chart.zeroTop).toBe(50);
    expect(chart.areaAbove).toBe('M0 50V0H50V50Z');
    expect(chart.areaBelow).toBe('M50 50V100H100V50Z');
  });
});

describe('a gap', () => {
  it('reaches from the last known end of a day to the next', () => {
    const { gaps, provenLine } = createChart(days('100', '100', null, null, '100'), []);
    expect(gaps).toEqual([{ left: 25, right: 100, missing: null }]);
    expect(provenLine).toBe('M0 0H25V0M100 0h0');
  });

  it('may begin or end the chart, or be all of it', () => {
    expect(createChart(days(null, '1', '1'), []).gaps).toEqual([{ left: 0, right: 50, missing: null }]);
    expect(createChart(days('1', '1', null), []).gaps).toEqual([{ left: 50, right: 100, missing: null }]);
    expect(createChart(days(null, null, null), []).gaps).toEqual([{ left: 0, right: 100, missing: null }]);
    expect(createChart([], []).gaps).toEqual([{ left: 0, right: 100, missing: null }]);
  });

  it('is there when lines are missing between two known balances, and knows their amount', () => {
    const chart = createChart(days('100', '100', '512.10', '512.10', '512.10'), [missing(2, 2, '412.10')]);
    expect(chart.gaps).toEqual([{ left: 25, right: 50, missing: { amount: '412.10', currency: 'EUR' } }]);
    expect(chart.provenLine).not.toContain('H50');
  });

  it('adds no two amounts up', () => {
    const chart = createChart(days('1', null, null, null, '1'), [missing(1, 1, '5.00'), missing(2, 4, '7.00')]);
    expect(chart.gaps).toEqual([{ left: 0, right: 100, missing: null }]);
  });

  it('is never under the line, and together they fill the chart', () => {
    const balance = fc.option(fc.integer({ min: -500, max: 500 }).map(String), { nil: null, freq: 3 });
    fc.assert(
      fc.property(fc.array(balance, { minLength: 2, maxLength: 40 }), (balances) => {
        const { points, gaps } = createChart(days(...balances), []);
        const inGap = (index: number) =>
          gaps.some(({ left, right }) => left <= points[index - 1]!.left && points[index]!.left <= right);
        for (let index = 1; index < points.length; index += 1) {
          expect(inGap(index)).toBe(balances[index] === null || balances[index - 1] === null);
        }
      }),
    );
  });

  it('has a label only where labels do not meet, the widest first', () => {
    const narrow = { left: 30, right: 32, missing: null };
    const wide = { left: 20, right: 28, missing: null };
    const far = { left: 80, right: 81, missing: null };
    expect(labelledGaps([narrow, wide, far], 16)).toEqual([wide, far]);
  });
});

describe('the words around the chart', () => {
  const { points } = createChart(days('5', '20', '1', null, '20'), []);

  it('name every day of a few', () => {
    expect(axisPoints(points)).toEqual(points);
    expect(axisPoints([])).toEqual([]);
  });

  it('name seven of more days, evenly apart, the first and the last among them', () => {
    const { points: many } = createChart(days(...Array.from({ length: 31 }, () => '1')), []);
    expect(axisPoints(many).map(({ day }) => day.slice(8))).toEqual(['01', '06', '11', '16', '21', '26', '31']);
  });

  it('name the lowest and the highest day', () => {
    expect(extremes(points)).toMatchObject({ lowest: { day: '2026-03-03' }, highest: { day: '2026-03-02' } });
    expect(extremes([])).toBeUndefined();
  });
});

/** From 1 March on. */
function days(...balances: (string | null)[]): DayBalance[] {
  return balances.map((amount, index) => ({
    day: dayAt(index),
    balance: amount === null ? null : { amount, currency: 'EUR' },
    state: amount === null ? 'unknown' : 'proven',
  }));
}

function derived(balance: DayBalance): DayBalance {
  return { ...balance, state: 'derived' };
}

function missing(from: number, to: number, amount: string): CompletenessInterval {
  const [first, last] = [dayAt(from), dayAt(to)];
  return { from: first, to: last, state: 'missing', missing: { amount, currency: 'EUR' }, provedBy: ['coda'] };
}

function dayAt(index: number): string {
  return `2026-03-${String(index + 1).padStart(2, '0')}`;
}
