import { findAllocation, inCompany, listAdoptedPaymentIds, lockPublication, updatePublication } from '@onfact-ponto/db';
import type { PublicationToWrite, Transaction } from '@onfact-ponto/db';
import { OnfactError, paymentsOn } from '@onfact-ponto/onfact-client';
import type { NewPayment, OnfactClient, OnfactDocument, OnfactPayment } from '@onfact-ponto/onfact-client';
import { money } from '@onfact-ponto/primitives';
import type { Currency, IsoDate } from '@onfact-ponto/primitives';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { findPaymentAccount } from './map-payment-accounts.ts';
import { withOnfact } from './onfact-access.ts';
import { failForGood, tryAgainLater, undoneBeforeSending } from './publication-attempt.ts';

type Started = {
  work: PublicationToWrite;
  /**
   * What the row says when this try stops here. From before the call until its answer is stored the payment may be in
   * onFact without our knowing; from then on it is there, and is never sent again.
   */
  stateWhenStopped: 'pending' | 'unknown' | 'sent';
};

/**
 * Tells onFact about an allocation: a payment linked to the invoice. onFact knows no idempotency key, so the row
 * says `sending` before the call and `unknown` when the answer is lost; an unknown one is looked up first and only
 * sent again when onFact does not have it.
 */
export async function publishAllocation(context: Context, input: { publicationId: string }): Promise<void> {
  const started = await start(context, input.publicationId);
  if (!started) return;
  try {
    await withOnfact(context, (onfact) => publish(context, onfact, started));
  } catch (error) {
    await tryAgainLater(context, started.work.publication, { state: started.stateWhenStopped, error });
  }
}

/** What must be sent, or undefined when there is nothing to do (any more). */
async function start(context: Context, publicationId: string): Promise<Started | undefined> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const work = await lockPublication(tx, context.companyId, publicationId);
    if (!work || !isDue(work, context.clock.now())) return undefined;

    const { state } = work.publication;
    const stateWhenStopped = state === 'pending' || state === 'sent' ? state : 'unknown';
    const isUndone = await wasUndone(tx, work);
    if (isUndone && state === 'pending') await markNeverSent(tx, context, work);
    if (isUndone && state === 'sent') await updatePublication(tx, work.publication, { dueAt: null });
    return isUndone && stateWhenStopped !== 'unknown' ? undefined : { work, stateWhenStopped };
  });
}

async function wasUndone(tx: Transaction, { publication }: PublicationToWrite): Promise<boolean> {
  const found = await findAllocation(tx, publication.companyId, publication.allocationId);
  return found?.isUndone ?? false;
}

async function markNeverSent(tx: Transaction, context: Context, { publication }: PublicationToWrite): Promise<void> {
  const updatedAt = context.clock.now();
  await updatePublication(tx, publication, { state: 'failed', problem: undoneBeforeSending, dueAt: null, updatedAt });
}

/** A row that waits, or that another process is sending right now, is left alone. */
function isDue({ publication }: PublicationToWrite, now: Date): boolean {
  return publication.dueAt !== null && publication.dueAt <= now;
}

async function publish(context: Context, onfact: OnfactClient, started: Started): Promise<void> {
  const { work } = started;
  if (started.stateWhenStopped !== 'sent') {
    const id = await findOrSend(context, onfact, started);
    if (id === undefined) return;
    await markSent(context, work, id);
    started.stateWhenStopped = 'sent';
    await context.crashPoint('publication.sent');
  }
  await settleInvoice(context, onfact, work);
}

/** @returns the id of the payment in onFact, or undefined when it is not there and will not be sent */
async function findOrSend(context: Context, onfact: OnfactClient, started: Started): Promise<number | undefined> {
  const { work } = started;
  const paymentAccountId = await findPaymentAccount(context, onfact, work.account);
  if (started.stateWhenStopped === 'unknown') {
    const lost = await findLostPayment(context, onfact, work, paymentAccountId);
    if (lost) return lost.id;
    started.stateWhenStopped = 'pending';
  }
  const obstacle = obstacleOf(await onfact.invoices.get(work.document.onfactId), work);
  if (obstacle) {
    await failForGood(context, work.publication, obstacle, work.transaction.bankTransactionId);
    return undefined;
  }
  if (!(await markSending(context, work))) return undefined;

  started.stateWhenStopped = 'unknown';
  return send(context, onfact, started, paymentAccountId);
}

function obstacleOf(invoice: OnfactDocument, { document }: PublicationToWrite): string | undefined {
  if (invoice.deleted) return 'document_deleted';
  if (invoice.locked) return 'document_locked';
  if (!invoice.isOpen) return 'document_not_open';
  const holdsOurs =
    invoice.total.currency === document.currency && invoice.total.amountMinor >= document.allocatedMinor;
  return holdsOurs ? undefined : 'document_total_changed';
}

