import { factText } from './fact-texts.ts';
import { issueTexts, type IssueCode } from './issue-texts.ts';
import type { Language } from './language.ts';

export type { IssueCode } from './issue-texts.ts';
export type Severity = 'error' | 'warning';

/** One problem, as data. The code and the positions are stable; the words are not. */
export type Issue = Readonly<{
  type: 'issue';
  /** An error means: do not rely on this file. A warning: read, but look. */
  severity: Severity;
  code: IssueCode;
  /** The name that the caller gave the file. */
  file: string | null;
  /** Which statement of the file, from 1; null outside of one. */
  statement: number | null;
  /** Physical line, from 1; null when it is about the whole file. */
  line: number | null;
  /** First and last position, from 1. */
  column: number | null;
  columnTo: number | null;
  /** "0", "1", "21", "22", "23", "31", "32", "33", "8", "4", "9", or what stood there. */
  record: string | null;
  /** The name of the field in the layout of the record. */
  field: string | null;
  /** At most 20 characters; of digits that may be an account or a card only the last four. */
  found: string | null;
  expected: string | null;
  /** English. Other languages: `issueText`. */
  message: string;
  /** The whole line where it could not be read as a record, so that nothing is lost. It may hold bank data. */
  raw: string | null;
}>;

/** Where it is and what stands there; what is not known is left out. */
export type IssuePlace = Readonly<{
  line?: number | null;
  column?: number;
  columnTo?: number;
  record?: string;
  field?: string;
  found?: string;
  expected?: string;
  raw?: string;
}>;

export type IssueContext = Readonly<{ file: string | null; statement: number | null; strict: boolean }>;

export function issueOf(code: IssueCode, place: IssuePlace, { file, statement, strict }: IssueContext): Issue {
  const { line = null, column = null, columnTo = column, record = null, field = null, raw = null } = place;
  const facts = { code, found: place.found ?? null, expected: place.expected ?? null };
  return {
    type: 'issue',
    severity: severityOf(code, strict),
    code,
    file,
    statement,
    line,
    column,
    columnTo,
    record,
    field,
    found: facts.found,
    expected: facts.expected,
    message: issueText(facts, 'en'),
    raw,
  };
}

/** Strict is for imports: a balance or total that is wrong proves that the file was cut, edited or merged. */
export function severityOf(code: IssueCode, strict: boolean): Severity {
  return errors.has(code) || (strict && errorsWhenStrict.has(code)) ? 'error' : 'warning';
}

const errors: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'EMPTY_FILE',
  'FILE_TOO_LARGE',
  'NOT_CODA',
  'UNSUPPORTED_VERSION',
  'LINE_TOO_SHORT',
  'LINE_TOO_LONG',
  'UNKNOWN_RECORD',
  'UNEXPECTED_RECORD',
  'SEQUENCE_MISMATCH',
  'INVALID_NUMBER',
  'INVALID_SIGN',
  'INVALID_DATE',
  'INVALID_ACCOUNT_STRUCTURE',
  'UNEXPECTED_END',
]);

const errorsWhenStrict: ReadonlySet<IssueCode> = new Set<IssueCode>([
  'BALANCE_MISMATCH',
  'TOTAL_MISMATCH',
  'COUNT_MISMATCH',
  'ACCOUNT_MISMATCH',
]);

/** The sentence for a person, in their language. */
export function issueText(issue: Pick<Issue, 'code' | 'found' | 'expected'>, language: Language): string {
  return issueTexts[issue.code][language]
    .replace('{found}', () => (issue.found === null ? '?' : factText(issue.found, language)))
    .replace('{expected}', () => (issue.expected === null ? '?' : factText(issue.expected, language)));
}

/** Makes bank data fit for a message: short, and of long numbers (accounts, cards) only the last four digits. */
export function masked(text: string): string {
  const hidden = text.trimEnd().replace(longNumber, (number) => {
    let seen = 0;
    const digits = number.replace(/\D/g, '').length;
    return number.replace(/\d/g, (digit) => (++seen > digits - 4 ? digit : '*'));
  });
  if (hidden.length <= longestFound) return hidden;
  /** Both ends: an account is known by its country and its last four digits. */
  return `${hidden.slice(0, longestFound - 9)}…${hidden.slice(-8)}`;
}

const longestFound = 20;
/** Eight digits or more, with the country and check digits of an IBAN in front or not. */
const longNumber = /\d(?:[ ./-]?\d){7,}/g;
