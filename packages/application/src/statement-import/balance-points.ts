import type { PontoBalance, StatementBalances } from './completeness-types.ts';
import { dayNumber } from './line-sums.ts';
import type { LineSums } from './line-sums.ts';

/** A balance of the bank, and what the lines add up to at the same moment. */
export type BalancePoint = Readonly<{
  day: number;
  /** Of a statement: exact, at the end of the day. Of Ponto: read within the day, and maybe older than the lines. */
  isExact: boolean;
  balanceMinor: bigint;
  linesMinor: bigint;
  /** Balance less lines: the same at two points when nothing is missing between them. */
  restMinor: bigint;
}>;

/** In the order of time. */
export function balancePoints(
  statements: readonly StatementBalances[],
  pontoBalances: readonly PontoBalance[],
  sums: LineSums,
): BalancePoint[] {
  const exact = [...closingBalances(statements)].map(([day, balanceMinor]) =>
    pointOf(day, true, balanceMinor, sums.atEndOf(day)),
  );
  const read = pontoBalances
    .toSorted((left, right) => left.observedAt.getTime() - right.observedAt.getTime())
    .map(({ day, balanceMinor, observedAt }) => {
      const number = dayNumber(day);
      return pointOf(number, false, balanceMinor, sums.within(number, observedAt));
    });
  return [...read, ...exact].toSorted(
    (left, right) => left.day - right.day || Number(left.isExact) - Number(right.isExact),
  );
}

function pointOf(day: number, isExact: boolean, balanceMinor: bigint, linesMinor: bigint): BalancePoint {
  return { day, isExact, balanceMinor, linesMinor, restMinor: balanceMinor - linesMinor };
}

/**
 * The balance at the end of each day that a statement tells. Of several statements of one day only the last one ends
 * it; a statement that goes on to a later day begins where the day ended, whatever other statements say.
 */
function closingBalances(statements: readonly StatementBalances[]): Map<number, bigint> {
  const goesOnWithinDay = new Set(
    statements.filter(isWithinDay).map(({ oldDate, oldBalanceMinor }) => `${oldDate} ${oldBalanceMinor}`),
  );
  const closing = new Map<number, bigint>();
  const ending = statements.filter(
    ({ newDate, newBalanceMinor }) => !goesOnWithinDay.has(`${newDate} ${newBalanceMinor}`),
  );
  for (const { newDate, newBalanceMinor } of [
    ...ending.filter((one) => !isWithinDay(one)),
    ...ending.filter(isWithinDay),
  ]) {
    closing.set(dayNumber(newDate), newBalanceMinor);
  }
  for (const { oldDate, oldBalanceMinor } of statements.filter((one) => !isWithinDay(one))) {
    closing.set(dayNumber(oldDate), oldBalanceMinor);
  }
  return closing;
}

function isWithinDay({ oldDate, newDate }: StatementBalances): boolean {
  return oldDate === newDate;
}
