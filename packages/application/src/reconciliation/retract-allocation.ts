import { inCompany, lockPublication, lockPublicationOfAllocation, updatePublication } from '@onfact-ponto/db';
import type { Publication, PublicationToWrite } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { OnfactClient } from '@onfact-ponto/onfact-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { withOnfact } from './onfact-access.ts';
import { failUntilMended, tryAgainLater, undoneBeforeSending, waitFor } from './publication-attempt.ts';
import { readDocument, reopenDocument } from './settle-document.ts';

/** Takes back in onFact what was published: deletes exactly the payment that we made. */
export async function retractAllocation(context: Context, input: { publicationId: string }): Promise<void> {
  const work = await start(context, input.publicationId);
  if (!work) return;
  const { retraction, onfactPaymentId } = work;
  try {
    const isDone =
      onfactPaymentId === null ||
      (await withOnfact(context, (onfact) => takeBackPayment(context, onfact, retraction, onfactPaymentId)));
    if (isDone) await markRetracted(context, retraction, onfactPaymentId);
  } catch (error) {
    await tryAgainLater(context, retraction.publication, { state: 'pending', error });
  }
}

type Work = { retraction: PublicationToWrite; onfactPaymentId: Publication['onfactPaymentId'] };

/** While the payment may still be on its way, or the document is being settled, the retraction waits for the end. */
async function start(context: Context, publicationId: string): Promise<Work | undefined> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const retraction = await lockPublication(tx, context.companyId, publicationId);
    if (!retraction?.publication.dueAt) return undefined;

    const { allocationId } = retraction.publication;
    const created = await lockPublicationOfAllocation(tx, context.companyId, { allocationId, operation: 'create' });
    if (!created) throw new Error('A retraction without a publication');
    if (created.state !== 'pending' && created.dueAt !== null) {
      await waitFor(tx, context, retraction.publication);
      return undefined;
    }
    if (created.state === 'pending') {
      const updatedAt = context.clock.now();
      await updatePublication(tx, created, { state: 'failed', problem: undoneBeforeSending, dueAt: null, updatedAt });
    }
    return { retraction, onfactPaymentId: created.onfactPaymentId };
  });
}

/** @returns false when a person must look first */
async function takeBackPayment(
  context: Context,
  onfact: OnfactClient,
  retraction: PublicationToWrite,
  onfactPaymentId: number,
): Promise<boolean> {
  const document = await readDocument(onfact, retraction);
  if (document?.locked) {
    const { publication, transaction } = retraction;
    await failUntilMended(context, publication, 'document_locked', transaction.bankTransactionId);
    return false;
  }
  await onfact.payments.delete(onfactPaymentId).catch(toleratesGone);
  await reopenDocument(context, onfact, retraction);
  return true;
}

/** Only now does onFact call the document open again, so only now can the matcher propose it for the line. */
async function markRetracted(
  context: Context,
  { publication, transaction }: PublicationToWrite,
  onfactPaymentId: number | null,
): Promise<void> {
  await inCompany(context.db, context.companyId, async (tx) => {
    await updatePublication(tx, publication, {
      state: 'sent',
      dueAt: null,
      problem: null,
      updatedAt: context.clock.now(),
    });
    await recordAudit(tx, context, {
      action: 'publication.sent',
      subject: { type: 'bank-transaction', id: transaction.bankTransactionId },
      facts: {
        operation: 'retract',
        ...(onfactPaymentId === null ? {} : { onfactPaymentId: String(onfactPaymentId) }),
      },
    });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId: context.companyId });
  });
}

/** Deleted already, by an earlier try whose answer was lost or by a person. */
function toleratesGone(error: unknown): void {
  if (!(error instanceof OnfactError && error.code === 'ONFACT_NOT_FOUND')) throw error;
}
