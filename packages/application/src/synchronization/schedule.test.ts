import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { busiest, simulateSchedule } from '../testing/simulated-schedule.ts';
import type { SimulatedClaim, SimulatedSchedule } from '../testing/simulated-schedule.ts';
import { nextSlot } from './next-due.ts';

const hour = 3_600_000;
const day = 24 * hour;
const intervalMs = 4 * hour;
const start = new Date('2026-11-02T00:00:00Z');

describe('the load of a working day', () => {
  it('is flat: the busiest ten seconds carry at most one and a half times the mean', () => {
    const { claims } = run({ connectionIds: idsOf(40_000), forMs: intervalMs + 60_000 });
    const mean = (40_000 * 10_000) / intervalMs;
    expect(new Set(claims.map(({ connectionId }) => connectionId)).size).toBe(40_000);
    expect(busiest(claims, 10_000)).toBeLessThanOrEqual(1.5 * mean);
  });
});

describe('in thirty days', () => {
  it('every connection is pulled in each of its slots, once, and no later on the last day than on the first', () => {
    const connectionIds = idsOf(300);
    const { claims } = run({ connectionIds, forMs: 30 * day });
    expect(claims).toHaveLength(300 * 30 * 6);
    expect(claims.filter((claim) => !isPunctual(claim))).toEqual([]);
  });
});

describe.each<[string, number]>([
  ['in the last night of March, which is 23 hours long', Date.parse('2026-03-28T12:00:00Z')],
  ['in the last night of October, which is 25 hours long', Date.parse('2026-10-24T12:00:00Z')],
  ['in the last night of March 2028', Date.parse('2028-03-25T12:00:00Z')],
])('%s', (_night, startsAt) => {
  it('no pull is left out and none is made twice: four hours are four hours', () => {
    const { claims } = run({ connectionIds: idsOf(50), startAt: new Date(startsAt), forMs: 2 * day });
    for (const own of Map.groupBy(claims, ({ connectionId }) => connectionId).values()) {
      expect(own).toHaveLength(12);
      for (const [index, { dueAt }] of own.entries())
        if (index > 0) expect(dueAt - (own[index - 1]?.dueAt ?? 0)).toBe(intervalMs);
    }
  });
});

describe('after an outage of six hours', () => {
  const count = 40_000;
  const outage = { fromMs: intervalMs, untilMs: intervalMs + 6 * hour };
  const { claims, mostAtOnce } = run({ connectionIds: idsOf(count), forMs: 30 * hour, outage, room: 64 });
  const after = claims.filter(({ claimedAt }) => claimedAt >= start.getTime() + outage.untilMs);
  const backlog = after.filter(({ dueAt }) => dueAt < start.getTime() + outage.untilMs);

  it('every connection is pulled once, however many of its slots have passed, the oldest first', () => {
    expect(new Set(backlog.map(({ connectionId }) => connectionId)).size).toBe(count);
    expect(backlog).toHaveLength(count);
    expect(backlog.map(({ dueAt }) => dueAt)).toEqual(backlog.map(({ dueAt }) => dueAt).toSorted((a, b) => a - b));
  });

  it('at no more than twice the normal rate, with no more under way than the workers have room for', () => {
    const normalPerMinute = (count * 60_000) / intervalMs;
    expect(busiest(after, 60_000)).toBeLessThanOrEqual(2 * normalPerMinute);
    expect(mostAtOnce).toBeLessThanOrEqual(64);
  });

  it('and then everybody is back in their own slot, as spread as before', () => {
    const lastOfBacklog = backlog.at(-1)?.claimedAt ?? 0;
    const later = after.filter(({ claimedAt }) => claimedAt > lastOfBacklog + 2 * intervalMs);
    const mean = (count * 10_000) / intervalMs;
    expect(later.length).toBeGreaterThan(count);
    expect(busiest(later, 10_000)).toBeLessThanOrEqual(1.5 * mean);
    expect(later.every(isPunctual)).toBe(true);
  });
});

function run(schedule: Pick<SimulatedSchedule, 'connectionIds' | 'forMs'> & Partial<SimulatedSchedule>) {
  return simulateSchedule({ intervalMs, startAt: start, room: 32, pullTakesMs: 2_000, ...schedule });
}

function isSlot(connectionId: string, moment: number): boolean {
  return nextSlot(connectionId, new Date(moment), intervalMs).getTime() === moment + intervalMs;
}

function isPunctual({ connectionId, dueAt, claimedAt }: SimulatedClaim): boolean {
  return isSlot(connectionId, dueAt) && claimedAt - dueAt < 60_000;
}

/** The same at each run. */
function idsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    createHash('sha256').update(String(index)).digest('hex').slice(0, 32),
  );
}
