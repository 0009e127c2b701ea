import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterClaims, claimGapMs, claimPlaces } from './claim-pace.ts';

const interval = 4 * 3_600_000;
const start = new Date('2026-11-27T10:00:00Z');

it('is somewhat faster than connections become due, and no slower than one a second', () => {
  expect(claimGapMs(100_000, interval)).toBeCloseTo(interval / 140_000);
  expect(claimGapMs(3, interval)).toBe(1_000);
  expect(claimGapMs(0, interval)).toBe(1_000);
});

it('never lets more through in any span than the pace and half a second of credit', () => {
  const rounds = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 5_000 }), room: fc.integer({ max: 40, min: 0 }) }),
  );
  fc.assert(
    fc.property(rounds, fc.integer({ min: 5, max: 1_000 }), (looks, gapMs) => {
      const claims: number[] = [];
      let next = new Date(0);
      let now = start;
      for (const { afterMs, room } of looks) {
        now = new Date(now.getTime() + afterMs);
        const count = Math.min(room, claimPlaces(next, now, gapMs));
        next = afterClaims(next, now, gapMs, count);
        for (let index = 0; index < count; index += 1) claims.push(now.getTime());
      }
      for (const [first, from] of claims.entries()) {
        for (const [last, to] of claims.entries()) {
          if (last >= first && last - first + 1 > (to - from + 500) / gapMs + 1) return false;
        }
      }
      return true;
    }),
  );
});

it('uses every place when there is always room', () => {
  let next = new Date(0);
  let count = 0;
  for (let ms = 0; ms < 100_000; ms += 500) {
    const now = new Date(start.getTime() + ms);
    const places = claimPlaces(next, now, 103);
    next = afterClaims(next, now, 103, places);
    count += places;
  }
  expect(count).toBeGreaterThan(100_000 / 103 - 1);
});

it('lets the first claim through although nothing was ever claimed', () => {
  expect(claimPlaces(new Date(0), start, 1_000)).toBe(1);
});
