import type { FileIssue } from './statement-reading.ts';

/** What the first look at a file found. It is kept as JSON, so amounts are text in minor units. */
export type FileFindings = Readonly<{
  encoding: 'windows-1252' | 'utf-8' | null;
  /** Why nothing of the file can be imported: the code of its first error. */
  refusal: string | null;
  /** Another import, or another file of this one, brought the same content. */
  isKnown: boolean;
  errorCount: number;
  warningCount: number;
  /** The first hundred, errors first. */
  issues: readonly (FileIssue & { quotedLine: string | null })[];
  statements: readonly StatementFindings[];
}>;

export type StatementFindings = Readonly<{
  position: number;
  reference: string;
  currency: string;
  /** The account of ours, when we know it. */
  bankAccountId: string | null;
  /** An import, or an earlier statement of this one, brought it already. */
  isKnown: boolean;
  importedAt: string | null;
  bic: string | null;
  holderName: string | null;
  paperNumber: number | null;
  codaSequenceNumber: number | null;
  isDuplicate: boolean;
  oldDate: string;
  newDate: string;
  oldBalanceMinor: string;
  newBalanceMinor: string;
  movementsMinor: string;
  identity: string;
  movementCount: number;
  newCount: number;
  knownCount: number;
  doubtfulCount: number;
  gapBefore: { from: string; to: string; amountMinor: string } | null;
}>;

/** More would not be read by anybody; all of them are counted. */
const shownIssues = 100;

/** The issues that are shown, each with the line that it is about. */
export function shownIssuesOf(bytes: Uint8Array, issues: readonly FileIssue[]): FileFindings['issues'] {
  const shown = issues
    .toSorted((left, right) => Number(left.severity === 'warning') - Number(right.severity === 'warning'))
    .slice(0, shownIssues);
  const quoted = linesOf(bytes, new Set(shown.flatMap(({ line }) => line ?? [])));
  return shown.map((issue) => ({ ...issue, quotedLine: quoted.get(issue.line ?? 0) ?? null }));
}

/** Some lines of a file by their number, as far as a person reads. */
function linesOf(bytes: Uint8Array, wanted: ReadonlySet<number>): Map<number, string> {
  const found = new Map<number, string>();
  const last = Math.max(...wanted, 0);
  let start = 0;
  for (let number = 1; number <= last && start < bytes.length; number += 1) {
    const end = bytes.indexOf(lineFeed, start);
    const stop = end === -1 ? bytes.length : end;
    if (wanted.has(number)) found.set(number, quoted(bytes.subarray(start, Math.min(stop, start + longestQuote))));
    start = stop + 1;
  }
  return found;
}

const lineFeed = 0x0a;
/** A line of CODA with room for what is too long. */
const longestQuote = 160;

function quoted(line: Uint8Array): string {
  return new TextDecoder('windows-1252')
    .decode(line)
    .replace(/\r$/, '')
    .replace(/\p{Cc}/gu, '·');
}
