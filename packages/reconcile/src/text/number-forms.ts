import { runsOf } from './runs.ts';
import type { Run } from './runs.ts';

/** The ways in which one document number is written; each is a key under which it is found. */
export type NumberForms = Readonly<{
  /** Without separators: "A202600123". */
  compact: string;
  /** By groups, with no zeros in front and the year in two digits: "A.26.123". */
  grouped: string;
  /** The same without letters, when enough is left to know it by: "26.123". */
  withoutSeries: string | undefined;
  /** The last group as a number: 123. */
  tail: number | undefined;
}>;

export function numberFormsOf(number: string): NumberForms {
  const runs = runsOf(number);
  const digits = runs.filter(({ isDigits }) => isDigits);
  const last = digits.at(-1);
  return {
    compact: compactOf(runs),
    grouped: groupedOf(runs),
    withoutSeries: digits.length > 1 && digits.length < runs.length ? groupedOf(digits) : undefined,
    tail: last === undefined || last.text.length > longestTail ? undefined : Number(last.text),
  };
}

export function compactOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

export function groupedOf(runs: readonly Run[]): string {
  return runs.map((run, at) => (at < runs.length - 1 ? groupOf(run) : lastGroupOf(run))).join('.');
}

/** "00123" and "123" are the same group, and so are "2026" and "26". */
export function groupOf({ text, isDigits }: Run): string {
  if (!isDigits) return text;
  if (text.length === 4 && text.startsWith('20')) return text.slice(2);
  return lastGroupOf({ text });
}

/** The last group is a sequence: there 2042 is no year. */
export function lastGroupOf({ text }: Pick<Run, 'text'>): string {
  let zeros = 0;
  while (zeros < text.length - 1 && text.charCodeAt(zeros) === codeOfZero) zeros += 1;
  return text.slice(zeros);
}

/** The grouped form of the document of the same series with another last group: "26.123" and 125 give "26.125". */
export function neighbourOf(grouped: string, tail: number): string {
  return `${grouped.slice(0, grouped.lastIndexOf('.') + 1)}${tail}`;
}

/** Letters of the number: what its series is called. */
export function seriesLettersOf(number: string): string[] {
  return runsOf(number)
    .filter(({ isDigits }) => !isDigits)
    .map(({ text }) => text);
}

/**
 * Whether a number is long enough to mean this document and nothing else: two groups of digits, letters, or five
 * digits. "17" alone is a tail, whatever the numbering is.
 */
export function isTelling(number: string): boolean {
  const runs = runsOf(number);
  const digitCount = runs.reduce((count, run) => count + (run.isDigits ? run.text.length : 0), 0);
  return digitCount >= 5 || (digitCount >= 3 && runs.length > 1);
}

const codeOfZero = 48;
/** Longer ones are no sequence number. */
const longestTail = 9;
