import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeness } from './completeness.ts';
import type { CompletenessInput, CountedLine, PontoBalance, StatementBalances } from './completeness-types.ts';

describe('what balances prove', () => {
  it('proves the days of a statement whose movements are all there', () => {
    expect(completeness(march()).intervals).toEqual([
      { from: '2026-03-02', to: '2026-03-06', state: 'proven', provenBy: 'statements' },
    ]);
  });

  it('names the days, the amount and the statements to import when a day of statements is absent', () => {
    const { intervals } = completeness({
      ...march(),
      statements: march().statements.toSpliced(1, 1),
      lines: march().lines.toSpliced(1, 1),
    });
    expect(intervals).toEqual([
      { from: '2026-03-02', to: '2026-03-02', state: 'proven', provenBy: 'statements' },
      {
        from: '2026-03-03',
        to: '2026-03-05',
        state: 'missing',
        missingMinor: -412_10n,
        provenBy: 'statements',
        importPeriod: { from: '2026-03-03', to: '2026-03-05' },
      },
      { from: '2026-03-06', to: '2026-03-06', state: 'proven', provenBy: 'statements' },
    ]);
  });

  it('finds the statement that is absent between two of one day', () => {
    const statements = [
      statement('2026-03-01', 100n, '2026-03-02', 150n),
      statement('2026-03-02', 170n, '2026-03-02', 180n),
      statement('2026-03-02', 180n, '2026-03-03', 200n),
    ];
    const lines = [line('2026-03-02', 50n), line('2026-03-02', 10n), line('2026-03-03', 20n)];
    expect(completeness({ statements, pontoBalances: [], lines }).intervals).toMatchObject([
      { from: '2026-03-02', to: '2026-03-02', state: 'missing', missingMinor: 20n },
      { from: '2026-03-03', to: '2026-03-03', state: 'proven' },
    ]);
  });

  it('says nothing of days without a balance on both sides', () => {
    const { intervals, balances } = completeness({
      ...march(),
      lines: [...march().lines, line('2026-03-08', 5n)],
      from: '2026-02-27',
    });
    expect(intervals).toMatchObject([
      { from: '2026-02-27', to: '2026-03-01', state: 'unproven' },
      { from: '2026-03-02', to: '2026-03-06', state: 'proven' },
      { from: '2026-03-07', to: '2026-03-08', state: 'unproven' },
    ]);
    expect(balances.at(-1)).toEqual({ day: '2026-03-08', balanceMinor: 1_687_95n, state: 'derived' });
  });

  it('passes over a balance that Ponto read before the lines that belong to it', () => {
    const pontoBalances = [reading('2026-03-02', 9, 0n), reading('2026-03-03', 9, 0n), reading('2026-03-04', 9, 70n)];
    const lines = [line('2026-03-02', 70n, 20), line('2026-03-04', 0n, 1)];
    expect(completeness({ statements: [], pontoBalances, lines }).intervals).toMatchObject([
      { from: '2026-03-02', to: '2026-03-04', state: 'proven', provenBy: 'ponto_balances' },
    ]);
  });

  it('never passes over the balance of a statement', () => {
    const statements = [statement('2026-03-01', 0n, '2026-03-02', 10n), statement('2026-03-02', 10n, '2026-03-03', 0n)];
    expect(completeness({ statements, pontoBalances: [], lines: [] }).intervals).toMatchObject([
      { from: '2026-03-02', to: '2026-03-02', missingMinor: 10n },
      { from: '2026-03-03', to: '2026-03-03', missingMinor: -10n },
    ]);
  });

  it('leaves a gap in the balances where an amount is missing, up to the next one that a statement tells', () => {
    const { balances, closing } = completeness({ ...march(), lines: march().lines.toSpliced(1, 1) });
    expect(balances.map(({ state }) => state)).toEqual(['proven', 'unknown', 'unknown', 'proven', 'proven']);
    expect(closing('2026-03-03')).toBeNull();
    expect(closing('2026-03-05')).toBe(1_637_90n);
  });

  it('knows nothing of an account of which nobody told', () => {
    expect(completeness({ statements: [], pontoBalances: [], lines: [] })).toMatchObject({
      intervals: [],
      balances: [],
    });
  });
});

