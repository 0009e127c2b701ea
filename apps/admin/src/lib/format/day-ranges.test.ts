import { describe, expect, it } from 'vitest';
import { asSentence, betweenDays, spanOf } from './day-ranges.ts';

const today = '2026-11-23';

describe('days in words', () => {
  it.each([
    ['nl', 'tussen 3 en 5 maart'],
    ['fr', 'entre le 3 et le 5 mars'],
    ['en', 'between 3 and 5 March'],
  ] as const)('in %s, days of one month name the month once', (language, words) => {
    expect(betweenDays({ from: '2026-03-03', to: '2026-03-05' }, today, language)).toBe(words);
  });

  it.each([
    ['nl', 'op 4 maart'],
    ['fr', 'le 4 mars'],
    ['en', 'on 4 March'],
  ] as const)('in %s, one day is no range', (language, words) => {
    expect(betweenDays({ from: '2026-03-04', to: '2026-03-04' }, today, language)).toBe(words);
  });

  it.each([
    ['nl', 'tussen 28 februari en 3 maart'],
    ['fr', 'entre le 28 février et le 3 mars'],
    ['en', 'between 28 February and 3 March'],
  ] as const)('in %s, days of two months name both', (language, words) => {
    expect(betweenDays({ from: '2026-02-28', to: '2026-03-03' }, today, language)).toBe(words);
  });

  it.each([
    ['nl', 'tussen 28 december 2025 en 3 januari 2026'],
    ['fr', 'entre le 28 décembre 2025 et le 3 janvier 2026'],
    ['en', 'between 28 December 2025 and 3 January 2026'],
  ] as const)('in %s, days over the end of a year name both years', (language, words) => {
    expect(betweenDays({ from: '2025-12-28', to: '2026-01-03' }, today, language)).toBe(words);
  });

  it.each([
    ['nl', 'tussen 3 en 5 maart 2024', 'op 4 maart 2024', 'tussen 28 februari en 3 maart 2024'],
    ['fr', 'entre le 3 et le 5 mars 2024', 'le 4 mars 2024', 'entre le 28 février et le 3 mars 2024'],
    ['en', 'between 3 and 5 March 2024', 'on 4 March 2024', 'between 28 February and 3 March 2024'],
  ] as const)('in %s, days of another year name it once', (language, days, day, months) => {
    expect(betweenDays({ from: '2024-03-03', to: '2024-03-05' }, today, language)).toBe(days);
    expect(betweenDays({ from: '2024-03-04', to: '2024-03-04' }, today, language)).toBe(day);
    expect(betweenDays({ from: '2024-02-28', to: '2024-03-03' }, today, language)).toBe(months);
  });

  it('counts the first of a month by rank in French', () => {
    expect(betweenDays({ from: '2026-03-01', to: '2026-03-01' }, today, 'fr')).toBe('le 1er mars');
    expect(betweenDays({ from: '2026-03-01', to: '2026-03-21' }, today, 'fr')).toBe('entre le 1er et le 21 mars');
    expect(betweenDays({ from: '2026-03-01', to: '2026-03-01' }, today, 'nl')).toBe('op 1 maart');
  });

  it('begins a sentence with a capital', () => {
    expect(asSentence('tussen 3 en 5 maart')).toBe('Tussen 3 en 5 maart');
  });
});

describe('the statements to ask for', () => {
  it.each([
    ['2026-03-04', '2026-03-04', 'day'],
    ['2026-03-02', '2026-03-08', 'week'],
    ['2026-03-08', '2026-03-09', 'period'],
    ['2026-03-02', '2026-03-09', 'period'],
    ['2025-12-29', '2026-01-04', 'week'],
  ])('from %s to %s are those of a %s', (from, to, span) => {
    expect(spanOf({ from, to })).toBe(span);
  });
});
