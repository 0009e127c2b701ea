import {
  findLiveConnection,
  findPaymentInitiation,
  inCompany,
  lockPaymentInitiation,
  updatePaymentInitiation,
} from '@onfact-ponto/db';
import type { PaymentInitiation } from '@onfact-ponto/db';
import { PontoApiError, PontoError } from '@onfact-ponto/ponto-client';
import type { PontoBulkPayment, PontoPayment } from '@onfact-ponto/ponto-client';
import { GrantLostError, withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { waitBeforeLook } from './next-look.ts';
import { eventOfStatus } from './payment-initiation-state.ts';
import { stepPayment } from './step-payment.ts';

/** So long a payment may wait for its signature; then it is taken back at Ponto, so that nobody signs it by surprise. */
const signWithinMs = 7 * 24 * 60 * 60_000;

/** A payment that Ponto has, and that is not over. */
export type PaymentAtPonto = PaymentInitiation & { pontoPaymentId: string; pontoAccountId: string };

/**
 * Reads at Ponto how far a payment is. The way back of the user's browser says nothing, and no webhook does: this is the
 * only source. A payment that nobody signed in time is taken back.
 */
export async function lookAtPayment(context: Context, input: { paymentInitiationId: string }): Promise<void> {
  const { companyId, clock } = context;
  const { payment, connectionId } = await inCompany(context.db, companyId, async (tx) => ({
    payment: await findPaymentInitiation(tx, { companyId, ...input }),
    connectionId: (await findLiveConnection(tx, companyId))?.connectionId,
  }));
  if (!payment || !isAtPonto(payment)) return;
  /** Nobody can ask until the company links again; meanwhile it must not stand before the payments of others. */
  if (connectionId === undefined) return lookLater(context, payment);
  try {
    if (isOverdue(payment, clock.now())) await takeBack(context, connectionId, payment);
    else await obey(context, payment, await ask(context, connectionId, payment));
  } catch (error) {
    if (!(error instanceof PontoError) && !(error instanceof GrantLostError)) throw error;
    await lookLater(context, payment);
  }
}

export function isAtPonto(payment: PaymentInitiation): payment is PaymentAtPonto {
  const { pontoPaymentId, pontoAccountId, state } = payment;
  const isWaiting = state === 'awaiting_signature' || state === 'signed' || state === 'accepted';
  return isWaiting && pontoPaymentId !== null && pontoAccountId !== null;
}

function isOverdue({ state, stateSince }: PaymentInitiation, now: Date): boolean {
  return state === 'awaiting_signature' && now.getTime() - stateSince.getTime() > signWithinMs;
}

export async function ask(
  context: Context,
  connectionId: string,
  payment: PaymentAtPonto,
): Promise<PontoPayment | PontoBulkPayment> {
  const { pontoAccountId, pontoPaymentId, isBulk } = payment;
  const { bulkPayments, payments } = context.ponto;
  return withAccessToken<PontoPayment | PontoBulkPayment>(context, connectionId, (token) =>
    (isBulk ? bulkPayments : payments).get(token, pontoAccountId, pontoPaymentId),
  );
}

export async function obey(
  context: Context,
  seen: PaymentAtPonto,
  told: PontoPayment | PontoBulkPayment,
): Promise<void> {
  const lookedAt = context.clock.now();
  await inCompany(context.db, context.companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, seen);
    if (!locked) return;
    const event = eventOfStatus(told.stage, told.status);
    const isNews = event !== undefined && told.status !== locked.pontoStatus;
    const payment = isNews ? await stepPayment(tx, context, locked, event, { reason: told.status }) : locked;
    const wait = waitBeforeLook(payment.state, lookedAt.getTime() - payment.stateSince.getTime());
    await updatePaymentInitiation(tx, payment, {
      pontoStatus: told.status ?? null,
      lookedAt,
      dueAt: wait === undefined ? null : new Date(lookedAt.getTime() + wait),
    });
  });
}

/**
 * Deletes it at Ponto and says expired. When Ponto refuses, somebody may have signed at the last moment: it is read.
 */
async function takeBack(context: Context, connectionId: string, payment: PaymentAtPonto): Promise<void> {
  if (await deleteAtPonto(context, connectionId, payment)) {
    await inCompany(context.db, context.companyId, async (tx) => {
      const locked = await lockPaymentInitiation(tx, payment);
      if (locked) await stepPayment(tx, context, locked, 'expired', { change: { dueAt: null, signingUrl: null } });
    });
  } else {
    await obey(context, payment, await ask(context, connectionId, payment));
  }
}

/**
 * @returns false when Ponto does not take it back: it is signed, or refused, or its account is shown to us no more. Gone
 *   already counts as taken back, but not what went out of our sight with its account.
 */
export async function deleteAtPonto(context: Context, connectionId: string, payment: PaymentAtPonto): Promise<boolean> {
  const { pontoAccountId, pontoPaymentId } = payment;
  const resource = payment.isBulk ? context.ponto.bulkPayments : context.ponto.payments;
  try {
    await withAccessToken(context, connectionId, (token) => resource.delete(token, pontoAccountId, pontoPaymentId));
    return true;
  } catch (error) {
    if (!(error instanceof PontoApiError) || error.retryAdvice !== 'never') throw error;
    return error.status === 404 && (await isAccountShown(context, connectionId, pontoAccountId));
  }
}

async function isAccountShown(context: Context, connectionId: string, pontoAccountId: string): Promise<boolean> {
  try {
    await withAccessToken(context, connectionId, (token) => context.ponto.accounts.get(token, pontoAccountId));
    return true;
  } catch (error) {
    if (error instanceof PontoApiError && error.status === 404) return false;
    throw error;
  }
}

async function lookLater(context: Context, payment: PaymentInitiation): Promise<void> {
  const now = context.clock.now();
  const wait = waitBeforeLook(payment.state, now.getTime() - payment.stateSince.getTime()) ?? 0;
  await inCompany(context.db, context.companyId, (tx) =>
    updatePaymentInitiation(tx, payment, { dueAt: new Date(now.getTime() + Math.max(wait, 60_000)) }),
  );
}
