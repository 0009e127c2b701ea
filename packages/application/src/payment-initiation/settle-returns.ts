import {
  inCompany,
  insertLineDispositions,
  listActiveAllocations,
  listLinesFreed,
  listPaymentInitiationItems,
  listPossibleReturns,
  listSeenTransfers,
  lockLines,
  lockPaymentInitiation,
  saveReturnedTransfer,
} from '@onfact-ponto/db';
import type { Allocation, NewLineDisposition, PaymentInitiationItem, Transaction } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { takeBack } from '../reconciliation/take-back.ts';
import type { SeenTransfer } from './find-debits.ts';
import { findReturns, returnCodes } from './find-returns.ts';
import { raiseAlarm } from './payment-alarm.ts';
import { idPrefix } from './transfer-plan.ts';

/**
 * Finds the lines by which a bank gave back what we had paid: the account of the payee is closed, or does not take it.
 * What was paid is open again, and people are told. A line of which somebody said that it returns nothing is left alone.
 * @param since the day from which on lines are read
 */
export async function settleReturns(context: Context, since: string): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const possible = await listPossibleReturns(tx, companyId, { since, idPrefix, returnCodes });
    const ids = possible.map(({ bankTransactionId }) => bankTransactionId);
    const freed = new Set(ids.length === 0 ? [] : await listLinesFreed(tx, companyId, ids));
    const credits = possible.filter(({ bankTransactionId }) => !freed.has(bankTransactionId));
    if (credits.length === 0) return;
    const transfers = await listSeenTransfers(tx, companyId, {
      endToEndIds: credits.flatMap(({ endToEndId }) => endToEndId ?? []),
      amounts: credits.map(({ amountMinor }) => amountMinor),
    });
    const { returned, different } = findReturns(
      transfers.filter(({ item }) => item.returnedTransactionId === null),
      credits,
    );
    for (const pair of returned) await giveBack(tx, context, pair);
    for (const pair of different) await raiseAlarm(tx, context, 'differs', pair);
  });
}

async function giveBack(tx: Transaction, context: Context, pair: SeenTransfer): Promise<void> {
  const { companyId } = context;
  const { paymentInitiationId, position } = pair.transfer.item;
  const locked = await lockPaymentInitiation(tx, { companyId, paymentInitiationId });
  const items = locked ? await listPaymentInitiationItems(tx, locked) : [];
  const item = items.find((one) => one.position === position);
  const debitId = item?.bankTransactionId ?? null;
  if (!item || debitId === null || item.returnedTransactionId !== null) return;

  const creditId = pair.line.bankTransactionId;
  const ids = [creditId, debitId, item.refundedTransactionId ?? creditId];
  const lines = await lockLines(tx, companyId, ids, { skipBusy: false });
  const credit = lines.find(({ line }) => line.bankTransactionId === creditId)?.line;
  if (credit?.allocatedMinor !== 0n || credit.disposition !== null) return;

  await takeBack(tx, context, await allocationsOf(tx, item, debitId), 'payment_returned');
  await saveReturnedTransfer(tx, item, creditId);
  await explainBoth(tx, context, { creditId, debitId });
  for (const id of new Set(ids)) {
    await recordAudit(tx, context, {
      action: 'transaction.returned',
      subject: { type: 'bank-transaction', id },
      facts: { paymentInitiationId },
    });
  }
  await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  await raiseAlarm(tx, context, 'returned', pair);
}

/**
 * What the debit was booked on for this transfer. Of a booking of our own for many transfers only its part; of one that
 * somebody else made all, for its parts may lean on each other.
 */
async function allocationsOf(
  tx: Transaction,
  { companyId, documentId }: PaymentInitiationItem,
  debitId: string,
): Promise<Allocation[]> {
  const active = await listActiveAllocations(tx, companyId, { bankTransactionIds: [debitId] });
  const made = active.find((one) => one.documentId === documentId);
  if (!made) return [];
  return made.rule === 'own_payment' ? [made] : active.filter(({ bookingId }) => bookingId === made.bookingId);
}

/** The credit returns the debit, and of the debit what pays nothing any more came back. */
async function explainBoth(
  tx: Transaction,
  context: Context,
  { creditId, debitId }: { creditId: string; debitId: string },
): Promise<void> {
  const { companyId } = context;
  const said = {
    companyId,
    kind: 'classified',
    reason: 'returned_payment',
    cause: 'rule',
    createdAt: context.clock.now(),
    createdBy: nameOf(context.actor),
  } as const;
  const rows: NewLineDisposition[] = [{ ...said, bankTransactionId: creditId, pairedTransactionId: debitId }];
  const [debit] = await lockLines(tx, companyId, [debitId], { skipBusy: false });
  if (debit?.line.disposition === null && -debit.line.amountMinor > debit.line.allocatedMinor) {
    const [rest] = await listActiveAllocations(tx, companyId, { bankTransactionIds: [debitId] });
    rows.push({
      ...said,
      bankTransactionId: debitId,
      pairedTransactionId: creditId,
      allocationId: rest?.allocationId ?? null,
    });
  }
  await insertLineDispositions(tx, rows);
}
