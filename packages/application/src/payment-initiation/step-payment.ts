import { stepPaymentInitiation } from '@onfact-ponto/db';
import type { PaymentInitiation, Transaction } from '@onfact-ponto/db';
import { actorColumns } from '../audit.ts';
import type { Context } from '../context.ts';
import { isLive, stateAfter } from './payment-initiation-state.ts';
import type { PaymentInitiationEvent } from './payment-initiation-state.ts';

type Change = Parameters<typeof stepPaymentInitiation>[2]['change'];
type Evidence = Readonly<{ reason?: string | undefined; providerRequestId?: string | undefined; change?: Change }>;

/**
 * Lets an event happen to a payment that this transaction has locked. An event that is not obeyed is written into the
 * history and changes nothing else, not even what came with it.
 * @returns the payment as it is now
 */
export async function stepPayment(
  tx: Transaction,
  context: Context,
  locked: PaymentInitiation,
  event: PaymentInitiationEvent,
  { reason, providerRequestId, change = {} }: Evidence = {},
): Promise<PaymentInitiation> {
  const next = stateAfter(locked.state, event);
  const toState = next ?? locked.state;
  return stepPaymentInitiation(
    tx,
    locked,
    { toState, isLive: isLive(toState), change: next === undefined ? {} : change },
    {
      at: context.clock.now(),
      event,
      reason: reason ?? null,
      providerRequestId: providerRequestId ?? null,
      ...actorColumns(context.actor),
    },
  );
}
