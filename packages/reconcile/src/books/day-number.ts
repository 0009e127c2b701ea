import type { IsoDate } from '@onfact-ponto/primitives';

/** Days since 1970: differences of days are asked for every document of every line. */
export function dayNumberOf(date: IsoDate): number {
  const year = Number(date.slice(0, 4));
  return Math.floor(Date.UTC(year, Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / millisecondsADay);
}

const millisecondsADay = 86_400_000;
