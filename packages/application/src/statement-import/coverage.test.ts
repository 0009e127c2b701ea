import { describe, expect, it } from 'vitest';
import { daysToldByPonto, daysToldByStatements } from './coverage.ts';
import type { ToldBalances } from './coverage.ts';

describe('the days that statements tell wholly', () => {
  it('go up to the last day when a later statement goes on from its balance', () => {
    expect(
      daysToldByStatements([told('2026-03-01', 0n, '2026-03-02', 5n), told('2026-03-02', 5n, '2026-03-03', 7n)]),
    ).toEqual([{ from: '2026-03-02', to: '2026-03-02' }]);
  });

  it('are without the last day while another statement of that day may come', () => {
    expect(daysToldByStatements([told('2026-02-27', 0n, '2026-03-02', 5n)])).toEqual([
      { from: '2026-02-28', to: '2026-03-01' },
    ]);
    const [first, other] = [told('2026-03-01', 0n, '2026-03-02', 5n), told('2026-03-02', 6n, '2026-03-03', 7n)];
    expect(daysToldByStatements([first, other])).toEqual([]);
  });

  it('hold a day of several statements once a later day goes on from the last of them', () => {
    const ofOneDay = [
      told('2026-03-01', 0n, '2026-03-02', 5n),
      told('2026-03-02', 5n, '2026-03-02', 9n),
      told('2026-03-02', 9n, '2026-03-02', 5n),
    ];
    expect(daysToldByStatements(ofOneDay)).toEqual([]);
    expect(daysToldByStatements([...ofOneDay, told('2026-03-02', 5n, '2026-03-04', 8n)])).toEqual([
      { from: '2026-03-02', to: '2026-03-02' },
      { from: '2026-03-03', to: '2026-03-03' },
    ]);
  });

  it('are found among very many statements of one day in which nothing happens', () => {
    const nothing = Array.from({ length: 200 }, () => told('2026-03-02', 5n, '2026-03-02', 5n));
    expect(daysToldByStatements(nothing)).toEqual([]);
  });

  it('hold the last day of a statement that its file goes on from, before the next one is there', () => {
    expect(daysToldByStatements([{ ...told('2026-03-01', 0n, '2026-03-02', 5n), isGoneOnFrom: true }])).toEqual([
      { from: '2026-03-02', to: '2026-03-02' },
    ]);
  });
});

describe('the days that Ponto tells wholly', () => {
  it('are without those at both ends for which a line may come late', () => {
    const firstDay = '0001-01-01';
    expect(daysToldByPonto({ oldestDay: '2026-03-01', readOn: '2026-03-20', firstDay })).toEqual([
      { from: '2026-03-05', to: '2026-03-17' },
    ]);
    expect(daysToldByPonto({ oldestDay: null, readOn: '2026-03-20', firstDay })).toEqual([
      { from: firstDay, to: '2026-03-17' },
    ]);
    expect(daysToldByPonto({ oldestDay: '2026-03-15', readOn: '2026-03-20', firstDay })).toEqual([]);
  });
});

function told(oldDate: string, oldBalanceMinor: bigint, newDate: string, newBalanceMinor: bigint): ToldBalances {
  return { oldDate, oldBalanceMinor, newDate, newBalanceMinor };
}
