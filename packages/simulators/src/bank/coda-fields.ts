/**
 * Fields of a CODA record, as wide as the standard has them. The bank writes its files by itself, with nothing of
 * packages/coda: a column that the reader has wrong must show when it reads what a bank wrote.
 */

/** Left aligned. What does not fit is cut; what the character set of CODA does not have becomes a question mark. */
export function text(value: string | null, width: number): string {
  return (value ?? '').replace(notInLatin1, '?').slice(0, width).padEnd(width);
}

/** Right aligned, zeros in front. @throws RangeError when it does not fit */
export function digits(value: bigint | number | string, width: number): string {
  const written = String(value).padStart(width, '0');
  if (!/^\d+$/.test(written) || written.length > width)
    throw new RangeError(`CODA cannot hold ${value} in ${width} digits`);
  return written;
}

/** Without its sign, in thousandths. @throws RangeError from 1,000,000,000,000 on */
export function amount(thousandths: bigint): string {
  return digits(thousandths < 0n ? -thousandths : thousandths, 15);
}

/** "1" is debit: money that goes out, or a balance below zero. */
export function signedAmount(thousandths: bigint): string {
  return (thousandths < 0n ? '1' : '0') + amount(thousandths);
}

/** "2026-11-23" as "231126". */
export function date(day: string): string {
  return digits(day.slice(8, 10) + day.slice(5, 7) + day.slice(2, 4), 6);
}

export function blanks(width: number): string {
  return ' '.repeat(width);
}

const notInLatin1 = /[^\x20-\x7e\xa0-\xff]/gu;
