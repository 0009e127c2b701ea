import { addDays, parseIsoDate } from '@onfact-ponto/primitives';
import type { StatementBalances } from './completeness.ts';
import type { Days } from './merge-types.ts';

/**
 * Days of which statements tell every booking. A statement is exact at the end of its days, but a bank may make several
 * for one day: the last day is whole only when the next statement goes on from its balance on a later day.
 */
export function daysToldByStatements(statements: readonly Omit<StatementBalances, 'statementId'>[]): Days[] {
  const goingOn = new Map<string, string>();
  for (const { oldDate, oldBalanceMinor, newDate } of statements) {
    if (newDate > oldDate) goingOn.set(`${oldDate} ${oldBalanceMinor}`, newDate);
  }
  return statements.flatMap(({ oldDate, newDate, newBalanceMinor }) => {
    const isLastWhole = goingOn.has(`${newDate} ${newBalanceMinor}`);
    const to = isLastWhole ? newDate : day(newDate, -1);
    const from = day(oldDate, 1);
    return from <= to ? [{ from, to }] : [];
  });
}

/**
 * Days of which Ponto tells every booking. Its list goes by when a line came, not by day: a line may come some days
 * late, so days at both ends may lack some.
 * @param oldestDay the booking day of the oldest line that was read; null when nothing older was left out
 */
export function daysToldByPonto(input: { oldestDay: string | null; readOn: string; firstDay: string }): Days[] {
  const from = input.oldestDay === null ? input.firstDay : day(input.oldestDay, daysLate + 1);
  const to = day(input.readOn, -daysLate);
  return from <= to ? [{ from, to }] : [];
}

/** Banks hand a booking to Ponto this many days late at most; weekends between count too. */
const daysLate = 3;

function day(date: string, days: number): string {
  const parsed = parseIsoDate(date);
  if (!parsed) throw new RangeError(`No day: ${date}`);
  return addDays(parsed, days);
}
