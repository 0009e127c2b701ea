import { asDispatcher, listDuePaymentInitiations } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { followPayment } from '../jobs/definitions.ts';

const limit = 100;
const limitPerCompany = 10;

/** Enqueues the payments that must be sent, asked for again, or looked at. A job that is there is not added again. */
export async function claimDuePayments(services: Services): Promise<number> {
  return asDispatcher(services.db, async (tx) => {
    const due = await listDuePaymentInitiations(tx, { now: services.clock.now(), limit, limitPerCompany });
    for (const payment of due) await services.jobs.enqueue(tx, followPayment, payment);
    return due.length;
  });
}
