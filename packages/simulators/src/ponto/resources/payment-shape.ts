import { asNumber } from '../amounts.ts';
import type { Payment } from '../payment-state.ts';

/** A single payment is echoed; those of a bulk payment are not. */
export function paymentResource({ id, kind, status, ...payment }: Payment): object {
  const { requestedExecutionDate, reference, batchBookingPreferred, orders } = payment;
  const [order] = orders;
  if (kind === 'bulkPayment' || !order) {
    return { type: kind, id, attributes: { status, requestedExecutionDate, reference, batchBookingPreferred } };
  }
  const { amountMinor, ...echoed } = order;
  const amount = asNumber(amountMinor, order.currency);
  return { type: kind, id, attributes: { ...echoed, amount, requestedExecutionDate, status } };
}
