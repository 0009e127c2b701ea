import { findLiveConnection, findPaymentInitiation, inCompany, lockPaymentInitiation } from '@onfact-ponto/db';
import type { PaymentInitiation } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { askForUser } from '../connection/ask-for-user.ts';
import { assertReading } from '../connection/assert-reading.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertMayPay } from './assert-may-pay.ts';
import { ask, deleteAtPonto, isAtPonto, obey } from './look-at-payment.ts';
import { stateAfter } from './payment-initiation-state.ts';
import { stepPayment } from './step-payment.ts';

/**
 * Takes a payment back while that is certain to help: before it is sent, before it is signed, or a file that nobody
 * used. What waits at Ponto is deleted there first. Its documents can be paid anew.
 * @throws ApplicationError payment_not_found, payment_not_in_that_state (it is signed, or nobody knows),
 *   connection_needs_reconnect, connection_stopped, ponto_unavailable
 */
export async function cancelPayment(context: Context, input: { paymentInitiationId: string }): Promise<void> {
  assertMayPay(context.actor);
  const { db, companyId } = context;
  const payment = await inCompany(db, companyId, (tx) => findPaymentInitiation(tx, { companyId, ...input }));
  if (!payment) throw new ApplicationError('payment_not_found');
  assertCancellable(payment);
  if (isAtPonto(payment)) {
    const connection = await inCompany(db, companyId, (tx) => findLiveConnection(tx, companyId));
    assertReading(connection);
    const { connectionId } = connection;
    if (!(await askForUser(() => deleteAtPonto(context, connectionId, payment)))) {
      await obey(context, payment, await askForUser(() => ask(context, connectionId, payment)));
      throw new ApplicationError('payment_not_in_that_state');
    }
  }
  await inCompany(db, companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, payment);
    if (!locked) throw new ApplicationError('payment_not_found');
    /** Somebody else cancelled it meanwhile: it is as the user wants it. */
    if (locked.state === 'cancelled') return;
    assertCancellable(locked);
    await stepPayment(tx, context, locked, 'cancelled', { change: { dueAt: null, signingUrl: null } });
    await recordAudit(tx, context, {
      action: 'payment.cancel',
      subject: { type: 'payment', id: locked.paymentInitiationId },
    });
  });
}

function assertCancellable({ state }: PaymentInitiation): void {
  if (stateAfter(state, 'cancelled') === undefined) throw new ApplicationError('payment_not_in_that_state', { state });
}
