import {
  findDocuments,
  findPaymentInitiation,
  inCompany,
  listPreparedTransfers,
  listPaymentInitiationSteps,
} from '@onfact-ponto/db';
import type { OpenDocument, PreparedTransfer, PaymentInitiation, PaymentInitiationStep } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { isPayable, openAmountOf } from '../reconciliation/load-ledger.ts';
import { canBeDeclaredAbsent } from './declare-absent.ts';
import { isLive, stateAfter } from './payment-initiation-state.ts';

export type PaymentView = Readonly<{
  payment: PaymentInitiation;
  /** While it may still be taken back: the documents that no longer take what it would pay. */
  paidOtherwise: readonly string[];
  items: readonly PreparedTransfer[];
  /** Newest first. */
  steps: readonly PaymentInitiationStep[];
  can: Readonly<{
    /** Ponto's page to sign on is known. */
    sign: boolean;
    send: boolean;
    cancel: boolean;
    approve: boolean;
    handOut: boolean;
    /** We no longer ask: a person looks, in Ponto or at the bank. */
    declareAbsent: boolean;
  }>;
}>;

/** @throws ApplicationError payment_not_found */
export async function getPayment(context: Context, input: { paymentInitiationId: string }): Promise<PaymentView> {
  const { companyId, clock } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const payment = await findPaymentInitiation(tx, { companyId, ...input });
    if (!payment) throw new ApplicationError('payment_not_found');
    const [items, steps] = [await listPreparedTransfers(tx, [payment]), await listPaymentInitiationSteps(tx, payment)];
    const can = possibleWith(payment, context, clock.now());
    const documents = await findDocuments(
      tx,
      companyId,
      items.flatMap(({ item }) => item.documentId ?? []),
    );
    return { payment, items, steps: steps.toReversed(), can, paidOtherwise: paidOtherwise(payment, items, documents) };
  });
}

function possibleWith(payment: PaymentInitiation, { actor }: Context, now: Date): PaymentView['can'] {
  const { state, method, signingUrl, preparedById } = payment;
  const isPerson = actor.type === 'user';
  const isToBeLookedFor = canBeDeclaredAbsent(payment, now);
  return {
    sign: state === 'awaiting_signature' && signingUrl !== null && !isToBeLookedFor,
    send: state === 'prepared' && method === 'ponto',
    cancel: stateAfter(state, 'cancelled') !== undefined,
    approve: state === 'awaiting_approval' && isPerson && actor.userId !== preparedById,
    handOut: method !== 'ponto' && (state === 'prepared' || state === 'handed_out'),
    declareAbsent: isPerson && isToBeLookedFor,
  };
}

/**
 * Somebody paid, cancelled or closed it meanwhile: who would still sign pays it a second time. Of a line that is paid
 * back nobody can use what the refund takes.
 */
function paidOtherwise(
  { state }: PaymentInitiation,
  items: readonly PreparedTransfer[],
  documents: readonly OpenDocument[],
): string[] {
  if (!isLive(state)) return [];
  const open = new Map(documents.map((row) => [row.documentId, isPayable(row) ? openAmountOf(row) : 0n]));
  return items.flatMap(({ item: { documentId, bankTransactionId, amountMinor } }) => {
    if (documentId === null || bankTransactionId !== null) return [];
    return (open.get(documentId) ?? 0n) < amountMinor ? [documentId] : [];
  });
}
