import { findPaymentInitiationByRequest, inCompany, insertPaymentInitiation, listRunningItems } from '@onfact-ponto/db';
import type { PaymentInitiation, Transaction } from '@onfact-ponto/db';
import { actorColumns, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { newIds } from '../ids.ts';
import { assertMayPay } from './assert-may-pay.ts';
import { obstaclesIn } from './payment-guards.ts';
import type { GuardCode } from './payment-guards.ts';
import { maskReference } from '../support/diagnose-company.ts';
import { review } from './review-payment.ts';
import type { PaymentReview, PaymentWish } from './review-payment.ts';
import { needsApproval } from './approval.ts';
import { endToEndIdOf } from './transfer-plan.ts';

export type PreparePayment = PaymentWish &
  Readonly<{
    /** Made with the page, before the click. */
    requestKey: string;
    /** Of the review that the user saw. */
    seal: string;
    /** What the user said is right. */
    confirmed: readonly GuardCode[];
  }>;

/** Whoever sends it first; after this time a job does, because the process that prepared it must be dead. */
const sentByJobAfterMs = 60_000;

/**
 * Writes down what a user approved: the intent, the key under which Ponto does it at most once, and that what it pays
 * is taken. Nothing is sent. The same request twice is one payment.
 * @throws ApplicationError payment_changed, payment_not_possible, payment_already_running, idempotency_key_reused, and
 *   what `review` throws
 */
export async function preparePayment(context: Context, input: PreparePayment): Promise<PaymentInitiation> {
  assertMayPay(context.actor);
  const { db, companyId } = context;
  try {
    return await inCompany(db, companyId, (tx) => prepare(tx, context, input));
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw await alreadyRunning(context, input);
  }
}

async function prepare(tx: Transaction, context: Context, input: PreparePayment): Promise<PaymentInitiation> {
  const before = await findPaymentInitiationByRequest(tx, context.companyId, input.requestKey);
  if (before) return sameRequest(before, input);

  const reviewed = await review(tx, context, input);
  /** The same click may have come first while this one waited for the documents. */
  const meanwhile = await findPaymentInitiationByRequest(tx, context.companyId, input.requestKey);
  if (meanwhile) return sameRequest(meanwhile, input);
  const obstacles = obstaclesIn(reviewed.guards, input.confirmed);
  if (obstacles.length > 0) {
    const named = obstacles.map(({ code, payableId }) => (payableId === undefined ? code : `${code}:${payableId}`));
    throw new ApplicationError('payment_not_possible', { obstacles: named.join(' ') });
  }
  if (reviewed.seal !== input.seal) throw new ApplicationError('payment_changed');

  const added = await insert(tx, context, input, reviewed);
  if (!added) {
    const first = await findPaymentInitiationByRequest(tx, context.companyId, input.requestKey);
    if (!first) throw new Error('A payment that is there cannot be found');
    return sameRequest(first, input);
  }
  await recordAudit(tx, context, {
    action: 'payment.prepare',
    subject: { type: 'payment', id: added.paymentInitiationId },
    facts: {
      method: input.method,
      transferCount: String(reviewed.plans.length),
      ...(input.confirmed.length === 0 ? {} : { confirmed: input.confirmed.join(' ') }),
      ...changedAccounts(reviewed),
    },
  });
  for (const { refundedTransactionId } of reviewed.plans) {
    if (refundedTransactionId === null) continue;
    await recordAudit(tx, context, {
      action: 'transaction.refund',
      subject: { type: 'bank-transaction', id: refundedTransactionId },
      facts: { paymentInitiationId: added.paymentInitiationId },
    });
  }
  return added;
}

async function insert(
  tx: Transaction,
  context: Context,
  input: PreparePayment,
  { account, plans, totalMinor }: PaymentReview,
): Promise<PaymentInitiation | undefined> {
  const { companyId, clock, actor } = context;
  const newId = newIds(context.random);
  const paymentInitiationId = newId();
  const at = clock.now();
  const isHeld = await needsApproval(tx, companyId, totalMinor);
  const goesToPonto = input.method === 'ponto' && !isHeld;
  const { actorId: preparedById, actorName: preparedByName } = actorColumns(actor);
  return insertPaymentInitiation(
    tx,
    {
      companyId,
      paymentInitiationId,
      method: input.method,
      bankAccountId: account.bankAccountId,
      state: isHeld ? 'awaiting_approval' : 'prepared',
      stateSince: at,
      reference: `OFP-${paymentInitiationId.slice(0, 8)}`,
      executionDate: input.executionDate,
      isBulk: plans.length > 1,
      batchBookingPreferred: input.batchBookingPreferred,
      totalMinor,
      currency: 'EUR',
      requestKey: input.requestKey,
      requestHash: input.seal,
      providerKey: newId(),
      dueAt: goesToPonto ? new Date(at.getTime() + sentByJobAfterMs) : null,
      preparedAt: at,
      preparedById,
      preparedByName,
    },
    plans.map((plan, index) => ({ ...plan, endToEndId: endToEndIdOf(paymentInitiationId, index + 1) })),
    { at, event: 'prepared', ...actorColumns(actor) },
  );
}

/** Which accounts were not those of before, as far as a trail may say it. */
function changedAccounts({ guards }: PaymentReview): Record<string, string> {
  const changed = guards.flatMap(({ code, transfer }) =>
    code === 'account_changed' && transfer?.accountBefore
      ? [`${maskReference(transfer.accountBefore.iban)} > ${maskReference(transfer.payeeIban ?? '')}`]
      : [],
  );
  return changed.length === 0 ? {} : { changedAccounts: changed.join(', ') };
}

function sameRequest(before: PaymentInitiation, { seal }: PreparePayment): PaymentInitiation {
  if (before.requestHash !== seal) throw new ApplicationError('idempotency_key_reused');
  return before;
}

/** The database says that another payment carries one of the documents or lines, prepared since we looked. */
function isTaken(error: unknown): boolean {
  const names = ['payment_initiation_item_one_live_idx', 'payment_initiation_item_one_live_refund_idx'];
  return error instanceof Error && 'constraint_name' in error && names.includes(String(error.constraint_name));
}

async function alreadyRunning({ db, companyId }: Context, { transfers }: PreparePayment): Promise<ApplicationError> {
  const payableIds = transfers.map(({ payableId }) => payableId);
  const [running] = await inCompany(db, companyId, (tx) => listRunningItems(tx, companyId, payableIds));
  return new ApplicationError('payment_already_running', running === undefined ? {} : { ...running });
}