/** @returns the payment's id, or undefined when onFact will never take it */
async function send(
  context: Context,
  onfact: OnfactClient,
  started: Started,
  paymentAccountId: number,
): Promise<number | undefined> {
  const { document, publication, transaction } = started.work;
  await context.crashPoint('publication.sending');
  try {
    const { id } = await onfact.invoices.createPayment(document.onfactId, paymentOf(started.work, paymentAccountId));
    await context.crashPoint('publication.answered');
    return id;
  } catch (error) {
    if (!(error instanceof OnfactError) || error.outcomeUnknown) throw error;
    started.stateWhenStopped = 'pending';
    if (error.code !== 'ONFACT_VALIDATION') throw error;
    await failForGood(context, publication, 'onfact_validation', transaction.bankTransactionId);
    return undefined;
  }
}

/** A twin of what we sent that no other publication claims: the answer was lost, the payment is there. */
async function findLostPayment(
  context: Context,
  onfact: OnfactClient,
  work: PublicationToWrite,
  paymentAccountId: number,
): Promise<OnfactPayment | undefined> {
  const { companyId } = context;
  const sent = paymentOf(work, paymentAccountId);
  const adopted = new Set(
    await inCompany(context.db, companyId, (tx) =>
      listAdoptedPaymentIds(tx, companyId, work.publication.publicationId),
    ),
  );
  let read = 0;
  for await (const page of onfact.payments.pages({ filter: paymentsOn(paymentAccountId) })) {
    const lost = page.items.find((payment) => isTwin(payment, sent) && !adopted.has(payment.id));
    if (lost) return lost;
    read += page.items.length;
    if (read > searchedPayments) throw new Error(`A lost payment may stand beyond the newest ${searchedPayments}`);
  }
  return undefined;
}

/** Far more payments than are booked on one account between a lost answer and its look-up. */
const searchedPayments = 5_000;

/** onFact may ignore filters in silence, so the account is compared too. */
function isTwin(payment: OnfactPayment, sent: NewPayment): boolean {
  return (
    payment.paymentAccountId === sent.paymentAccountId &&
    payment.date === sent.date &&
    payment.amount.amountMinor === sent.amount.amountMinor &&
    payment.amount.currency === sent.amount.currency &&
    isSameText(payment.iban, sent.iban) &&
    isSameText(payment.name, sent.name) &&
    !payment.deleted
  );
}

/** onFact may write a number or a name in its own way, or not keep one that it cannot read. */
function isSameText(kept: string | undefined, sent: string | undefined): boolean {
  const compact = (text: string) => text.replace(/\s/g, '').toLowerCase();
  return kept === undefined || (sent !== undefined && compact(kept) === compact(sent));
}

function paymentOf({ allocation, transaction }: PublicationToWrite, paymentAccountId: number): NewPayment {
  return {
    paymentAccountId,
    date: transaction.executionDate as IsoDate,
    amount: money(allocation.amountMinor, transaction.currency as Currency),
    name: transaction.counterpartName ?? undefined,
    iban: transaction.counterpartReference ?? undefined,
  };
}

/**
 * From here on the payment may exist in onFact. The due time keeps others away until this try must be dead.
 * @returns false when the booking was undone, or another try changed the row since it was read
 */
async function markSending(context: Context, { publication }: PublicationToWrite): Promise<boolean> {
  const now = context.clock.now();
  return inCompany(context.db, context.companyId, async (tx) => {
    const current = await lockPublication(tx, context.companyId, publication.publicationId);
    const isUntouched = current?.publication.updatedAt.getTime() === publication.updatedAt.getTime();
    if (!isUntouched || current.publication.state !== publication.state) return false;
    if (await wasUndone(tx, current)) {
      await markNeverSent(tx, context, current);
      return false;
    }
    await updatePublication(tx, publication, {
      state: 'sending',
      attemptCount: publication.attemptCount + 1,
      dueAt: new Date(now.getTime() + lostAfterMs),
      updatedAt: now,
    });
    return true;
  });
}

/** Longer than any call to onFact: a `sending` row older than this belongs to a process that died. */
const lostAfterMs = 90_000;

/** The payment is in onFact. What is left to do is due when this process dies before it did it. */
async function markSent(context: Context, { publication, transaction }: PublicationToWrite, id: number): Promise<void> {
  const now = context.clock.now();
  await inCompany(context.db, context.companyId, async (tx) => {
    await updatePublication(tx, publication, {
      state: 'sent',
      onfactPaymentId: id,
      dueAt: new Date(now.getTime() + lostAfterMs),
      problem: null,
      updatedAt: now,
    });
    await recordAudit(tx, context, {
      action: 'publication.sent',
      subject: { type: 'bank-transaction', id: transaction.bankTransactionId },
      facts: { operation: 'create', onfactPaymentId: String(id) },
    });
  });
}

/** Whether a payment that covers the total marks the invoice paid is not certain: if it did not, we say so. */
async function settleInvoice(
  context: Context,
  onfact: OnfactClient,
  { publication, document }: PublicationToWrite,
): Promise<void> {
  if (document.allocatedMinor >= document.totalMinor) {
    const invoice = await onfact.invoices.get(document.onfactId);
    if (invoice.isOpen) await onfact.invoices.postEvent(document.onfactId, 'paid');
  }
  await inCompany(context.db, context.companyId, (tx) =>
    updatePublication(tx, publication, { dueAt: null, problem: null, updatedAt: context.clock.now() }),
  );
  context.log.info('payment written to the books', { documentId: document.documentId });
}
