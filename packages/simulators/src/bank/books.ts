import { addDays, type IsoDate } from '@onfact-ponto/primitives';
import { transactionsOf } from '../ponto/ledger.ts';
import { timestamp, type PontoSimulation } from '../ponto/simulation.ts';
import type { Account, BankLine } from '../ponto/state.ts';

/**
 * One account as the bank itself keeps it. Ponto's state is the truth of the simulated world, so the two sources cannot
 * contradict each other: the bank's books are what Ponto published and what it has not fetched yet.
 */
export type Books = Readonly<{
  /** Before the first booking. */
  openingBalanceMinor: bigint;
  /** By day; within a day in the order in which they were booked. */
  bookings: readonly Booking[];
}>;

export type Booking = Readonly<{
  /** Under which Ponto shows it; null while it has not fetched it. */
  transactionId: string | null;
  day: IsoDate;
  line: BankLine;
}>;

/** @param shiftDays books every line so many days later than Ponto says, or earlier */
export function booksOf(simulation: PontoSimulation, account: Account, shiftDays = 0): Books {
  const published = transactionsOf(simulation, account.id);
  const now = timestamp(simulation);
  const bookings = [
    ...published.map(({ id, line }) => booking(id, line, shiftDays)),
    ...account.bank.waiting.filter(({ bookedAt }) => bookedAt <= now).map(({ line }) => booking(null, line, shiftDays)),
  ];
  return {
    openingBalanceMinor: published.reduce(
      (balance, { line }) => balance - line.amountMinor,
      account.publishedBalanceMinor,
    ),
    bookings: bookings.toSorted((left, right) => (left.day < right.day ? -1 : Number(left.day > right.day))),
  };
}

function booking(transactionId: string | null, line: BankLine, shiftDays: number): Booking {
  const day = line.executionDate as IsoDate;
  return { transactionId, day: shiftDays === 0 ? day : addDays(day, shiftDays), line };
}
