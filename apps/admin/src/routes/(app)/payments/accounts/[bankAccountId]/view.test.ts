import { describe, expect, it } from 'vitest';
import { hrefOf, periodOf, ranges, readView } from './view.ts';

describe('the address of a view', () => {
  it.each(ranges.flatMap((range) => [true, false].map((isTable) => ({ range, isTable }))))(
    'says all of it: %o',
    (view) => {
      const { searchParams } = new URL(hrefOf('/payments/accounts/1', view), 'http://localhost');
      expect(readView(searchParams)).toEqual(view);
    },
  );

  it('is short for the usual one, and shows it when nothing else can be meant', () => {
    expect(hrefOf('/payments/accounts/1', { range: '90d', isTable: false })).toBe('/payments/accounts/1');
    expect(readView(new URLSearchParams('range=100y&view=pie'))).toEqual({ range: '90d', isTable: false });
  });
});

it.each([
  ['7d', '2026-11-16'],
  ['30d', '2026-10-24'],
  ['90d', '2026-08-25'],
  ['1y', '2025-11-23'],
] as const)('%s until 23-11-2026 begins on %s', (range, from) => {
  expect(periodOf(range, '2026-11-23')).toEqual({ from, to: '2026-11-23' });
});
