import { type Language, regionOf } from '../i18n/language.ts';

/** Ranges of bank days as people say them: "tussen 3 en 5 maart". Both ends belong to the range. */

export type DayRange = Readonly<{ from: string; to: string }>;

/**
 * "tussen 3 en 5 maart", "op 4 maart", "tussen 28 december 2025 en 3 januari 2026".
 * @param today a year is left out only when it is this one
 */
export function betweenDays({ from, to }: DayRange, today: string, language: Language): string {
  const withYear = !isSameYear(from, to) || !isSameYear(to, today);
  if (from === to) return on(dayInWords(from, withYear, language), language);
  if (!isSameYear(from, to)) {
    return between(dayInWords(from, true, language), dayInWords(to, true, language), language);
  }
  const start = from.slice(0, 7) === to.slice(0, 7) ? dateOf(from, language) : dayInWords(from, false, language);
  return between(start, dayInWords(to, withYear, language), language);
}

/** The first letter as at the start of a sentence. */
export function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How a bank's statements of these days are asked for: those of one day, of one week from Monday on, or of a period. */
export function spanOf({ from, to }: DayRange): 'day' | 'week' | 'period' {
  if (from === to) return 'day';
  return weekOf(from) === weekOf(to) ? 'week' : 'period';
}

function on(day: string, language: Language): string {
  return { nl: `op ${day}`, fr: `le ${day}`, en: `on ${day}` }[language];
}

function between(start: string, end: string, language: Language): string {
  return {
    nl: `tussen ${start} en ${end}`,
    fr: `entre le ${start} et le ${end}`,
    en: `between ${start} and ${end}`,
  }[language];
}

/** "5 maart", "1er mars 2026" */
function dayInWords(day: string, withYear: boolean, language: Language): string {
  const month = new Intl.DateTimeFormat(regionOf[language], { month: 'long', timeZone: 'UTC' }).format(new Date(day));
  return [dateOf(day, language), month, ...(withYear ? [day.slice(0, 4)] : [])].join(' ');
}

/** French counts only the first of a month by rank. */
function dateOf(day: string, language: Language): string {
  const date = day.slice(8).replace(/^0/, '');
  return language === 'fr' && date === '1' ? '1er' : date;
}

function isSameYear(left: string, right: string): boolean {
  return left.slice(0, 4) === right.slice(0, 4);
}

/** Whole weeks since 1970, which began on a Thursday. */
function weekOf(day: string): number {
  return Math.floor((Date.parse(day) / 86_400_000 + 3) / 7);
}
