import type { IsoDate } from '@onfact-ponto/primitives';

/** Days since 1970: differences of days are asked for every document of every line. */
export function dayNumberOf(date: IsoDate): number {
  const year = numberAt(date, 0) * 100 + numberAt(date, 2);
  return Math.floor(Date.UTC(year, numberAt(date, 5) - 1, numberAt(date, 8)) / millisecondsADay);
}

/** Two digits, read without making a text of them. */
function numberAt(date: string, at: number): number {
  return (date.charCodeAt(at) - codeOfZero) * 10 + date.charCodeAt(at + 1) - codeOfZero;
}

const codeOfZero = 48;

const millisecondsADay = 86_400_000;
