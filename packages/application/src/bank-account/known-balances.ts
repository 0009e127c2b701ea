import type { DayBalance } from '../statement-import/completeness-types.ts';

/**
 * Takes back the balances that were derived over days before the first line that is here: what was booked then is not
 * known to be nothing, so a level line would be a guess. A balance that the bank itself said stays.
 */
export function withoutGuesses(balances: readonly DayBalance[], dataFrom: string | undefined): readonly DayBalance[] {
  return balances.map((balance) => {
    const isGuess = balance.state === 'derived' && (dataFrom === undefined || balance.day < dataFrom);
    return isGuess ? { day: balance.day, balanceMinor: null, state: 'unknown' } : balance;
  });
}
