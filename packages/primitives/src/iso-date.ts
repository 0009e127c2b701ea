import { Temporal } from 'temporal-polyfill';

/** A calendar day "YYYY-MM-DD" that exists. */
export type IsoDate = string & { readonly __brand: 'IsoDate' };

/** Bank lines and invoices of Belgian companies live on this clock. */
export const bankTimeZone = 'Europe/Brussels';

/** Reads "YYYY-MM-DD"; undefined for anything else and for days that do not exist. */
export function parseIsoDate(text: string): IsoDate | undefined {
  return isIsoDate(text) ? text : undefined;
}

export function isIsoDate(text: string): text is IsoDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

/**
 * The day of a moment on the bank's clock. Ponto sends a booking day either as midnight UTC or as local midnight
 * in UTC; both give the day that the bank meant.
 * @param moment RFC 3339 with zone, any number of fraction digits; a plain "YYYY-MM-DD" is taken as it is
 * @throws RangeError when it is neither
 */
export function bankDayOf(moment: string, timeZone: string = bankTimeZone): IsoDate {
  if (isIsoDate(moment)) return moment;
  return Temporal.Instant.from(moment.replace(beyondNanoseconds, '$1'))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString() as IsoDate;
}

/** Finer than Temporal can hold, and than anyone means. */
const beyondNanoseconds = /(\.\d{9})\d+/;

/** The day of a `Date` on the bank's clock. */
export function bankDayOfDate(date: Date, timeZone: string = bankTimeZone): IsoDate {
  return bankDayOf(date.toISOString(), timeZone);
}

/** @param days may be negative */
export function addDays(date: IsoDate, days: number): IsoDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as IsoDate;
}

/** Whole days from `start` to `end`; negative when `end` comes first. */
export function daysBetween(start: IsoDate, end: IsoDate): number {
  return Temporal.PlainDate.from(start).until(end, { largestUnit: 'days' }).days;
}
