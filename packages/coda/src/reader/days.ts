import { isoDateOf } from '../record-layout.ts';
import { fourDigits, twoDigits } from './digits.ts';

/**
 * The day at six digits DDMMYY: null for 000000, undefined when it does not exist. A file holds few different days,
 * so each is worked out once and all movements of a day share one text.
 */
export class Days {
  #lastKey = -1;
  #last: string | null = null;
  readonly #known = new Map<number, string>();

  at(view: DataView, at: number): string | null | undefined {
    const key = fourDigits(view, at) * 100 + twoDigits(view, at + 4);
    if (key === this.#lastKey) return this.#last;
    const day = key === 0 ? null : this.#dayOf(key);
    if (day !== undefined) {
      this.#lastKey = key;
      this.#last = day;
    }
    return day;
  }

  #dayOf(key: number): string | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const day = isoDateOf(String(key).padStart(6, '0'));
    if (day !== undefined) this.#known.set(key, day);
    return day;
  }
}
