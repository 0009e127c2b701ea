import { parseIsoDate, type IsoDate } from '@onfact-ponto/primitives';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bankStatementsOf } from './bank-statements.ts';
import type { Booking, Books } from './books.ts';

const today = day('2026-01-08'); // a Thursday

function day(text: string): IsoDate {
  const parsed = parseIsoDate(text);
  if (parsed === undefined) throw new RangeError(text);
  return parsed;
}

function books(...bookings: readonly [day: string, amountMinor: bigint][]): Books {
  return {
    openingBalanceMinor: 10_000n,
    bookings: bookings.map(([on, amountMinor]) => ({
      transactionId: null,
      day: day(on),
      line: { amountMinor },
    })) as unknown as Booking[],
  };
}

it('gives one statement for each day with bookings, from balance to balance', () => {
  const statements = bankStatementsOf(books(['2026-01-05', 500n], ['2026-01-05', -200n], ['2026-01-07', -1n]), {
    today,
  });
  expect(statements.map(({ bookings, ...statement }) => ({ ...statement, bookings: bookings.length }))).toEqual([
    {
      day: '2026-01-05',
      number: 1,
      oldBalanceDay: '2026-01-04',
      oldBalanceMinor: 10_000n,
      newBalanceMinor: 10_300n,
      bookings: 2,
    },
    {
      day: '2026-01-07',
      number: 2,
      oldBalanceDay: '2026-01-05',
      oldBalanceMinor: 10_300n,
      newBalanceMinor: 10_299n,
      bookings: 1,
    },
  ]);
});

it('numbers from 1 again in a new year', () => {
  const statements = bankStatementsOf(books(['2025-12-30', 1n], ['2025-12-31', 1n], ['2026-01-02', 1n]), { today });
  expect(statements.map(({ number }) => number)).toEqual([1, 2, 1]);
});

it('tells a day when it is over, and before that only when it tells twice a day', () => {
  const world = books(
    ['2026-01-07', 1n],
    ['2026-01-08', 2n],
    ['2026-01-08', 3n],
    ['2026-01-08', 4n],
    ['2026-01-09', 5n],
  );
  expect(bankStatementsOf(world, { today }).map((statement) => statement.day)).toEqual(['2026-01-07']);
  const rounds = bankStatementsOf(world, { today, intraday: true });
  expect(rounds.map((statement) => [statement.day, statement.oldBalanceDay, statement.bookings.length])).toEqual([
    ['2026-01-07', '2026-01-06', 1],
    ['2026-01-08', '2026-01-07', 2],
    ['2026-01-08', '2026-01-08', 1],
  ]);
});

it('has an empty statement for a working day without bookings where the customer wants them', () => {
  const statements = bankStatementsOf(books(['2026-01-02', 1n], ['2026-01-06', 2n]), { today, emptyDays: true });
  expect(statements.map((statement) => [statement.day, statement.number, statement.oldBalanceDay])).toEqual([
    ['2026-01-02', 1, '2026-01-01'],
    ['2026-01-05', 2, '2026-01-02'],
    ['2026-01-06', 3, '2026-01-02'],
    ['2026-01-07', 4, '2026-01-06'],
  ]);
});

it('says nothing of an account on which nothing was booked', () => {
  expect(bankStatementsOf(books(), { today, emptyDays: true, intraday: true })).toEqual([]);
});

it('never loses a booking or a cent, whatever the days', () => {
  const days = fc.integer({ min: 1, max: 31 }).map((number) => `2025-12-${String(number).padStart(2, '0')}`);
  const options = fc.record({ emptyDays: fc.boolean(), intraday: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.tuple(days, fc.bigInt({ min: -999n, max: 999n }))), options, (bookings, asked) => {
      const world = books(...bookings.toSorted(([left], [right]) => left.localeCompare(right)));
      const statements = bankStatementsOf(world, { today, ...asked });
      expect(statements.flatMap((statement) => statement.bookings)).toEqual(world.bookings);
      let balanceMinor = world.openingBalanceMinor;
      for (const statement of statements) {
        expect(statement.oldBalanceMinor).toBe(balanceMinor);
        balanceMinor += statement.bookings.reduce((sum, { line }) => sum + line.amountMinor, 0n);
        expect(statement.newBalanceMinor).toBe(balanceMinor);
      }
    }),
  );
});
