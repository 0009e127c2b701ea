import { inCompany, lockPaymentInitiation } from '@onfact-ponto/db';
import type { PaymentInitiation } from '@onfact-ponto/db';
import { actorColumns, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { stepPayment } from './step-payment.ts';

/**
 * The second pair of eyes agrees. A person of the company, and never the one who prepared the payment: the database
 * holds that too.
 * @throws ApplicationError user_required, payment_not_found, payment_needs_another_person, payment_not_in_that_state
 */
export async function approvePayment(
  context: Context,
  input: { paymentInitiationId: string },
): Promise<PaymentInitiation> {
  const { companyId, actor, clock } = context;
  if (actor.type !== 'user') throw new ApplicationError('user_required');
  return inCompany(context.db, companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, { companyId, ...input });
    if (!locked) throw new ApplicationError('payment_not_found');
    if (locked.state !== 'awaiting_approval') {
      throw new ApplicationError('payment_not_in_that_state', { state: locked.state });
    }
    if (locked.preparedById === actor.userId) throw new ApplicationError('payment_needs_another_person');

    const at = clock.now();
    const { actorId: approvedById, actorName: approvedByName } = actorColumns(actor);
    const dueAt = locked.method === 'ponto' ? at : null;
    const approved = await stepPayment(tx, context, locked, 'approved', {
      change: { approvedAt: at, approvedById, approvedByName, dueAt },
    });
    await recordAudit(tx, context, {
      action: 'payment.approve',
      subject: { type: 'payment', id: locked.paymentInitiationId },
      facts: { preparedBy: locked.preparedById },
    });
    return approved;
  });
}
