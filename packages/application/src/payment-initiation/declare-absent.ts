import { inCompany, lockPaymentInitiation } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertMayPay } from './assert-may-pay.ts';
import { isKeyAlive } from './send-payment.ts';
import { stepPayment } from './step-payment.ts';

/**
 * A person looked in Ponto and did not find a payment of which nobody knows whether Ponto took it: its documents can be
 * paid anew. Not before we stopped asking, because until then the answer may still come.
 * @throws ApplicationError user_required, payment_not_found, payment_not_in_that_state
 */
export async function declareAbsent(context: Context, input: { paymentInitiationId: string }): Promise<void> {
  assertMayPay(context.actor);
  if (context.actor.type !== 'user') throw new ApplicationError('user_required');
  const { companyId, clock } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, { companyId, ...input });
    if (!locked) throw new ApplicationError('payment_not_found');
    if (locked.state !== 'unknown' || isKeyAlive(locked, clock.now())) {
      throw new ApplicationError('payment_not_in_that_state', { state: locked.state });
    }
    await stepPayment(tx, context, locked, 'declared_absent', { change: { dueAt: null } });
    await recordAudit(tx, context, {
      action: 'payment.declare-absent',
      subject: { type: 'payment', id: locked.paymentInitiationId },
    });
  });
}
