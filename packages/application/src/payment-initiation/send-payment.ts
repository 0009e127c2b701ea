import {
  findBankAccount,
  findLiveConnection,
  inCompany,
  listPaymentInitiationItems,
  lockPaymentInitiation,
  updatePaymentInitiation,
} from '@onfact-ponto/db';
import type { PaymentInitiation, PaymentInitiationItem } from '@onfact-ponto/db';
import { PontoApiError, PontoError, PontoHeldBackError, PontoInvalidRequestError } from '@onfact-ponto/ponto-client';
import type { PontoBulkPayment, PontoPayment } from '@onfact-ponto/ponto-client';
import { money } from '@onfact-ponto/primitives';
import type { Iban, IsoDate } from '@onfact-ponto/primitives';
import { recordAudit } from '../audit.ts';
import { GrantLostError, withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import { waitBeforeLook, waitBeforeRetry } from './next-look.ts';
import { stepPayment } from './step-payment.ts';

/** Longer than any call to Ponto: what is `sending` after this belongs to a process that died. */
const lostAfterMs = 90_000;

/**
 * For so long a lost answer is asked for under the same key. How long Ponto remembers a key is not published, so this
 * is short: afterwards the same key might pay twice, and a person looks.
 */
const keyLivesMs = 60 * 60_000;

type Sending = Readonly<{
  payment: PaymentInitiation;
  items: readonly PaymentInitiationItem[];
  connectionId: string;
  pontoAccountId: string;
  /** No try before it can have reached Ponto. */
  isFirstTry: boolean;
}>;

/**
 * Brings a prepared payment to Ponto, where it waits for its signature. Intent and key stand in the database before
 * the call, and every try carries the same key and the same content, so Ponto takes it at most once. An answer that
 * never came is *unknown* and asked for again.
 */
export async function sendPayment(context: Context, input: { paymentInitiationId: string }): Promise<void> {
  const sending = await begin(context, input.paymentInitiationId);
  if (!sending) return;
  try {
    await context.crashPoint('payment.sending');
    const answer = await withAccessToken(context, sending.connectionId, (token) => post(context, token, sending));
    await context.crashPoint('payment.answered');
    await accepted(context, sending, answer);
  } catch (error) {
    await failed(context, sending, error);
  }
}

/** Says `sending`. Undefined when there is nothing to do now, or a person must act first. */
async function begin(context: Context, paymentInitiationId: string): Promise<Sending | undefined> {
  const { companyId, clock } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, { companyId, paymentInitiationId });
    const now = clock.now();
    if (locked?.method !== 'ponto' || !isToBeSent(locked, now)) return undefined;

    /** A process died while it was sending: nobody knows what Ponto did. */
    const payment = locked.state === 'sending' ? await stepPayment(tx, context, locked, 'answer_lost') : locked;
    const account = await findBankAccount(tx, companyId, payment.bankAccountId);
    const connection = await findLiveConnection(tx, companyId);
    const pontoAccountId = payment.pontoAccountId ?? account?.pontoAccountId;
    if (connection?.state !== 'active' || !pontoAccountId || !isKeyAlive(payment, now)) {
      await updatePaymentInitiation(tx, payment, { dueAt: null });
      return undefined;
    }
    const sending = await stepPayment(tx, context, payment, 'sending_began', {
      change: {
        firstSentAt: payment.firstSentAt ?? now,
        pontoAccountId,
        attemptCount: payment.attemptCount + 1,
        dueAt: new Date(now.getTime() + lostAfterMs),
      },
    });
    const items = await listPaymentInitiationItems(tx, payment);
    const isFirstTry = payment.firstSentAt === null;
    return { payment: sending, items, connectionId: connection.connectionId, pontoAccountId, isFirstTry };
  });
}

/** At once when it was just prepared; else when its time has come. */
function isToBeSent({ state, dueAt }: PaymentInitiation, now: Date): boolean {
  if (state === 'prepared') return true;
  return (state === 'sending' || state === 'unknown') && dueAt !== null && dueAt <= now;
}

/** Whether Ponto surely still knows the key, so that asking again cannot pay twice. */
export function isKeyAlive({ firstSentAt }: Pick<PaymentInitiation, 'firstSentAt'>, at: Date): boolean {
  return firstSentAt === null || at.getTime() - firstSentAt.getTime() < keyLivesMs;
}

