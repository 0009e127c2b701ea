import type { Amount } from '#lib/format/money.ts';
import { readAmount } from './filters.ts';

export type Piece = Readonly<{ text: string; isMatch: boolean }>;

/** Cuts a text where the search matches. Spaces and separators do not count: "BE68 5390" finds BE685390. */
export function splitAtMatches(text: string, search: string | undefined): Piece[] {
  const letters = Array.from((search ?? '').replace(/[\s./+-]/g, ''));
  if (letters.length < 2) return [{ text, isMatch: false }];
  const pattern = new RegExp(
    letters.map((letter) => letter.replace(/[\\^$*?()[\]{}|]/, '\\$&')).join('[\\s./+-]*'),
    'giu',
  );

  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), isMatch: false });
    pieces.push({ text: match[0], isMatch: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isMatch: false });
  return pieces;
}

/** Whether somebody who typed this looks for this amount: "1234,5", "1.234,50" and "-1234,5" all mean 1234.50. */
export function isSearchedAmount(search: string | undefined, { amount }: Amount): boolean {
  const asked = readAmount((search ?? '').replace(/^\s*[+\u2212-]/, ''));
  return asked !== undefined && withoutZeros(asked) === withoutZeros(amount.replace(/^-/, ''));
}

function withoutZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
