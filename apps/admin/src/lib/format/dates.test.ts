import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysUntil, formatDay, formatMoment, formatMomentNear, formatRelative } from './dates.ts';

const now = Date.parse('2026-11-23T13:14:00Z');

describe('days and moments', () => {
  it('shows moments on the clock of Brussels, in summer and in winter', () => {
    expect(formatMoment('2026-11-23T13:02:00Z')).toBe('23-11-2026 14:02');
    expect(formatMoment('2026-07-01T22:30:00Z')).toBe('02-07-2026 00:30');
    expect(dayOf('2026-12-31T23:30:00Z')).toBe('2027-01-01');
  });

  it('shows midnight as the first minute of a day', () => {
    expect(formatMoment('2026-11-22T23:00:00Z')).toBe('23-11-2026 00:00');
  });

  it('leaves out today, and only today', () => {
    expect(formatMomentNear('2026-11-23T13:02:00Z', now)).toBe('14:02');
    expect(formatMomentNear('2026-11-22T22:59:00Z', now)).toBe('22-11-2026 23:59');
  });

  it('does not move a day through a time zone', () => {
    expect(formatDay('2026-11-23')).toBe('23-11-2026');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('counts days on the calendar, not in hours, also over a change of clocks', () => {
    expect(daysUntil('2026-11-24T00:30:00Z', now)).toBe(1);
    expect(daysUntil('2026-11-23T22:30:00Z', now)).toBe(0);
    expect(daysUntil('2026-11-22T23:30:00Z', Date.parse('2026-11-23T22:30:00Z'))).toBe(0);
    expect(daysUntil('2026-10-26T10:00:00Z', Date.parse('2026-10-24T10:00:00Z'))).toBe(2);
  });

  it.each([
    ['2026-11-23T13:13:40Z', 'zonet', 'à l’instant', 'just now'],
    ['2026-11-23T13:02:00Z', '12 min geleden', 'il y a 12\u00a0min', '12 min ago'],
    ['2026-11-23T10:14:00Z', '3 uur geleden', 'il y a 3 heures', '3 hours ago'],
    ['2026-11-22T08:00:00Z', 'gisteren', 'hier', 'yesterday'],
    ['2026-11-20T08:00:00Z', '3 dagen geleden', 'il y a 3 jours', '3 days ago'],
  ])('says how long ago %s is', (moment, nl, fr, en) => {
    expect([
      formatRelative(moment, now, 'nl'),
      formatRelative(moment, now, 'fr'),
      formatRelative(moment, now, 'en'),
    ]).toEqual([nl, fr, en]);
  });
});
