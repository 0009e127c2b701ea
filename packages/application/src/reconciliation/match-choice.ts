import type { OpenDocument, Proposal, StoredChoice, StoredReason } from '@onfact-ponto/db';
import { directionOf } from './confirm-match.ts';
import { isPayable, openAmountOf } from './load-ledger.ts';
import type { Remainder } from './plan-booking.ts';
import { versionOf } from './seen.ts';

/** What the matcher proposed, as a person looks at it: with the documents as they stand now. */

export type DocumentView = OpenDocument & {
  direction: 'in' | 'out';
  openMinor: bigint;
  /** Of this state of it, to send back with a decision. */
  seenVersion: string;
  /** Why nothing can be booked on it now. */
  closedBecause: 'settled' | 'not_open' | 'locked' | 'deleted' | 'contradicted' | null;
};

export type ReasonView = StoredReason & { side: 'for' | 'against' };

export type ChoiceView = {
  level: Proposal['level'];
  confidence: number;
  /** Amounts as they count on the line: negative when money goes out. */
  allocations: { document: DocumentView; amountMinor: bigint }[];
  /** What the documents ask minus what the line has: zero when it fits. */
  differenceMinor: bigint;
  remainder: Remainder;
  reasons: ReasonView[];
};

type Line = { amountMinor: bigint; allocatedMinor: bigint; currency: string; executionDate: string };

export function documentViewOf(document: OpenDocument): DocumentView {
  return {
    ...document,
    direction: directionOf(document.kind),
    openMinor: openAmountOf(document),
    seenVersion: versionOf(document),
    closedBecause: closedBecause(document),
  };
}

/** What of the line is not matched, with its sign. */
export function unmatchedOf({ amountMinor, allocatedMinor }: Pick<Line, 'amountMinor' | 'allocatedMinor'>): bigint {
  return amountMinor < 0n ? amountMinor + allocatedMinor : amountMinor - allocatedMinor;
}

/**
 * The choices of a proposal, best first. One whose documents are gone or rejected meanwhile is left out: the next run
 * replaces it.
 * @param limitMinor the largest payment difference that the company lets go
 * @param rejectedIds documents that a person rejected for this line
 */
export function choicesOf(
  { level, choices, vetoes }: Pick<Proposal, 'level' | 'choices' | 'vetoes'>,
  line: Line,
  documents: ReadonlyMap<string, DocumentView>,
  limitMinor: bigint,
  rejectedIds: ReadonlySet<string> = new Set(),
): ChoiceView[] {
  return choices.flatMap((choice, place) => {
    const allocations = allocationsOf(choice, documents);
    if (allocations.length < choice.allocations.length || names(choice, rejectedIds)) return [];
    return {
      level: place === 0 ? level : 'possible',
      confidence: choice.confidence,
      allocations,
      ...fitOf(line, allocations, limitMinor),
      reasons: reasonsOf(choice.reasons, place === 0 ? vetoes : []),
    };
  });
}

/** Whether the choice has one of these documents. */
export function names({ allocations }: Pick<StoredChoice, 'allocations'>, ids: ReadonlySet<string>): boolean {
  return allocations.some(({ documentId }) => ids.has(documentId));
}

export function reasonsOf(reasons: readonly StoredReason[], vetoes: readonly StoredReason[]): ReasonView[] {
  return [
    ...reasons.map((reason) => ({ ...reason, side: 'for' as const })),
    ...vetoes.map((veto) => ({ ...veto, side: 'against' as const })),
  ];
}

function allocationsOf(choice: StoredChoice, documents: ReadonlyMap<string, DocumentView>): ChoiceView['allocations'] {
  return choice.allocations.flatMap(({ documentId, amountMinor }) => {
    const document = documents.get(documentId);
    if (!document) return [];
    return { document, amountMinor: document.direction === 'in' ? BigInt(amountMinor) : -BigInt(amountMinor) };
  });
}

/** How the choice fits the line, and what would best become of what is left over. */
function fitOf(line: Line, allocations: ChoiceView['allocations'], limitMinor: bigint) {
  const asked = sum(allocations.map(({ document }) => signed(document.openMinor, document)));
  const used = sum(allocations.map(({ amountMinor }) => amountMinor));
  const has = unmatchedOf(line);
  const restOfLine = size(has) - (line.amountMinor < 0n ? -used : used);
  const missing = allocations.map(({ document, amountMinor }) => ({
    document,
    missingMinor: document.openMinor - size(amountMinor),
  }));
  const differences = missing.filter(({ document, missingMinor }) => !isDiscount(document, missingMinor, line));
  const missingMinor = sum(missing.map((part) => part.missingMinor));
  const difference = restOfLine + sum(differences.map((part) => part.missingMinor));
  return { differenceMinor: asked - has, remainder: remainderOf({ restOfLine, missingMinor, difference, limitMinor }) };
}

function remainderOf(left: {
  restOfLine: bigint;
  missingMinor: bigint;
  difference: bigint;
  limitMinor: bigint;
}): Remainder {
  if (left.restOfLine <= 0n && left.missingMinor <= 0n) return 'none';
  if (left.restOfLine > 0n && left.missingMinor > 0n) return 'leave_open';
  if (left.difference <= left.limitMinor) return 'difference';
  return left.restOfLine > 0n ? 'credit' : 'leave_open';
}

function isDiscount({ discountMinor, discountUntil }: DocumentView, missingMinor: bigint, { executionDate }: Line) {
  return discountMinor === missingMinor && discountUntil !== null && executionDate <= discountUntil;
}

function closedBecause(document: OpenDocument): DocumentView['closedBecause'] {
  if (document.isDeleted) return 'deleted';
  if (document.contradictedSince !== null) return 'contradicted';
  if (openAmountOf(document) === 0n) return 'settled';
  if (document.isLocked) return 'locked';
  return isPayable(document) ? null : 'not_open';
}

function signed(amountMinor: bigint, { direction }: DocumentView): bigint {
  return direction === 'in' ? amountMinor : -amountMinor;
}

function size(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
