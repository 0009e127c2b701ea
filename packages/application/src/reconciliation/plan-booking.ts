import { ApplicationError } from '../errors.ts';

/** What a person decided about a line, worked out into rows. Pure: the caller locks, and reads what this is given. */

export type Remainder = 'none' | 'leave_open' | 'difference' | 'credit';

export type PlannedLine = Readonly<{
  /** Positive came in. */
  amountMinor: bigint;
  /** Net sum of what is matched already, without a sign. */
  allocatedMinor: bigint;
  currency: string;
  executionDate: string;
}>;

export type PlannedDocument = Readonly<{
  documentId: string;
  /** Which way money goes that pays it. */
  direction: 'in' | 'out';
  openMinor: bigint;
  currency: string;
  discount: Readonly<{ amountMinor: bigint; until: string }> | null;
}>;

export type BookingPlan = Readonly<{
  allocations: readonly Readonly<{
    documentId: string;
    /** Always positive: how much of the document it settles. */
    amountMinor: bigint;
    adjustmentMinor: bigint;
    adjustmentKind: 'payment_difference' | 'discount' | null;
  }>[];
  /** What the rest of the line is; null when there is none, or when it stays to process. */
  rest: 'credit' | 'payment_difference' | null;
}>;

/** An amount of a document as it counts on the line: negative when money goes out. */
export type ChosenAmount = Readonly<{ document: PlannedDocument; amountMinor: bigint }>;

/**
 * @param limitMinor the largest payment difference that the company lets go
 * @throws ApplicationError `allocation_not_possible` with a `why`, `remainder_not_settled`, `difference_over_limit`
 */
export function planBooking(
  line: PlannedLine,
  chosen: readonly ChosenAmount[],
  { remainder, limitMinor }: { remainder: Remainder; limitMinor: bigint },
): BookingPlan {
  for (const choice of chosen) assertFitsDocument(line, choice);
  const restOfLine = restOf(line, chosen);
  const parts = chosen.map(({ document, amountMinor }) => ({
    document,
    amountMinor: sizeOf(amountMinor),
    missingMinor: document.openMinor - sizeOf(amountMinor),
  }));
  const missing = sum(parts.map(({ missingMinor }) => missingMinor));
  const leftOver = restOfLine > 0n || missing > 0n;

  if (remainder === 'none' && leftOver) throw notSettled(restOfLine, missing);
  if (remainder === 'credit' && missing > 0n) throw notSettled(restOfLine, missing);
  if (remainder === 'difference') {
    if (restOfLine > 0n && missing > 0n) throw notSettled(restOfLine, missing);
    const allocations = parts.map((part) => closed(part, line.executionDate));
    const differences = allocations.filter(({ adjustmentKind }) => adjustmentKind === 'payment_difference');
    const difference = restOfLine + sum(differences.map(({ adjustmentMinor }) => adjustmentMinor));
    if (difference > limitMinor) {
      throw new ApplicationError('difference_over_limit', {
        differenceMinor: difference.toString(),
        limitMinor: limitMinor.toString(),
      });
    }
    return { allocations, rest: restOfLine > 0n ? 'payment_difference' : null };
  }
  return {
    allocations: parts.map(({ document, amountMinor }) => ({
      documentId: document.documentId,
      amountMinor,
      adjustmentMinor: 0n,
      adjustmentKind: null,
    })),
    rest: remainder === 'credit' && restOfLine > 0n ? 'credit' : null,
  };
}

function assertFitsDocument(line: PlannedLine, { document, amountMinor }: ChosenAmount): void {
  const { documentId } = document;
  if (document.currency !== line.currency) throw notPossible('other_currency', documentId);
  const goesIn = document.direction === 'in';
  if (amountMinor === 0n || amountMinor > 0n !== goesIn) throw notPossible('wrong_sign', documentId);
  if (sizeOf(amountMinor) > document.openMinor) throw notPossible('more_than_open', documentId);
}

/** What the line has beyond what it is matched with now. */
function restOf(line: PlannedLine, chosen: readonly ChosenAmount[]): bigint {
  const total = sum(chosen.map(({ amountMinor }) => amountMinor));
  const used = line.amountMinor > 0n ? total : -total;
  if (used <= 0n) throw notPossible('wrong_direction');
  const rest = sizeOf(line.amountMinor) - line.allocatedMinor - used;
  if (rest < 0n) throw notPossible('more_than_line');
  return rest;
}

/** A document that its payment did not cover is closed beside the money, for the reason that holds. */
function closed(
  { document, amountMinor, missingMinor }: { document: PlannedDocument; amountMinor: bigint; missingMinor: bigint },
  paidOn: string,
): BookingPlan['allocations'][number] {
  const { documentId, discount } = document;
  const isDiscount = discount !== null && discount.amountMinor === missingMinor && paidOn <= discount.until;
  const kind = isDiscount ? 'discount' : 'payment_difference';
  return {
    documentId,
    amountMinor,
    adjustmentMinor: missingMinor,
    adjustmentKind: missingMinor === 0n ? null : kind,
  };
}

function notPossible(why: string, documentId?: string): ApplicationError {
  return new ApplicationError('allocation_not_possible', { why, ...(documentId === undefined ? {} : { documentId }) });
}

function notSettled(restOfLine: bigint, missing: bigint): ApplicationError {
  return new ApplicationError('remainder_not_settled', {
    lineMinor: restOfLine.toString(),
    documentsMinor: missing.toString(),
  });
}

function sizeOf(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
