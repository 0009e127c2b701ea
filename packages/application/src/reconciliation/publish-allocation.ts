import { findAllocation, inCompany, lockPublication, mustWaitForAnother, updatePublication } from '@onfact-ponto/db';
import type { PublicationToWrite, Transaction } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { NewPayment, OnfactClient, OnfactDocument } from '@onfact-ponto/onfact-client';
import { money } from '@onfact-ponto/primitives';
import type { Currency, IsoDate } from '@onfact-ponto/primitives';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { documentsOf, isOutgoing } from './document-kinds.ts';
import { findLostPayment } from './lost-payment.ts';
import { findPaymentAccount } from './map-payment-accounts.ts';
import { withOnfact } from './onfact-access.ts';
import { failForGood, tryAgainLater, undoneBeforeSending, waitFor } from './publication-attempt.ts';
import { readDocument, saveDocument, settleDocument } from './settle-document.ts';

type Started = {
  work: PublicationToWrite;
  /**
   * What the row says when this try stops here. From before the call until its answer is stored the payment may be in
   * onFact without our knowing; from then on it is there, and is never sent again.
   */
  stateWhenStopped: 'pending' | 'unknown' | 'sent';
};

/**
 * Tells onFact about an allocation: a payment linked to the document, of whatever kind. onFact knows no idempotency
 * key, so the row says `sending` before the call and `unknown` when the answer is lost; an unknown one is looked up
 * first and only sent again when onFact does not have it.
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
  await settleDocument(context, onfact, work);
}

/** @returns the id of the payment in onFact, or undefined when it is not there and will not be sent now */
async function findOrSend(context: Context, onfact: OnfactClient, started: Started): Promise<number | undefined> {
  const { work } = started;
  const payment = paymentOf(context, work, await findPaymentAccount(context, onfact, work.account));
  if (started.stateWhenStopped === 'unknown') {
    const lost = await findLostPayment(context, onfact, work, payment);
    if (lost) return lost.id;
    started.stateWhenStopped = 'pending';
  }
  // A document whose payment is being taken back looks paid until then.
  if (!(await ifFree(context, work, async () => undefined))) return undefined;
  const document = await readDocument(onfact, work);
  if (document) await saveDocument(context, work, document);
  const obstacle = document ? obstacleOf(document, work) : 'document_deleted';
  if (obstacle) {
    await failForGood(context, work.publication, obstacle, work.transaction.bankTransactionId);
    return undefined;
  }
  if (!(await markSending(context, work))) return undefined;

  started.stateWhenStopped = 'unknown';
  return send(context, onfact, started, payment);
}

function obstacleOf(found: OnfactDocument, { document }: PublicationToWrite): string | undefined {
  if (found.deleted) return 'document_deleted';
  if (found.locked) return 'document_locked';
  if (!found.isOpen) return 'document_not_open';
  const holdsOurs = found.total.currency === document.currency && found.total.amountMinor >= document.allocatedMinor;
  return holdsOurs ? undefined : 'document_total_changed';
}

/** @returns the payment's id, or undefined when onFact will never take it */
async function send(
  context: Context,
  onfact: OnfactClient,
  started: Started,
  payment: NewPayment,
): Promise<number | undefined> {
  const { document, publication, transaction } = started.work;
  await context.crashPoint('publication.sending');
  try {
    const { id } = await documentsOf(onfact, document.kind).createPayment(document.onfactId, payment);
    await context.crashPoint('publication.answered');
    return id;
  } catch (error) {
    if (!(error instanceof OnfactError) || error.outcomeUnknown) throw error;
    started.stateWhenStopped = 'pending';
    const problem = refusals.get(error.code);
    if (problem === undefined) throw error;
    await failForGood(context, publication, problem, transaction.bankTransactionId);
    return undefined;
  }
}

/** What trying again does not change. */
const refusals: ReadonlyMap<OnfactError['code'], string> = new Map([
  ['ONFACT_VALIDATION', 'onfact_validation'],
  ['ONFACT_NOT_FOUND', 'onfact_takes_no_payment'],
]);

function paymentOf(
  { settings }: Context,
  { allocation, transaction, document }: PublicationToWrite,
  paymentAccountId: number,
): NewPayment {
  const isBelowNothing = isOutgoing(document.kind) && settings.outgoingPayments === 'negative';
  const amountMinor = isBelowNothing ? -allocation.amountMinor : allocation.amountMinor;
  return {
    paymentAccountId,
    date: transaction.executionDate as IsoDate,
    amount: money(amountMinor, transaction.currency as Currency),
    name: transaction.counterpartName ?? undefined,
    iban: transaction.counterpartReference ?? undefined,
  };
}

/** From here on the payment may exist in onFact. The due time keeps others away until this try must be dead. */
function markSending(context: Context, work: PublicationToWrite): Promise<boolean> {
  const { publication } = work;
  const now = context.clock.now();
  return ifFree(context, work, (tx) =>
    updatePublication(tx, publication, {
      state: 'sending',
      attemptCount: publication.attemptCount + 1,
      dueAt: new Date(now.getTime() + lostAfterMs),
      updatedAt: now,
    }),
  );
}

/**
 * @returns false when the booking was undone, another try changed the row since it was read, or something else must
 * end first
 */
async function ifFree(
  context: Context,
  work: PublicationToWrite,
  proceed: (tx: Transaction) => Promise<void>,
): Promise<boolean> {
  const { publication } = work;
  return inCompany(context.db, context.companyId, async (tx) => {
    const mustWait = await mustWaitForAnother(tx, work);
    const current = await lockPublication(tx, context.companyId, publication.publicationId);
    const isUntouched = current?.publication.updatedAt.getTime() === publication.updatedAt.getTime();
    if (!isUntouched || current.publication.state !== publication.state) return false;
    const isUndone = await wasUndone(tx, current);
    if (isUndone) await markNeverSent(tx, context, current);
    else if (mustWait) await waitFor(tx, context, publication);
    else await proceed(tx);
    return !isUndone && !mustWait;
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
