import type { Coverage, Days, Source } from './merge-types.ts';

/** Asks whether a source told every booking of a day. Overlapping and unsorted days are fine. */
export class Windows {
  private readonly days: Readonly<Record<Source, readonly Days[]>>;

  constructor(coverage: Coverage) {
    this.days = { ponto: joined(coverage.ponto), coda: joined(coverage.coda) };
  }

  covers(source: Source, day: string): boolean {
    const days = this.days[source];
    let low = 0;
    let high = days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((days[middle]?.to ?? '') < day) low = middle + 1;
      else high = middle;
    }
    const found = days[low];
    return found !== undefined && found.from <= day;
  }
}

function joined(days: readonly Days[]): Days[] {
  const result: Days[] = [];
  for (const next of days.toSorted((left, right) => (left.from < right.from ? -1 : 1))) {
    const last = result.at(-1);
    if (!last || last.to < next.from) result.push(next);
    else if (next.to > last.to) result[result.length - 1] = { from: last.from, to: next.to };
  }
  return result;
}
