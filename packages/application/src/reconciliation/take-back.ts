import {
  endDispositions,
  insertAllocationUndos,
  insertAuditEntries,
  insertPublications,
  lockLines,
  reviseAsTold,
} from '@onfact-ponto/db';
import type { Allocation, Transaction } from '@onfact-ponto/db';
import { auditEntryOf, nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { reconcileCompany, retractAllocation } from '../jobs/definitions.ts';
import { fillFromStatements } from '../synchronization/join-ponto-lines.ts';
import { publishedAtOnce } from './write-bookings.ts';

type Reason = 'taken_back' | 'run_undone' | 'payment_returned';

/**
 * Takes allocations back, whole bookings at a time, or what a booking holds of a payment that came back: their lines are
 * to process again at once, their documents open by as much, and onFact is told by the outbox. A line whose amount the
 * bank had changed takes the new one over.
 * @returns those that were not taken back before
 */
export async function takeBack(
  tx: Transaction,
  context: Context,
  allocations: readonly Allocation[],
  reason: Reason,
): Promise<Allocation[]> {
  const { companyId, clock } = context;
  const undoneAt = clock.now();
  const undoneBy = nameOf(context.actor);
  const lines = await lockLines(tx, companyId, idsOfLines(allocations), { skipBusy: false });
  const asked = { companyId, allocationIds: allocations.map((row) => row.allocationId), undoneAt, undoneBy, reason };
  const ids = new Set(await insertAllocationUndos(tx, asked));
  const undone = allocations.filter((row) => ids.has(row.allocationId));
  if (undone.length === 0) return [];

  await endDispositions(tx, companyId, { allocationIds: [...ids] }, { endedAt: undoneAt, endedBy: undoneBy });
  await insertAuditEntries(
    tx,
    undone.map((row) => undoEntry(context, row)),
  );
  for (const { line } of lines) {
    if (line.toldOtherwise) await takeOver(tx, context, line.bankTransactionId);
  }
  await retract(tx, context, [...ids]);
  await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  return undone;
}

function idsOfLines(allocations: readonly Allocation[]): string[] {
  return [...new Set(allocations.map((row) => row.bankTransactionId))];
}

function undoEntry(context: Context, { allocationId, bookingId, documentId, bankTransactionId }: Allocation) {
  return auditEntryOf(context, {
    action: 'allocation.undo',
    subject: { type: 'bank-transaction', id: bankTransactionId },
    facts: { allocationId, bookingId, documentId },
  });
}

async function takeOver(tx: Transaction, context: Context, bankTransactionId: string): Promise<void> {
  const { companyId } = context;
  if (!(await reviseAsTold(tx, { companyId, bankTransactionId }, context.clock.now()))) return;
  await fillFromStatements(tx, companyId, [bankTransactionId]);
  await recordAudit(tx, context, {
    action: 'transaction.revise',
    subject: { type: 'bank-transaction', id: bankTransactionId },
  });
}

async function retract(tx: Transaction, context: Context, allocationIds: readonly string[]): Promise<void> {
  const intent = { companyId: context.companyId, operation: 'retract', at: context.clock.now() } as const;
  const publications = await insertPublications(tx, { ...intent, allocationIds });
  for (const { companyId, publicationId } of publications.slice(0, publishedAtOnce)) {
    await context.jobs.enqueue(tx, retractAllocation, { companyId, publicationId });
  }
}