describe('whatever the history', () => {
  it('proves every day from the first balance to the last when all lines are there', () => {
    fc.assert(
      fc.property(history(), (input) => {
        const { intervals } = completeness(input);
        expect(intervals.map(({ state }) => state)).not.toContain('missing');
        expect(intervals.filter(({ state }) => state === 'proven')).toHaveLength(1);
      }),
    );
  });

  it('names exactly the days and the amount of one line that is dropped, and is content when it is back', () => {
    fc.assert(
      fc.property(history(), fc.nat(), (input, choice) => {
        const index = choice % input.lines.length;
        const dropped = input.lines[index];
        const { intervals } = completeness({ ...input, lines: input.lines.toSpliced(index, 1) });
        const missing = intervals.filter((interval) => interval.state === 'missing');
        if (!dropped || dropped.amountMinor === 0n) return;
        expect(missing).toHaveLength(1);
        expect(missing[0]).toMatchObject({ missingMinor: dropped.amountMinor });
        expect(missing[0]?.from && missing[0].from <= dropped.bookingDate).toBe(true);
        expect(missing[0]?.to && missing[0].to >= dropped.bookingDate).toBe(true);
      }),
    );
  });

  it('answers for each day once, in order and without a hole, over new years and summer time', () => {
    fc.assert(
      fc.property(history(), fc.nat(), (input, choice) => {
        const lines = input.lines.toSpliced(choice % input.lines.length, 1);
        const { intervals, balances } = completeness({ ...input, lines });
        const days = balances.map(({ day }) => day);
        expect(days).toEqual(days.toSorted());
        expect(new Set(days).size).toBe(days.length);
        const spanned = intervals.flatMap(({ from, to }) => days.filter((day) => from <= day && day <= to));
        expect(spanned).toEqual(days);
      }),
    );
  });

  it('gives the balance of the bank at the end of each proven day', () => {
    fc.assert(
      fc.property(history(), (input) => {
        const { balances } = completeness(input);
        for (const { day, balanceMinor, state } of balances) {
          if (state === 'proven') expect(balanceMinor).toBe(opening + sumUntil(input.lines, day));
        }
      }),
    );
  });
});

const opening = 1_000_00n;

/** Days with lines, each closed by a statement, by several, by one for many days, or read by Ponto at its end. */
function history(): fc.Arbitrary<CompletenessInput> {
  const day = fc.record({
    amounts: fc.array(fc.bigInt({ min: -90_000n, max: 90_000n }), { maxLength: 4 }),
    close: fc.constantFrom('statement', 'two statements', 'reading', 'nothing'),
  });
  return fc
    .record({
      start: fc.constantFrom('2025-12-28', '2026-03-26', '2025-10-23', '2024-02-26'),
      days: fc.array(day, { minLength: 1, maxLength: 14 }),
    })
    .filter(({ days }) => days.some(({ amounts }) => amounts.length > 0))
    .map(({ start, days }) => {
      const lines: CountedLine[] = [];
      const statements: StatementBalances[] = [];
      const pontoBalances: PontoBalance[] = [];
      let [oldDate, balance] = [dayAfter(start, -1), opening];
      days.forEach(({ amounts, close }, index) => {
        const date = dayAfter(start, index);
        lines.push(...amounts.map((amount) => line(date, amount)));
        const end = opening + sumUntil(lines, date);
        const isLast = index === days.length - 1;
        if (close === 'reading' && !isLast) pontoBalances.push(reading(date, 23, end));
        if ((close === 'nothing' || close === 'reading') && !isLast) return;
        const half = close === 'two statements' && amounts.length > 1 ? end - (amounts.at(-1) ?? 0n) : end;
        statements.push(statement(oldDate, balance, date, half));
        if (half !== end) statements.push(statement(date, half, date, end));
        [oldDate, balance] = [date, end];
      });
      return { lines, statements, pontoBalances };
    });
}

function sumUntil(lines: readonly CountedLine[], day: string): bigint {
  return lines.reduce((sum, { bookingDate, amountMinor }) => (bookingDate <= day ? sum + amountMinor : sum), 0n);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function march(): CompletenessInput {
  return {
    statements: [
      statement('2026-03-01', 1_000_00n, '2026-03-02', 1_050_00n),
      statement('2026-03-02', 1_050_00n, '2026-03-05', 1_637_90n),
      statement('2026-03-05', 1_637_90n, '2026-03-06', 1_687_90n),
    ],
    pontoBalances: [],
    lines: [
      line('2026-03-02', 50_00n),
      line('2026-03-03', -412_10n),
      line('2026-03-04', 1_000_00n),
      line('2026-03-06', 50_00n),
    ],
  };
}

function statement(
  oldDate: string,
  oldBalanceMinor: bigint,
  newDate: string,
  newBalanceMinor: bigint,
): StatementBalances {
  return {
    statementId: `${oldDate}/${newDate}/${newBalanceMinor}`,
    oldDate,
    oldBalanceMinor,
    newDate,
    newBalanceMinor,
  };
}

function line(bookingDate: string, amountMinor: bigint, hour = 12): CountedLine {
  return {
    bookingDate,
    amountMinor,
    storedAt: new Date(`${bookingDate}T${String(hour).padStart(2, '0')}:00:00Z`),
    source: 'ponto',
  };
}

function reading(day: string, hour: number, balanceMinor: bigint): PontoBalance {
  return { day, balanceMinor, observedAt: new Date(`${day}T${String(hour).padStart(2, '0')}:00:00Z`) };
}
