import { findPaymentInitiation, inCompany, listPaidDocuments, listPaymentInitiationSteps } from '@onfact-ponto/db';
import type { PaidDocument, PaymentInitiation, PaymentInitiationStep } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { stateAfter } from './payment-initiation-state.ts';
import { isKeyAlive } from './send-payment.ts';

export type PaymentView = Readonly<{
  payment: PaymentInitiation;
  items: readonly PaidDocument[];
  /** Newest first. */
  steps: readonly PaymentInitiationStep[];
  can: Readonly<{
    /** Ponto's page to sign on is known. */
    sign: boolean;
    send: boolean;
    cancel: boolean;
    approve: boolean;
    handOut: boolean;
    /** We no longer ask: a person looks in Ponto. */
    declareAbsent: boolean;
  }>;
}>;

/** @throws ApplicationError payment_not_found */
export async function getPayment(context: Context, input: { paymentInitiationId: string }): Promise<PaymentView> {
  const { companyId, clock } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const payment = await findPaymentInitiation(tx, { companyId, ...input });
    if (!payment) throw new ApplicationError('payment_not_found');
    const [items, steps] = [await listPaidDocuments(tx, [payment]), await listPaymentInitiationSteps(tx, payment)];
    return { payment, items, steps: steps.toReversed(), can: possibleWith(payment, context, clock.now()) };
  });
}

function possibleWith(payment: PaymentInitiation, { actor }: Context, now: Date): PaymentView['can'] {
  const { state, method, signingUrl, preparedById } = payment;
  const isPerson = actor.type === 'user';
  return {
    sign: state === 'awaiting_signature' && signingUrl !== null,
    send: state === 'prepared' && method === 'ponto',
    cancel: stateAfter(state, 'cancelled') !== undefined,
    approve: state === 'awaiting_approval' && isPerson && actor.userId !== preparedById,
    handOut: method !== 'ponto' && (state === 'prepared' || state === 'handed_out'),
    declareAbsent: state === 'unknown' && isPerson && !isKeyAlive(payment, now),
  };
}
