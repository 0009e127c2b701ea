import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

it('starts requests evenly spread, in the order in which they asked', async () => {
  const { clock, slept } = givenClock();
  const pace = createPace(2, clock);
  await Promise.all([pace.turn(), pace.turn(), pace.turn(), pace.turn()]);
  expect(slept).toEqual([500, 1000, 1500]);
});

it('lets a request through at once after a pause, and saves up nothing', async () => {
  const { clock, slept, pass } = givenClock();
  const pace = createPace(1, clock);
  await pace.turn();
  pass(60_000);
  await pace.turn();
  expect(slept).toEqual([]);
  await pace.turn();
  expect(slept).toEqual([1000]);
});

it.each([0, -1, Number.NaN])('is not made for %s requests a second', (requestsPerSecond) => {
  expect(() => createPace(requestsPerSecond, givenClock().clock)).toThrow(RangeError);
});

describe('after a refusal', () => {
  it('waits ten seconds, then twice as long each time, until an answer comes', async () => {
    const { clock, slept, pass } = givenClock();
    const pace = createPace(1, clock);
    for (const expected of [10_000, 20_000, 40_000]) {
      expect(pace.slowDown(undefined)).toBe(expected);
      await pace.turn();
      expect(slept.at(-1)).toBe(expected);
      pass(expected);
    }
    pace.goOn();
    expect(pace.slowDown(undefined)).toBe(10_000);
  });

  it('waits as long as onFact asks, and at most an hour by itself', () => {
    const { clock, pass } = givenClock();
    const pace = createPace(1, clock);
    expect(pace.slowDown(3_000)).toBe(3_000);
    for (let time = 0; time < 20; time += 1) pass(pace.slowDown(undefined));
    expect(pace.slowDown(undefined)).toBe(3_600_000);
  });

  it('counts refusals of requests that were under way together as one', () => {
    const pace = createPace(1, givenClock().clock);
    expect([pace.slowDown(undefined), pace.slowDown(undefined), pace.slowDown(undefined)]).toEqual([
      10_000, 10_000, 10_000,
    ]);
  });

  it('sends nobody who would wait too long, and says how long that is', async () => {
    const { clock, slept, pass } = givenClock();
    const pace = createPace(1, clock);
    pace.slowDown(600_000);
    pass(60_000);
    await expect(pace.turn()).rejects.toMatchObject({ code: 'ONFACT_HELD_BACK', retryAfterMs: 540_000 });
    pass(540_000);
    await pace.turn();
    expect(slept).toEqual([]);
  });
});

function givenClock() {
  let time = Date.parse('2026-11-20T07:00:00Z');
  const slept: number[] = [];
  const clock = { now: () => new Date(time), sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  return { clock, slept, pass: (milliseconds: number) => (time += milliseconds) };
}
