import { inCompany, saveDocuments, sumTold, updatePublication } from '@onfact-ponto/db';
import type { PublicationToWrite } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { OnfactClient, OnfactDocument } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';
import { documentsOf, listOf, snapshotOf } from './document-kinds.ts';

/** What follows in onFact from a payment that was written or taken back: the state of its document. */

/** @returns undefined when onFact does not know the document, not even as deleted */
export async function readDocument(
  onfact: OnfactClient,
  { document }: PublicationToWrite,
): Promise<OnfactDocument | undefined> {
  try {
    return await documentsOf(onfact, document.kind).get(document.onfactId);
  } catch (error) {
    if (error instanceof OnfactError && error.code === 'ONFACT_NOT_FOUND') return undefined;
    throw error;
  }
}

export async function saveDocument(
  context: Context,
  { document }: PublicationToWrite,
  found: OnfactDocument,
): Promise<void> {
  const snapshot = { ...snapshotOf(listOf(document.kind), found), kind: document.kind };
  await inCompany(context.db, context.companyId, (tx) =>
    saveDocuments(tx, context.companyId, [snapshot], context.clock.now()),
  );
}

/**
 * Reads the document back after its payment was written. Whether a payment that covers the total marks it paid is not
 * certain, and what an adjustment closes is not a payment at all: where onFact has all of ours and still calls it open,
 * we say so.
 */
export async function settleDocument(context: Context, onfact: OnfactClient, work: PublicationToWrite): Promise<void> {
  const { document, publication } = work;
  const isCovered = (await readTold(context, work)) >= document.totalMinor;
  let found = await readDocument(onfact, work);
  if (isCovered && found?.isOpen) {
    await documentsOf(onfact, document.kind).postEvent(document.onfactId, 'paid');
    found = await readDocument(onfact, work);
  }
  if (found) await saveDocument(context, work, found);
  await inCompany(context.db, context.companyId, (tx) =>
    updatePublication(tx, publication, { dueAt: null, problem: null, updatedAt: context.clock.now() }),
  );
  context.log.info('payment written to the books', { documentId: document.documentId });
}

/**
 * Reads the document back after its payment was taken back. It is opened again where it was our booking that covered
 * it and onFact still calls it paid; who paid it in another way keeps it paid.
 */
export async function reopenDocument(context: Context, onfact: OnfactClient, work: PublicationToWrite): Promise<void> {
  const { document, allocation } = work;
  const leftMinor = await readTold(context, work);
  const wasOurs = leftMinor + allocation.amountMinor + allocation.adjustmentMinor >= document.totalMinor;
  let found = await readDocument(onfact, work);
  if (found?.isPaid && !found.deleted && wasOurs && leftMinor < document.totalMinor) {
    await documentsOf(onfact, document.kind).postEvent(document.onfactId, 'open');
    found = await readDocument(onfact, work);
  }
  if (found) await saveDocument(context, work, found);
}

function readTold({ db, companyId }: Context, { document }: PublicationToWrite): Promise<bigint> {
  return inCompany(db, companyId, (tx) => sumTold(tx, document));
}
