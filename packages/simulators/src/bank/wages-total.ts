import type { BankLine } from '../ponto/state.ts';
import type { Booking } from './books.ts';
import { kindOf } from './transaction-codes.ts';

/** Wages of one statement as the bank books them for a customer who handed them in as one file: one sum. */
export function withWagesTogether(bookings: readonly Booking[]): Booking[] {
  const wages = bookings.filter(isWage);
  const [first] = wages;
  if (!first) return [...bookings];
  const total = { transactionId: null, day: first.day, line: totalOf(first.line, wages) };
  return bookings.flatMap((booking) => {
    if (!isWage(booking)) return [booking];
    return booking === first ? [total] : [];
  });
}

function isWage({ line }: Booking): boolean {
  return kindOf(line) === 'wages';
}

function totalOf(first: BankLine, wages: readonly Booking[]): BankLine {
  return {
    ...first,
    amountMinor: wages.reduce((sum, { line }) => sum + line.amountMinor, 0n),
    counterpartName: null,
    counterpartReference: null,
    remittanceInformation: `Lonen, ${wages.length} opdrachten`,
    remittanceInformationType: 'unstructured',
    endToEndId: null,
    details: wages.map(({ line }) => line),
  };
}
