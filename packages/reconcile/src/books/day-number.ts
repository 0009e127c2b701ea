import type { IsoDate } from '@onfact-ponto/primitives';

/** Days since 1970, without a Date: differences of days are asked for every document of every line. */
export function dayNumberOf(date: IsoDate): number {
  /** Years begin in March, so that a leap day is the last of its year. */
  const isBeforeMarch = numberAt(date, 5) < 3;
  const year = numberAt(date, 0) * 100 + numberAt(date, 2) - (isBeforeMarch ? 1 : 0);
  const month = numberAt(date, 5) + (isBeforeMarch ? 9 : -3);
  const daysOfYears = 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return daysOfYears + Math.floor((153 * month + 2) / 5) + numberAt(date, 8) - daysBefore1970;
}

/** Two digits, read without making a text of them. */
function numberAt(date: string, at: number): number {
  return (date.charCodeAt(at) - codeOfZero) * 10 + date.charCodeAt(at + 1) - codeOfZero;
}

const codeOfZero = 48;

/** From the first of March of the year 0. */
const daysBefore1970 = 719_469;
