import { describe, expect, it } from 'vitest';
import type { DayBalance } from '../statement-import/completeness-types.ts';
import { withoutGuesses } from './known-balances.ts';

const balances: DayBalance[] = [
  { day: '2026-03-10', balanceMinor: 700n, state: 'proven' },
  { day: '2026-03-11', balanceMinor: 500n, state: 'derived' },
  { day: '2026-03-12', balanceMinor: 500n, state: 'derived' },
];

describe('balances of days', () => {
  it('are not derived over days of which the lines are not here', () => {
    expect(withoutGuesses(balances, '2026-03-12')).toEqual([
      balances[0],
      { day: '2026-03-11', balanceMinor: null, state: 'unknown' },
      balances[2],
    ]);
  });

  it('are those of the bank alone where there is no line at all', () => {
    expect(withoutGuesses(balances, undefined).map(({ state }) => state)).toEqual(['proven', 'unknown', 'unknown']);
  });
});
