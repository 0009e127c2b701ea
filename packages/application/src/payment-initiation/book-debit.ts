import { insertLineDispositions, lockDocuments, lockLines } from '@onfact-ponto/db';
import type { BankTransaction, PaymentInitiationItem, Transaction } from '@onfact-ponto/db';
import { nameOf } from '../audit.ts';
import type { Context } from '../context.ts';
import { isPayable, openAmountOf } from '../reconciliation/load-ledger.ts';
import { writeBookings } from '../reconciliation/write-bookings.ts';
import type { Booking, PlannedAllocation } from '../reconciliation/write-bookings.ts';

/**
 * Books a debit on what its transfers pay, as far as that is still open: what is left of the line waits for a person. Not
 * when somebody, or the matcher by our id, was first. What pays a line back pays no document: the debit says whose money
 * it returns.
 * @returns whether everything was still open, or somebody else had decided about the line
 */
export async function bookDebit(
  tx: Transaction,
  context: Context,
  line: BankTransaction,
  items: readonly PaymentInitiationItem[],
): Promise<boolean> {
  const { companyId } = context;
  const refunded = items.flatMap(({ refundedTransactionId }) => refundedTransactionId ?? []);
  const locked = await lockLines(tx, companyId, [line.bankTransactionId, ...refunded], { skipBusy: false });
  const current = locked.find((one) => one.line.bankTransactionId === line.bankTransactionId)?.line;
  if (current?.allocatedMinor !== 0n || current.disposition !== null) return true;
  const { allocations, isWhole } = await planAllocations(tx, companyId, items);
  const booked = await writeBookings(
    tx,
    context,
    allocations.length === 0 ? [] : [ownPaymentBooking(line.bankTransactionId, allocations)],
  );
  if (refunded.length === 0 || !isWhole) return isWhole;
  await insertLineDispositions(tx, [
    {
      companyId,
      bankTransactionId: line.bankTransactionId,
      kind: 'classified',
      reason: 'refund',
      pairedTransactionId: refunded.length === 1 ? (refunded[0] ?? null) : null,
      allocationId: booked[0]?.allocationIds[0] ?? null,
      cause: 'rule',
      createdAt: context.clock.now(),
      createdBy: nameOf(context.actor),
    },
  ]);
  return true;
}

/** As much of each document as it still takes, and whether that is all of it. */
export async function planAllocations(
  tx: Transaction,
  companyId: string,
  items: readonly PaymentInitiationItem[],
): Promise<{ allocations: PlannedAllocation[]; isWhole: boolean }> {
  const paid = items.flatMap(({ documentId, amountMinor }) =>
    documentId === null ? [] : [{ documentId, amountMinor }],
  );
  const documents = await lockDocuments(
    tx,
    companyId,
    paid.map(({ documentId }) => documentId),
  );
  const open = new Map(documents.filter(isPayable).map((row) => [row.documentId, openAmountOf(row)]));
  const allocations = paid.map(({ documentId, amountMinor: asked }) => {
    const left = open.get(documentId) ?? 0n;
    return { documentId, amountMinor: left < asked ? left : asked, adjustmentMinor: 0n, adjustmentKind: null };
  });
  return {
    allocations: allocations.filter(({ amountMinor }) => amountMinor > 0n),
    isWhole: allocations.every(({ amountMinor }, index) => amountMinor === paid[index]?.amountMinor),
  };
}

export function ownPaymentBooking(bankTransactionId: string, allocations: readonly PlannedAllocation[]): Booking {
  return {
    bankTransactionId,
    allocations,
    cause: 'rule',
    rule: 'own_payment',
    matcherVersion: null,
    confidence: 1,
    matchRunId: null,
    reasons: [{ code: 'own_payment_id', matchedText: null }],
  };
}
