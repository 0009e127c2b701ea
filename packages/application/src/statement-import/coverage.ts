import { addDays, parseIsoDate } from '@onfact-ponto/primitives';
import type { StatementBalances } from './completeness-types.ts';
import type { Days } from './merge-types.ts';

/** A statement by its balances. */
export type ToldBalances = Omit<StatementBalances, 'statementId'> &
  Readonly<{
    /** Known to go on from its new balance on a later day, whatever else is given. */ isGoneOnFrom?: boolean;
  }>;

/**
 * Days of which statements tell every booking. A statement is exact at the end of its days, but a bank may make several
 * for one day: the last day is whole only when the following ones go on from its balance to a later day.
 */
export function daysToldByStatements(statements: readonly ToldBalances[]): Days[] {
  const following = Map.groupBy(statements, ({ oldDate, oldBalanceMinor }) => `${oldDate} ${oldBalanceMinor}`);
  const isLastWhole = ({ newDate, newBalanceMinor, isGoneOnFrom = false }: ToldBalances): boolean => {
    /** Of one day, each balance that is reached; a bank may make many statements in which nothing happens. */
    const reached = new Set([newBalanceMinor]);
    for (const balanceMinor of reached) {
      for (const next of following.get(`${newDate} ${balanceMinor}`) ?? []) {
        if (next.newDate > newDate || next.isGoneOnFrom === true) return true;
        reached.add(next.newBalanceMinor);
      }
    }
    return isGoneOnFrom;
  };
  return statements.flatMap((statement) => {
    const { oldDate, newDate } = statement;
    const to = isLastWhole(statement) ? newDate : day(newDate, -1);
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