function post(context: Context, token: string, sending: Sending): Promise<PontoPayment | PontoBulkPayment> {
  const { payment, items, pontoAccountId } = sending;
  const options = { idempotencyKey: payment.providerKey };
  const signing = {
    redirectUri: `${context.settings.adminUrl}/payments/outgoing/${payment.paymentInitiationId}?back`,
    ...(payment.executionDate === null ? {} : { requestedExecutionDate: payment.executionDate as IsoDate }),
  };
  const orders = items.map(orderOf);
  const [only] = orders;
  if (!only) throw new Error('A payment without transfers');
  if (!payment.isBulk) return context.ponto.payments.create(token, pontoAccountId, { ...only, ...signing }, options);
  const { reference, batchBookingPreferred } = payment;
  const bulk = { reference, batchBookingPreferred, payments: orders, ...signing };
  return context.ponto.bulkPayments.create(token, pontoAccountId, bulk, options);
}

function orderOf(item: PaymentInitiationItem) {
  return {
    amount: money(item.amountMinor, 'EUR'),
    creditorName: item.creditorName,
    creditorIban: item.creditorIban as Iban,
    creditorBic: item.creditorBic ?? undefined,
    remittanceInformation: item.remittanceInformation ?? undefined,
    remittanceInformationType: item.remittanceInformationType ?? undefined,
    endToEndId: item.endToEndId,
  };
}

async function accepted(
  context: Context,
  { payment }: Sending,
  answer: PontoPayment | PontoBulkPayment,
): Promise<void> {
  const now = context.clock.now();
  await inCompany(context.db, context.companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, payment);
    if (!locked) return;
    await stepPayment(tx, context, locked, 'accepted_by_ponto', {
      change: {
        pontoPaymentId: answer.id,
        signingUrl: answer.redirectUrl?.href ?? null,
        pontoStatus: answer.status ?? null,
        lookedAt: now,
        dueAt: new Date(now.getTime() + (waitBeforeLook('awaiting_signature', 0) ?? 0)),
      },
    });
    await recordAudit(tx, context, {
      action: 'payment.send',
      subject: { type: 'payment', id: payment.paymentInitiationId },
      facts: { pontoPaymentId: answer.id },
    });
  });
}

/**
 * What became of a call that threw. Only the first try can be certain: after a lost answer the payment may be there,
 * whatever Ponto says to a later try, so it stays unknown until it is found, seen on the account, or a person looked.
 */
async function failed(context: Context, { payment, isFirstTry }: Sending, error: unknown): Promise<void> {
  const { paymentInitiationId } = payment;
  const reason = reasonOf(error);
  await inCompany(context.db, context.companyId, async (tx) => {
    const locked = await lockPaymentInitiation(tx, payment);
    if (!locked) return;
    const next = new Date(context.clock.now().getTime() + waitBeforeRetry(locked.attemptCount));
    const evidence = { reason, providerRequestId: error instanceof PontoError ? error.requestId : undefined };
    if (isFirstTry && isRefusal(error)) {
      await stepPayment(tx, context, locked, 'refused_by_ponto', { ...evidence, change: { dueAt: null } });
    } else if (isFirstTry && wasNotSent(error)) {
      const dueAt = error instanceof GrantLostError ? null : next;
      await stepPayment(tx, context, locked, 'not_sent', { ...evidence, change: { firstSentAt: null, dueAt } });
    } else {
      const dueAt = isKeyAlive(locked, next) ? next : null;
      await stepPayment(tx, context, locked, 'answer_lost', { ...evidence, change: { dueAt } });
    }
  });
  context.log.warn('a payment was not brought to Ponto', { paymentInitiationId, reason });
  if (reason === 'internal') throw error;
}

function reasonOf(error: unknown): string {
  if (error instanceof PontoError) return error.reason;
  return error instanceof GrantLostError ? 'grant_lost' : 'internal';
}

/** It will never be taken as it is. A conflict over the key is not that: the one before may have been taken. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PontoInvalidRequestError) return true;
  return error instanceof PontoApiError && [400, 403, 404, 422].includes(error.status);
}

/** Certainly not done: our own gate held it, Ponto asked for patience, or did not accept who asks. */
function wasNotSent(error: unknown): boolean {
  if (error instanceof PontoHeldBackError || error instanceof GrantLostError) return true;
  return error instanceof PontoApiError && [401, 429].includes(error.status);
}
