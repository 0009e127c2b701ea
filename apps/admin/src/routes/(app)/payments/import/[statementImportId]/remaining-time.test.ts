import { expect, it } from 'vitest';
import { remainingTime } from './remaining-time.ts';

it.each([
  [0, 'seconds', 5],
  [8, 'seconds', 10],
  [89, 'seconds', 90],
  [90, 'minutes', 2],
  [121, 'minutes', 3],
] as const)('%i seconds are said as %s: %i', (seconds, unit, n) => {
  expect(remainingTime(seconds)).toEqual({ unit, n });
});
