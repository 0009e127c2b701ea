import {
  inCompany,
  listPaymentInitiationItems,
  listRunningItems,
  listSeenTransfers,
  listUnexplainedDebits,
  listUnseenTransfers,
  lockPaymentInitiation,
  saveSeenTransfer,
} from '@onfact-ponto/db';
import type { BankTransaction, PaymentInitiation, PaymentInitiationItem, Transaction } from '@onfact-ponto/db';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { Context } from '../context.ts';
import { bookDebit } from './book-debit.ts';
import { findDebits } from './find-debits.ts';
import type { SeenTransfer } from './find-debits.ts';
import { raiseAlarm } from './payment-alarm.ts';
import { isLive } from './payment-initiation-state.ts';
import { settleReturns } from './settle-returns.ts';
import { stepPayment } from './step-payment.ts';
import { idPrefix } from './transfer-plan.ts';

/** A bank may book late, and a file may be uploaded late; what is older is history. */
const rememberedDays = 180;

/**
 * Closes the loop: finds the lines of the bank that prove our transfers, and those that return them. A payment is *paid*
 * when each of its transfers was seen. What the matcher cannot book by our id, a line for a whole batch or one that lost
 * its id, is booked here. People are told of a line with our id that is not what they approved, and of what the bank
 * carried out though it was paid already.
 */
export async function settlePayments(context: Context): Promise<{ seenCount: number }> {
  const remembered = new Date(context.clock.now().getTime() - rememberedDays * 24 * 60 * 60_000);
  const since = addDays(bankDayOfDate(remembered), -1);
  const seenCount = await settleDebits(context, remembered, since);
  await settleReturns(context, since);
  return { seenCount };
}

async function settleDebits(context: Context, preparedSince: Date, since: string): Promise<number> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const debits = await listUnexplainedDebits(tx, companyId, since);
    if (debits.length === 0) return 0;
    const endToEndIds = debits.flatMap(({ endToEndId }) => (endToEndId?.startsWith(idPrefix) ? [endToEndId] : []));
    const transfers = [
      ...(await listUnseenTransfers(tx, companyId, preparedSince)),
      ...(await listSeenTransfers(tx, companyId, { endToEndIds, amounts: [] })),
    ];
    const { seen, different, again } = findDebits(transfers, debits);
    for (const [line, parts] of Map.groupBy(seen, ({ line }) => line)) await prove(tx, context, line, parts);
    for (const pair of different) await raiseAlarm(tx, context, 'differs', pair);
    for (const pair of again) await raiseAlarm(tx, context, 'paid_twice', pair);
    return seen.length;
  });
}

async function prove(
  tx: Transaction,
  context: Context,
  line: BankTransaction,
  parts: readonly SeenTransfer[],
): Promise<void> {
  const [first] = parts;
  const locked = first && (await lockPaymentInitiation(tx, first.transfer.payment));
  if (!locked) return;
  const { bankTransactionId } = line;
  const shown = parts.map(({ transfer }) => transfer.item);
  const wasStillOpen = await bookDebit(tx, context, line, shown);
  const seenAt = context.clock.now();
  for (const item of shown) await saveSeenTransfer(tx, item, { bankTransactionId, seenAt });
  const items = await listPaymentInitiationItems(tx, locked);
  if (items.every((item) => item.bankTransactionId !== null)) {
    await stepPayment(tx, context, locked, 'seen_on_account', { change: { dueAt: null, signingUrl: null } });
  }
  const now = items.filter((item) => item.bankTransactionId === bankTransactionId);
  if (!wasStillOpen || (await isPaidOtherwise(tx, locked, now))) await raiseAlarm(tx, context, 'paid_twice', first);
}

/**
 * Money that was to be paid back is used already; or the payment was over, and another one carries what it paid.
 * @param payment as it was before the bank showed it
 */
async function isPaidOtherwise(
  tx: Transaction,
  { companyId, state }: PaymentInitiation,
  items: readonly PaymentInitiationItem[],
): Promise<boolean> {
  const takesLess = items.some((item) => item.refundedTransactionId !== null && item.takesMinor < item.amountMinor);
  if (takesLess || isLive(state)) return takesLess;
  const payableIds = items.flatMap((item) => item.documentId ?? item.refundedTransactionId ?? []);
  return (await listRunningItems(tx, companyId, payableIds)).length > 0;
}
