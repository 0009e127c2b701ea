import { type Language, regionOf } from '../i18n/language.ts';
import { withPlainSpaces } from '../i18n/translate.ts';

/** Days are plain "YYYY-MM-DD" on the bank's calendar; moments are RFC 3339 and shown on the clock of Brussels. */

const timeZone = 'Europe/Brussels';

/** "2026-11-23" → "23-11-2026", the same in every language. */
export function formatDay(day: string): string {
  const [year, month, date] = day.split('-');
  return `${date}-${month}-${year}`;
}

/** "23-11", for a list that lies within one year. */
export function formatDayOfYear(day: string): string {
  return formatDay(day).slice(0, 5);
}

/** "maandag" or "ma". */
export function formatWeekday(day: string, language: Language, style: 'long' | 'short'): string {
  return new Intl.DateTimeFormat(regionOf[language], { weekday: style, timeZone: 'UTC' }).format(new Date(day));
}

/** "november 2026" */
export function formatMonth(day: string, language: Language): string {
  return new Intl.DateTimeFormat(regionOf[language], { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(day),
  );
}

/** The day of a moment in Brussels, as "YYYY-MM-DD". */
export function dayOf(moment: string | number): string {
  const { year, month, day } = partsOf(moment);
  return `${year}-${month}-${day}`;
}

/** "14:02" */
export function formatTime(moment: string | number): string {
  const { hour, minute } = partsOf(moment);
  return `${hour}:${minute}`;
}

/** "23-11-2026 14:02" */
export function formatMoment(moment: string | number): string {
  return `${formatDay(dayOf(moment))} ${formatTime(moment)}`;
}

/** "14:02" today, "22-11-2026 14:02" on another day: for a sentence that says when something happened. */
export function formatMomentNear(moment: string, now: number): string {
  return dayOf(moment) === dayOf(now) ? formatTime(moment) : formatMoment(moment);
}

/** Whole days until the day of `moment` in Brussels; 0 is today, negative is past. */
export function daysUntil(moment: string, now: number): number {
  return Math.round((Date.parse(dayOf(moment)) - Date.parse(dayOf(now))) / 86_400_000);
}

const justNow = { nl: 'zonet', fr: 'à l’instant', en: 'just now' } as const satisfies Record<Language, string>;

/** "12 min geleden", "il y a 12 min", "12 min ago"; under a minute "zonet". */
export function formatRelative(moment: string, now: number, language: Language): string {
  const seconds = Math.round((Date.parse(moment) - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return justNow[language];
  if (size < 3600) return relativeText(language, 'short', Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return relativeText(language, 'long', Math.trunc(seconds / 3600), 'hour');
  return relativeText(language, 'long', daysUntil(moment, now), 'day');
}

/** Dutch and English write "min" as people do, without the full stop of an abbreviation. */
function relativeText(
  language: Language,
  style: 'long' | 'short',
  value: number,
  unit: Intl.RelativeTimeFormatUnit,
): string {
  const format = new Intl.RelativeTimeFormat(regionOf[language], { numeric: 'auto', style });
  return withPlainSpaces(format.format(value, unit)).replace('min.', 'min');
}

/** Adds days to a "YYYY-MM-DD". */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function partsOf(moment: string | number): Record<'year' | 'month' | 'day' | 'hour' | 'minute', string> {
  const parts = { year: '', month: '', day: '', hour: '', minute: '' };
  for (const { type, value } of clockFormat.formatToParts(new Date(moment))) {
    if (type in parts) parts[type as keyof typeof parts] = value;
  }
  return parts;
}
