import { inCompany, lockPaymentInitiation } from '@onfact-ponto/db';
import type { PaymentInitiation } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertMayPay } from './assert-may-pay.ts';
import { isKeyAlive } from './send-payment.ts';
import { stepPayment } from './step-payment.ts';

/** A payment that nobody signed is taken back at Ponto after a week. One that still waits a day later nobody can ask for. */
const takenBackWithinMs = 8 * 24 * 60 * 60_000;
/** So long after its acceptance, or after its day, a bank has booked what it will book. */
const bookedWithinMs = 7 * 24 * 60 * 60_000;

/**
 * A person looked and did not find a payment: in Ponto one of which nobody knows whether Ponto took it, or that is out of
 * our reach with its connection or account; at the bank one that was accepted, or a part of one, and never booked. What
 * was not seen of it can be paid anew. Not before we stopped asking, and not while the bank may still book it.
 * @throws ApplicationError user_required, payment_not_found, payment_not_in_that_state
 */
export async function declareAbsent(context: Context, input: { paymentInitiationId: string }): Promise<void> {
  assertMayPay(context.actor);
  if (context.actor.type !== 'user') throw new ApplicationError('user_required');
  const { companyId, clock } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, { companyId, ...input });
    if (!locked) throw new ApplicationError('payment_not_found');
    if (!canBeDeclaredAbsent(locked, clock.now())) {
      throw new ApplicationError('payment_not_in_that_state', { state: locked.state });
    }
    await stepPayment(tx, context, locked, 'declared_absent', { change: { dueAt: null } });
    await recordAudit(tx, context, {
      action: 'payment.declare-absent',
      subject: { type: 'payment', id: locked.paymentInitiationId },
    });
  });
}

export function canBeDeclaredAbsent(payment: PaymentInitiation, now: Date): boolean {
  const { state, stateSince, executionDate } = payment;
  if (state === 'unknown') return !isKeyAlive(payment, now);
  if (state === 'awaiting_signature') return now.getTime() - stateSince.getTime() > takenBackWithinMs;
  if (state !== 'signed' && state !== 'accepted') return false;
  const expectedAt = Math.max(stateSince.getTime(), executionDate === null ? 0 : Date.parse(executionDate));
  return now.getTime() - expectedAt > bookedWithinMs;
}
