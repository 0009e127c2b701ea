import type { CountedLine } from './completeness-types.ts';

/** What the lines add up to, at the end of any day and at any moment within one. */
export class LineSums {
  private readonly linesOf = new Map<number, CountedLine[]>();
  private readonly days: readonly number[];
  /** At the end of the day of the same index. */
  private readonly sums: readonly bigint[];

  constructor(lines: readonly CountedLine[]) {
    for (const line of lines) {
      const day = dayNumber(line.bookingDate);
      const ofDay = this.linesOf.get(day);
      if (ofDay) ofDay.push(line);
      else this.linesOf.set(day, [line]);
    }
    this.days = [...this.linesOf.keys()].sort((left, right) => left - right);
    let sum = 0n;
    this.sums = this.days.map((day) => (sum += total(this.linesOf.get(day) ?? [])));
  }

  get firstDay(): number | undefined {
    return this.days[0];
  }

  get lastDay(): number | undefined {
    return this.days.at(-1);
  }

  atEndOf(day: number): bigint {
    let low = 0;
    let high = this.days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.days[middle] ?? 0) <= day) low = middle + 1;
      else high = middle;
    }
    return this.sums[low - 1] ?? 0n;
  }

  /** All of earlier days, and of this day what was stored by then. */
  within(day: number, moment: Date): bigint {
    const stored = (this.linesOf.get(day) ?? []).filter(({ storedAt }) => storedAt <= moment);
    return this.atEndOf(day - 1) + total(stored);
  }
}

function total(lines: readonly CountedLine[]): bigint {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** Days on the calendar, counted: summer time and years do not matter. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / millisecondsOfDay;
}

export function dayText(day: number): string {
  return new Date(day * millisecondsOfDay).toISOString().slice(0, 10);
}

const millisecondsOfDay = 86_400_000;
