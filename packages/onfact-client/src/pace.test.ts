import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

it('starts requests evenly spread, in the order in which they asked', async () => {
  const { clock, slept } = givenClock();
  const pace = createPace(2, clock);
  await Promise.all([pace(), pace(), pace(), pace()]);
  expect(slept).toEqual([500, 1000, 1500]);
});

it('lets a request through at once after a pause, and saves up nothing', async () => {
  const { clock, slept, pass } = givenClock();
  const pace = createPace(1, clock);
  await pace();
  pass(60_000);
  await pace();
  expect(slept).toEqual([]);
  await pace();
  expect(slept).toEqual([1000]);
});

it.each([0, -1, Number.NaN])('is not made for %s requests a second', (requestsPerSecond) => {
  expect(() => createPace(requestsPerSecond, givenClock().clock)).toThrow(RangeError);
});

function givenClock() {
  let time = Date.parse('2026-11-20T07:00:00Z');
  const slept: number[] = [];
  const clock = { now: () => new Date(time), sleep: async (milliseconds: number) => void slept.push(milliseconds) };
  return { clock, slept, pass: (milliseconds: number) => (time += milliseconds) };
}
