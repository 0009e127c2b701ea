import type { IsoDate } from '@onfact-ponto/primitives';
import type { BankStatement } from '../bank-statements.ts';

/** The statements of one calendar month together. */
export type StatementMonth = Readonly<{
  /** Days of its first and its last statement. */
  from: IsoDate;
  to: IsoDate;
  bookingCount: number;
  closingBalanceMinor: bigint;
}>;

/** Newest first. */
export function monthsOf(statements: readonly BankStatement[]): StatementMonth[] {
  const months = new Map<string, StatementMonth>();
  for (const { day, bookings, newBalanceMinor } of statements) {
    const known = months.get(day.slice(0, 7));
    months.set(day.slice(0, 7), {
      from: known?.from ?? day,
      to: day,
      bookingCount: (known?.bookingCount ?? 0) + bookings.length,
      closingBalanceMinor: newBalanceMinor,
    });
  }
  return [...months.values()].toReversed();
}
