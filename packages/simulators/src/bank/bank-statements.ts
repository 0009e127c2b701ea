import { addDays, type IsoDate } from '@onfact-ponto/primitives';
import { dayOfWeek } from '../scenarios/invoice-book.ts';
import type { Booking, Books } from './books.ts';

/** What happened on an account in one bank day, or in a part of it, between two balances. */
export type BankStatement = Readonly<{
  day: IsoDate;
  /** Within the calendar year, from 1. */
  number: number;
  oldBalanceMinor: bigint;
  /** Of the last statement with bookings. */
  oldBalanceDay: IsoDate;
  newBalanceMinor: bigint;
  bookings: readonly Booking[];
}>;

export type StatementDays = Readonly<{
  today: IsoDate;
  /** Also a statement for each working day on which nothing happened. */
  emptyDays?: boolean | undefined;
  /** Two statements a day instead of one; also of the day that is not over yet. */
  intraday?: boolean | undefined;
}>;

/** Every statement since the first booking, oldest first. Each begins with the balance at which the one before ended. */
export function bankStatementsOf(
  books: Books,
  { today, emptyDays = false, intraday = false }: StatementDays,
): BankStatement[] {
  const lastDay = intraday ? today : addDays(today, -1);
  const byDay = bookingsByDay(books.bookings);
  const bankDays = emptyDays ? withWorkingDays([...byDay.keys()], lastDay) : [...byDay.keys()];
  const statements: BankStatement[] = [];
  let balanceMinor = books.openingBalanceMinor;
  let balanceDay: IsoDate | undefined;

  for (const day of bankDays) {
    if (day > lastDay) break;
    for (const bookings of roundsOf(byDay.get(day) ?? [], intraday)) {
      const newBalanceMinor = bookings.reduce((balance, { line }) => balance + line.amountMinor, balanceMinor);
      statements.push({
        day,
        number: nextNumber(statements.at(-1), day),
        oldBalanceMinor: balanceMinor,
        oldBalanceDay: balanceDay ?? addDays(day, -1),
        newBalanceMinor,
        bookings,
      });
      balanceMinor = newBalanceMinor;
      if (bookings.length > 0) balanceDay = day;
    }
  }
  return statements;
}

function bookingsByDay(bookings: readonly Booking[]): Map<IsoDate, Booking[]> {
  const byDay = new Map<IsoDate, Booking[]>();
  for (const booking of bookings) {
    const ofDay = byDay.get(booking.day);
    if (ofDay) ofDay.push(booking);
    else byDay.set(booking.day, [booking]);
  }
  return byDay;
}

/** Banks are closed in the weekend; what the simulated one books there has its statement all the same. */
function withWorkingDays(bookedDays: readonly IsoDate[], lastDay: IsoDate): IsoDate[] {
  const booked = new Set(bookedDays);
  const days: IsoDate[] = [];
  for (let day = bookedDays[0]; day !== undefined && day <= lastDay; day = addDays(day, 1)) {
    if (booked.has(day) || ![0, 6].includes(dayOfWeek(day))) days.push(day);
  }
  return days;
}

/** In the morning the first half, in the evening the rest. */
function roundsOf(bookings: readonly Booking[], intraday: boolean): (readonly Booking[])[] {
  if (!intraday || bookings.length < 2) return [bookings];
  const noon = Math.ceil(bookings.length / 2);
  return [bookings.slice(0, noon), bookings.slice(noon)];
}

/** Begins again at 1 with each year. */
function nextNumber(previous: BankStatement | undefined, day: IsoDate): number {
  return previous?.day.slice(0, 4) === day.slice(0, 4) ? previous.number + 1 : 1;
}
