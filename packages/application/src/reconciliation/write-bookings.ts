import { insertAllocations, insertAuditEntries, insertPublications } from '@onfact-ponto/db';
import type { Allocation, StoredReason, Transaction } from '@onfact-ponto/db';
import { auditEntryOf, nameOf } from '../audit.ts';
import type { Context } from '../context.ts';
import { newIds } from '../ids.ts';
import { auditMoney, publishAllocation } from '../jobs/definitions.ts';

export type PlannedAllocation = Readonly<{
  documentId: string;
  /** Minor units, always positive: a credit note's counts against the others. */
  amountMinor: bigint;
  adjustmentMinor: bigint;
  adjustmentKind: Allocation['adjustmentKind'];
}>;

/** What was decided about one line. */
export type Booking = Readonly<{
  bankTransactionId: string;
  allocations: readonly PlannedAllocation[];
  cause: Allocation['cause'];
  rule: string | null;
  matcherVersion: string | null;
  confidence: number | null;
  matchRunId: string | null;
  reasons: readonly StoredReason[];
}>;

export type WrittenBooking = Readonly<{ bookingId: string; allocationIds: readonly string[] }>;

/**
 * Writes bookings: allocations, trail, and the intents to tell onFact, in the caller's transaction. The caller has
 * locked lines and documents and looked at them; the database refuses what does not fit all the same.
 * @returns one per booking, in their order
 */
export async function writeBookings(
  tx: Transaction,
  context: Context,
  bookings: readonly Booking[],
): Promise<WrittenBooking[]> {
  if (bookings.length === 0) return [];
  const rows = allocationRows(context, bookings);
  const allocationIds = rows.map((row) => row.allocationId);
  await insertAllocations(tx, rows);
  await insertAuditEntries(
    tx,
    rows.map((row) => creationEntry(context, row)),
  );
  const intent = { companyId: context.companyId, operation: 'create', at: context.clock.now() } as const;
  const publications = await insertPublications(tx, { ...intent, allocationIds });
  for (const { companyId, publicationId } of publications.slice(0, publishedAtOnce)) {
    await context.jobs.enqueue(tx, publishAllocation, { companyId, publicationId });
  }
  await context.jobs.enqueue(tx, auditMoney, { companyId: context.companyId });
  const byBooking = Map.groupBy(rows, (row) => row.bookingId);
  return [...byBooking].map(([bookingId, made]) => ({ bookingId, allocationIds: made.map((row) => row.allocationId) }));
}

/** onFact takes about one payment per second of a company: the rest of a large batch is left to the dispatcher. */
export const publishedAtOnce = 10;

function allocationRows(context: Context, bookings: readonly Booking[]): Allocation[] {
  const { companyId, actor, clock, random } = context;
  const newId = newIds(random);
  const made = { companyId, createdAt: clock.now(), createdBy: nameOf(actor) };
  return bookings.flatMap(({ allocations, reasons, ...decision }) => {
    const bookingId = newId();
    return allocations.map((planned) => ({
      ...made,
      ...decision,
      ...planned,
      allocationId: newId(),
      bookingId,
      reasons: reasons.filter(({ documentId }) => documentId === undefined || documentId === planned.documentId),
    }));
  });
}

function creationEntry(context: Context, row: Allocation) {
  const { allocationId, bookingId, documentId, rule, matchRunId } = row;
  return auditEntryOf(context, {
    action: 'allocation.create',
    subject: { type: 'bank-transaction', id: row.bankTransactionId },
    facts: { allocationId, bookingId, documentId, ...(rule ? { rule } : {}), ...(matchRunId ? { matchRunId } : {}) },
  });
}
