import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextRetry, nextSlot } from './next-due.ts';

const interval = 4 * 3_600_000;
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

it('is later than now and at most one interval away', () => {
  fc.assert(
    fc.property(fc.uuid(), moment, (id, now) => {
      const wait = nextSlot(id, now, interval).getTime() - now.getTime();
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(interval);
    }),
  );
});

it('keeps a connection on its own hours', () => {
  fc.assert(
    fc.property(fc.uuid(), moment, (id, now) => {
      const slot = nextSlot(id, now, interval);
      expect(nextSlot(id, slot, interval).getTime() - slot.getTime()).toBe(interval);
    }),
  );
});

it('spreads connections over the interval', () => {
  const now = new Date('2026-11-24T10:00:00Z');
  const buckets = new Array<number>(16).fill(0);
  for (let index = 0; index < 16_000; index += 1) {
    const wait = nextSlot(`connection ${index}`, now, interval).getTime() - now.getTime();
    const bucket = Math.min(15, Math.floor((wait / interval) * 16));
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  expect(Math.min(...buckets)).toBeGreaterThan(800);
  expect(Math.max(...buckets)).toBeLessThan(1_200);
});

it('retries a failed pull after a minute, then ever later, never later than the slot', () => {
  fc.assert(
    fc.property(fc.uuid(), moment, fc.integer({ min: 1, max: 40 }), (id, now, failures) => {
      const retry = nextRetry(id, now, interval, failures).getTime();
      expect(retry).toBeGreaterThan(now.getTime());
      expect(retry).toBeLessThanOrEqual(nextSlot(id, now, interval).getTime());
    }),
  );
});
