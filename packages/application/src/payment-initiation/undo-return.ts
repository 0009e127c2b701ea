import {
  endDispositions,
  findReturnedTransfer,
  listActiveDispositions,
  listPaymentInitiationItems,
  lockLines,
  lockPaymentInitiation,
  saveReturnedTransfer,
} from '@onfact-ponto/db';
import type { LineDisposition, PaymentInitiationItem, Transaction } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { writeBookings } from '../reconciliation/write-bookings.ts';
import { ownPaymentBooking, planAllocations } from './book-debit.ts';
import { stepPayment } from './step-payment.ts';

/**
 * A person says that a line returns nothing that we paid: the transfer stands again, its document is paid by it as far as
 * it is still open, and the line waits for a person.
 * @param said that the line returns a payment, or that its money came back
 * @returns whether it was so
 */
export async function undoReturn(tx: Transaction, context: Context, said: LineDisposition): Promise<boolean> {
  const { companyId } = context;
  if (said.reason !== 'returned_payment' || said.cause !== 'rule') return false;
  const returned = await findReturnedTransfer(tx, companyId, idsOf(said));
  const locked = returned && (await lockPaymentInitiation(tx, returned));
  if (!locked) return false;
  const items = await listPaymentInitiationItems(tx, locked);
  const item = items.find(({ position }) => position === returned.position);
  const { bankTransactionId: debitId, returnedTransactionId: creditId } = item ?? {};
  if (!item || !debitId || !creditId) return false;

  await lockLines(tx, companyId, [debitId, creditId, item.refundedTransactionId ?? creditId], { skipBusy: false });
  await endExplanations(tx, context, item, items);
  await saveReturnedTransfer(tx, item, null);
  await bookAgain(tx, context, item, debitId);
  await stepPayment(tx, context, locked, 'return_undone', { reason: creditId });
  await recordAudit(tx, context, {
    action: 'transaction.ignore-undo',
    subject: { type: 'bank-transaction', id: creditId },
    facts: { paymentInitiationId: item.paymentInitiationId },
  });
  return true;
}

function idsOf({ bankTransactionId, pairedTransactionId }: LineDisposition): string[] {
  return [bankTransactionId, pairedTransactionId ?? bankTransactionId];
}

/** Of a debit for many transfers it stays as long as another one of them came back. */
async function endExplanations(
  tx: Transaction,
  context: Context,
  item: PaymentInitiationItem,
  items: readonly PaymentInitiationItem[],
): Promise<void> {
  const { companyId } = context;
  const { bankTransactionId: debitId, returnedTransactionId: creditId } = item;
  const isShared = items.some(
    (other) => other !== item && other.bankTransactionId === debitId && other.returnedTransactionId !== null,
  );
  const ids = [creditId, isShared ? null : debitId].flatMap((id) => id ?? []);
  const explained = await listActiveDispositions(tx, companyId, { bankTransactionIds: ids });
  const lineDispositionIds = explained
    .filter(({ reason }) => reason === 'returned_payment')
    .map((row) => row.lineDispositionId);
  const end = { endedAt: context.clock.now(), endedBy: nameOf(context.actor) };
  await endDispositions(tx, companyId, { lineDispositionIds }, end);
}

async function bookAgain(
  tx: Transaction,
  context: Context,
  item: PaymentInitiationItem,
  debitId: string,
): Promise<void> {
  const [debit] = await lockLines(tx, context.companyId, [debitId], { skipBusy: false });
  const { allocations, isWhole } = await planAllocations(tx, context.companyId, [item]);
  const left = debit ? -debit.line.amountMinor - debit.line.allocatedMinor : 0n;
  if (allocations.length === 0 || !isWhole || left < item.amountMinor) return;
  await writeBookings(tx, context, [ownPaymentBooking(debitId, allocations)]);
}
