import { addDays, bankDayOfDate, bankTimeZone, parseIsoDate } from '@onfact-ponto/primitives';

/** Ponto visits every bank at these hours by itself. */
const backgroundHours = [2, 8, 14, 20] as const;

const hourInBrussels = new Intl.DateTimeFormat('en-GB', { timeZone: bankTimeZone, hour: '2-digit', hourCycle: 'h23' });

/** The moments after `from` and up to `to` at which Ponto synchronizes every account, in order. */
export function backgroundMoments(from: Date, to: Date): Date[] {
  const moments: Date[] = [];
  for (let day = bankDayOfDate(from); day <= bankDayOfDate(to); day = addDays(day, 1)) {
    for (const hour of backgroundHours) {
      const moment = brusselsMoment(day, hour);
      if (moment > from && moment <= to) moments.push(moment);
    }
  }
  return moments;
}

/** A full hour on the clock of Brussels. The hour that summer time skips gives the next one. */
export function brusselsMoment(day: string, hour: number): Date {
  const asIfUtc = Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00Z`);
  const [summer, winter] = [2, 1].map((hours) => new Date(asIfUtc - hours * 3_600_000)) as [Date, Date];
  return Number(hourInBrussels.format(summer)) === hour ? summer : winter;
}

/** How a bank writes a day as a moment. */
export function dayAsMoment(day: string, style: 'utc-midnight' | 'local-midnight'): string {
  if (style === 'utc-midnight' || parseIsoDate(day) === undefined) return `${day}T00:00:00.000Z`;
  return brusselsMoment(day, 0).toISOString();
}
