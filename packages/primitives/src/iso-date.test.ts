import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, bankDayOf, bankDayOfDate, daysBetween, isIsoDate, parseIsoDate, type IsoDate } from './iso-date.ts';

const day = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1980-01-01' as IsoDate, days));

describe('the bank day of a moment', () => {
  it('is the day that was meant, for midnight in UTC', () => {
    fc.assert(
      fc.property(day, (meant) => {
        expect(bankDayOf(`${meant}T00:00:00.000Z`)).toBe(meant);
      }),
    );
  });

  it('is the day that was meant, for midnight in Brussels written in UTC, winter and summer', () => {
    fc.assert(
      fc.property(day, (meant) => {
        expect(bankDayOf(localMidnight(meant))).toBe(meant);
        expect(bankDayOf(localMidnight(meant).replace('.000Z', 'Z'))).toBe(meant);
      }),
    );
  });

  it.each([
    ['2026-03-28T23:00:00Z', '2026-03-29', 'midnight of the day on which summer time begins'],
    ['2026-03-29T22:00:00Z', '2026-03-30', 'the midnight after it'],
    ['2026-03-29T21:59:59.999999Z', '2026-03-29', 'the last moment of that day of 23 hours'],
    ['2026-10-24T22:00:00Z', '2026-10-25', 'midnight of the day on which summer time ends'],
    ['2026-10-25T23:00:00Z', '2026-10-26', 'the midnight after it'],
    ['2026-10-25T22:59:59.999Z', '2026-10-25', 'the last moment of that day of 25 hours'],
    ['2026-12-31T23:00:00Z', '2027-01-01', 'new year in Brussels'],
    ['2019-01-01T23:00:00.000Z', '2019-01-02', 'a day as one bank writes it'],
    ['2026-11-19T00:30:00+02:00', '2026-11-18', 'a moment with an offset of its own'],
    ['2026-11-19T00:00:00.1234567890123Z', '2026-11-19', 'more digits than anyone means'],
    ['2026-11-19', '2026-11-19', 'a day as it is'],
  ])('%s is %s: %s', (moment, expected) => expect(bankDayOf(moment)).toBe(expected));

  it('is that of the clock which is asked for', () => {
    expect(bankDayOf('2026-11-19T04:00:00Z', 'America/New_York')).toBe('2026-11-18');
    expect(bankDayOfDate(new Date('2026-11-18T23:30:00Z'))).toBe('2026-11-19');
  });

  it.each(['', 'yesterday', '2026-02-30', '2026-13-01T00:00:00Z', '2026-11-19T00:00:00', '19/11/2026', '1763510400'])(
    '%j has none',
    (moment) => expect(() => bankDayOf(moment)).toThrow(RangeError),
  );
});

describe('a day', () => {
  it('is the same forth and back', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (start, days) => {
        expect(addDays(addDays(start, days), -days)).toBe(start);
        expect(daysBetween(start, addDays(start, days))).toBe(days);
      }),
    );
  });

  it('stands in the order of its text', () => {
    fc.assert(
      fc.property(day, day, (left, right) => {
        expect(Math.sign(daysBetween(left, right))).toBe(left === right ? 0 : left < right ? 1 : -1);
      }),
    );
  });

  it('exists', () => {
    fc.assert(
      fc.property(day, (text) => {
        expect(parseIsoDate(text)).toBe(text);
      }),
    );
    for (const text of ['2024-02-29', '2000-02-29']) expect(isIsoDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-00-10',
    '2026-11-00',
    '2026-11-31',
    '26-11-19',
    '2026-1-9',
    ' 2026-11-19',
    '2026-11-19\n',
    '+002026-11-19',
    '2026-11-19T00:00:00Z',
  ])('%j is none', (text) => expect(parseIsoDate(text)).toBeUndefined());
});

/** Brussels is one hour ahead in winter and two in summer; the right one of the two is midnight there. */
function localMidnight(meant: string): string {
  const candidates = [1, 2].map((hours) => new Date(Date.parse(`${meant}T00:00:00.000Z`) - hours * 3_600_000));
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Brussels', hour: '2-digit', minute: '2-digit' });
  const midnight = candidates.find((candidate) => clock.format(candidate) === '00:00');
  if (!midnight) throw new Error(`${meant} has no midnight`);
  return midnight.toISOString();
}

describe.each(['Pacific/Kiritimati', 'America/Los_Angeles', 'Europe/Brussels'])('on a machine in %s', (zone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it.each([
    ['2026-12-30T23:30:00Z', '2026-12-31'],
    ['2026-12-31T23:30:00Z', '2027-01-01'],
    ['2028-02-28T23:30:00Z', '2028-02-29'],
    ['2028-02-29T12:00:00Z', '2028-02-29'],
    ['2026-06-30T22:30:00Z', '2026-07-01'],
  ])('%s is the bank day %s', (moment, day) => {
    expect(bankDayOfDate(new Date(moment))).toBe(day);
  });

  it('a day more or less is the next or last day of the calendar', () => {
    expect(addDays('2026-12-31' as IsoDate, 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01' as IsoDate, -1)).toBe('2028-02-29');
    expect(addDays('2026-03-29' as IsoDate, 1)).toBe('2026-03-30');
  });
});
