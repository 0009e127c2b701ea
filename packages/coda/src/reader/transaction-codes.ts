import type { TransactionCode } from '../transaction-codes/transaction-code.ts';
import { isKnownCategory, isKnownOperation, isKnownTransactionType } from '../transaction-codes/transaction-code.ts';
import { fourDigits } from './digits.ts';

export type ReadCode = Readonly<{ code: TransactionCode; isKnown: boolean }>;

/** The same code stands in thousands of movements: they share one object. */
export class TransactionCodes {
  #lastKey = -1;
  #last: ReadCode = readCodeOf('00000000');
  readonly #known = new Map<number, ReadCode>();

  at(view: DataView, at: number): ReadCode {
    const key = fourDigits(view, at) * 10_000 + fourDigits(view, at + 4);
    if (key === this.#lastKey) return this.#last;
    let read = this.#known.get(key);
    if (read === undefined) {
      if (this.#known.size >= mostKept) this.#known.clear();
      read = readCodeOf(String(key).padStart(8, '0'));
      this.#known.set(key, read);
    }
    this.#lastKey = key;
    this.#last = read;
    return read;
  }
}

export function readCodeOf(text: string): ReadCode {
  const code = {
    type: text.slice(0, 1),
    family: text.slice(1, 3),
    operation: text.slice(3, 5),
    category: text.slice(5),
  };
  return { code, isKnown: isKnownCode(code, text) };
}

function isKnownCode({ type, family, operation, category }: TransactionCode, text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  return (
    isKnownTransactionType(Number(type)) &&
    isKnownOperation(Number(family), Number(operation)) &&
    isKnownCategory(Number(category))
  );
}

/** Real files hold dozens; a hostile one could hold a hundred million. */
const mostKept = 4096;
