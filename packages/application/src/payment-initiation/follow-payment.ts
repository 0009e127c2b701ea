import { findPaymentInitiation, inCompany } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { lookAtPayment } from './look-at-payment.ts';
import { sendPayment } from './send-payment.ts';

/** What is due for a payment now: to be brought to Ponto, to be asked for again, or to be looked at. */
export async function followDuePayment(context: Context, input: { paymentInitiationId: string }): Promise<void> {
  const { companyId, clock } = context;
  const payment = await inCompany(context.db, companyId, (tx) => findPaymentInitiation(tx, { companyId, ...input }));
  if (!payment?.dueAt || payment.dueAt > clock.now()) return;
  const isAtPonto = payment.pontoPaymentId !== null;
  await (isAtPonto ? lookAtPayment(context, input) : sendPayment(context, input));
}
