import { inCompany, insertMatchRun, lockDocuments, lockLines } from '@onfact-ponto/db';
import type { LineOfAccount, MatchRun, OpenDocument, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { isPayable, openAmountOf } from './load-ledger.ts';
import { writeBookings } from './write-bookings.ts';
import type { Booking } from './write-bookings.ts';

/** A booking with what it was decided on: it is made only if that still stands. */
export type SeenBooking = Readonly<{
  booking: Booking;
  seenRevision: number;
  /** Of each document of the booking, by id. */
  seenVersions: ReadonlyMap<string, number>;
  /** What the mode of the account must allow; undefined when a person decided. */
  automation: 'exact' | 'learned' | undefined;
}>;

export type BatchResult = Readonly<{
  booked: readonly SeenBooking[];
  overtaken: readonly SeenBooking[];
  /** How much higher the version of a document is by what was booked. */
  ownChanges: ReadonlyMap<string, number>;
}>;

export type NewRun = Omit<MatchRun, 'undoneAt' | 'undoneBy'>;

/** Long enough to pay for the round trips, short enough that others do not wait for its locks. */
const batchSize = 250;

/**
 * Makes bookings in batches, a transaction each. Never waits for a line: who is at it now, a person or an import, was
 * first. A line or document that is not as it was seen is left out.
 * @param run that they belong to; it begins with the first that is made
 */
export async function bookInBatches(
  context: Context,
  run: NewRun,
  bookings: readonly SeenBooking[],
): Promise<BatchResult> {
  const ordered = bookings.toSorted((left, right) => (lineIdOf(left) < lineIdOf(right) ? -1 : 1));
  const ownChanges = new Map<string, number>();
  const booked: SeenBooking[] = [];
  for (let start = 0; start < ordered.length; start += batchSize) {
    const batch = ordered.slice(start, start + batchSize);
    booked.push(...(await bookBatch(context, run, batch, ownChanges)));
    await context.crashPoint('booking.batch-committed');
  }
  const made = new Set(booked);
  return { booked, overtaken: ordered.filter((one) => !made.has(one)), ownChanges };
}

/** @param ownChanges how often earlier batches changed a document since it was seen; each counts once per batch */
async function bookBatch(
  context: Context,
  run: NewRun,
  batch: readonly SeenBooking[],
  ownChanges: Map<string, number>,
): Promise<SeenBooking[]> {
  const fitting = await inCompany(context.db, context.companyId, async (tx) => {
    const those = await fittingOf(tx, context.companyId, batch, ownChanges);
    if (those.length > 0) await insertMatchRun(tx, run);
    await writeBookings(
      tx,
      context,
      those.map(({ booking }) => booking),
    );
    await context.crashPoint('booking.batch-written');
    return those;
  });
  for (const documentId of new Set(fitting.flatMap((one) => documentIdsOf(one)))) {
    ownChanges.set(documentId, (ownChanges.get(documentId) ?? 0) + 1);
  }
  return fitting;
}

/** Locks lines and documents, and keeps the bookings that rest on what is still so. */
async function fittingOf(
  tx: Transaction,
  companyId: string,
  batch: readonly SeenBooking[],
  ownChanges: ReadonlyMap<string, number>,
): Promise<SeenBooking[]> {
  const locked = await lockLines(tx, companyId, batch.map(lineIdOf), { skipBusy: true });
  const lines = new Map(locked.map((one) => [one.line.bankTransactionId, one]));
  const possible = batch.filter((one) => isAsSeen(lines.get(lineIdOf(one)), one));
  const ids = [...new Set(possible.flatMap((one) => documentIdsOf(one)))];
  const documents = new Map((await lockDocuments(tx, companyId, ids)).map((row) => [row.documentId, row]));
  const open = new Map([...documents.values()].map((row) => [row.documentId, openAmountOf(row)]));

  return possible.filter((one) => {
    const { allocations } = one.booking;
    const fits = allocations.every(({ documentId, amountMinor, adjustmentMinor }) => {
      const expected = (one.seenVersions.get(documentId) ?? 0) + (ownChanges.get(documentId) ?? 0);
      return (
        isDocumentAsSeen(documents.get(documentId), expected) &&
        amountMinor + adjustmentMinor <= (open.get(documentId) ?? 0n)
      );
    });
    if (!fits) return false;
    for (const { documentId, amountMinor, adjustmentMinor } of allocations) {
      open.set(documentId, (open.get(documentId) ?? 0n) - amountMinor - adjustmentMinor);
    }
    return true;
  });
}

function isAsSeen(found: LineOfAccount | undefined, { seenRevision, automation }: SeenBooking): boolean {
  if (!found) return false;
  const { line, automaticMatching } = found;
  const isAllowed = automation === undefined || automaticMatching === 'learned' || automaticMatching === automation;
  const isFree = line.allocatedMinor === 0n && line.disposition === null;
  const counts = line.withdrawnAt === null && line.doubtfulOf === null && line.missingSince === null;
  return isAllowed && isFree && counts && line.revision === seenRevision;
}

function isDocumentAsSeen(document: OpenDocument | undefined, version: number): boolean {
  return document?.version === version && isPayable(document);
}

function lineIdOf({ booking }: SeenBooking): string {
  return booking.bankTransactionId;
}

function documentIdsOf({ booking }: SeenBooking): string[] {
  return booking.allocations.map(({ documentId }) => documentId);
}
