import {
  inCompany,
  insertLineDispositions,
  insertNotification,
  listPaymentInitiationItems,
  listPaymentInitiationSteps,
  listUnexplainedDebits,
  listUnseenTransfers,
  lockDocuments,
  lockLines,
  lockPaymentInitiation,
  saveSeenTransfer,
} from '@onfact-ponto/db';
import type { BankTransaction, Transaction } from '@onfact-ponto/db';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { tell } from '../notification/receivers.ts';
import { isPayable, openAmountOf } from '../reconciliation/load-ledger.ts';
import { writeBookings } from '../reconciliation/write-bookings.ts';
import type { Booking, PlannedAllocation } from '../reconciliation/write-bookings.ts';
import { findDebits } from './find-debits.ts';
import type { SeenTransfer } from './find-debits.ts';
import { stepPayment } from './step-payment.ts';

/** A bank may book late, and a file may be uploaded late; what is older is history. */
const rememberedDays = 180;

/**
 * Closes the loop: finds the lines of the bank that prove our transfers. A payment is *paid* when each of its transfers
 * was seen. What the matcher cannot book by our id, a line for a whole batch or one that lost its id, is booked here.
 * A line with our id and another amount or account than approved is written down for people to look at.
 */
export async function settlePayments(context: Context): Promise<{ seenCount: number }> {
  const { companyId, clock } = context;
  const since = new Date(clock.now().getTime() - rememberedDays * 24 * 60 * 60_000);
  return inCompany(context.db, companyId, async (tx) => {
    const transfers = await listUnseenTransfers(tx, companyId, since);
    if (transfers.length === 0) return { seenCount: 0 };
    const debits = await listUnexplainedDebits(tx, companyId, addDays(bankDayOfDate(since), -1));
    const { seen, different } = findDebits(transfers, debits);
    for (const [line, parts] of Map.groupBy(seen, ({ line }) => line)) await prove(tx, context, line, parts);
    for (const pair of different) await noteDifference(tx, context, pair);
    return { seenCount: seen.length };
  });
}

async function prove(
  tx: Transaction,
  context: Context,
  line: BankTransaction,
  parts: readonly SeenTransfer[],
): Promise<void> {
  const { companyId, clock } = context;
  const { bankTransactionId } = line;
  const [payment] = parts.map(({ transfer }) => transfer.payment);
  const locked = payment && (await lockPaymentInitiation(tx, payment));
  if (!locked) return;
  await bookLine(tx, context, line, parts);
  for (const { transfer } of parts) {
    await saveSeenTransfer(tx, transfer.item, { bankTransactionId, seenAt: clock.now() });
  }
  const items = await listPaymentInitiationItems(tx, { companyId, paymentInitiationId: locked.paymentInitiationId });
  if (items.every((item) => item.bankTransactionId !== null)) {
    await stepPayment(tx, context, locked, 'seen_on_account', { change: { dueAt: null, signingUrl: null } });
  }
}

/**
 * Not when somebody, or the matcher by our id, was first, nor when a document no longer takes the whole. What pays a
 * line back pays no document: the debit says whose money it returns.
 */
async function bookLine(
  tx: Transaction,
  context: Context,
  line: BankTransaction,
  parts: readonly SeenTransfer[],
): Promise<void> {
  const { companyId } = context;
  const items = parts.map(({ transfer }) => transfer.item);
  const refunded = items.flatMap(({ refundedTransactionId }) => refundedTransactionId ?? []);
  const locked = await lockLines(tx, companyId, [line.bankTransactionId, ...refunded], { skipBusy: false });
  const current = locked.find((one) => one.line.bankTransactionId === line.bankTransactionId)?.line;
  if (current?.allocatedMinor !== 0n || current.disposition !== null) return;
  const allocations = await allocationsOf(tx, companyId, items);
  if (!allocations) return;
  const booked = allocations.length === 0 ? [] : await writeBookings(tx, context, [bookingOf(line, allocations)]);
  if (refunded.length === 0) return;
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
}

/** Undefined when a document no longer takes its part. */
async function allocationsOf(
  tx: Transaction,
  companyId: string,
  items: readonly SeenTransfer['transfer']['item'][],
): Promise<PlannedAllocation[] | undefined> {
  const payments = items.flatMap(({ documentId, amountMinor }) =>
    documentId === null ? [] : [{ documentId, amountMinor, adjustmentMinor: 0n, adjustmentKind: null }],
  );
  const documents = await lockDocuments(
    tx,
    companyId,
    payments.map(({ documentId }) => documentId),
  );
  const open = new Map(documents.filter(isPayable).map((row) => [row.documentId, openAmountOf(row)]));
  const fits = payments.every(({ documentId, amountMinor }) => (open.get(documentId) ?? 0n) >= amountMinor);
  return fits ? payments : undefined;
}

function bookingOf({ bankTransactionId }: BankTransaction, allocations: readonly PlannedAllocation[]): Booking {
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

/**
 * Once per line: it stands in the history of the payment and in the trail, and who can act is told, in the app and by
 * mail.
 */
async function noteDifference(tx: Transaction, context: Context, { transfer, line }: SeenTransfer): Promise<void> {
  const { paymentInitiationId, position } = transfer.item;
  const { bankTransactionId } = line;
  const steps = await listPaymentInitiationSteps(tx, transfer.item);
  if (steps.some(({ event, reason }) => event === 'differs' && reason === bankTransactionId)) return;
  const locked = await lockPaymentInitiation(tx, transfer.item);
  if (!locked) return;
  await stepPayment(tx, context, locked, 'differs', { reason: bankTransactionId });
  await recordAudit(tx, context, {
    action: 'payment.differs',
    subject: { type: 'payment', id: paymentInitiationId },
    facts: { bankTransactionId, position: String(position) },
  });
  const { companyId, reference, preparedById, approvedById } = locked;
  const told = await insertNotification(
    tx,
    {
      companyId,
      kind: 'payment_differs',
      cause: `payment ${paymentInitiationId} line ${bankTransactionId}`,
      createdAt: context.clock.now(),
      closedAt: null,
      facts: { paymentInitiationId, reference },
    },
    [],
  );
  if (told) await tell(tx, context, told, [preparedById, approvedById ?? preparedById]);
}
