import {
  inCompany,
  isStorableAmount,
  listOpenOnfactIds,
  markDocumentGone,
  saveDocumentReading,
  saveDocuments,
} from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { OnfactClient, OnfactDocument } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { documentLists, documentsOf, snapshotOf } from './document-kinds.ts';
import type { DocumentList } from './document-kinds.ts';
import { mapPaymentAccounts } from './map-payment-accounts.ts';
import { NoOnfactAccessError, withOnfact } from './onfact-access.ts';
import { readInParts } from './reading.ts';
import type { Extent } from './reading.ts';
import { readContacts } from './refresh-contacts.ts';

/**
 * Brings our snapshots up to date: documents of every kind, contacts, and which payment account is which of ours. Then
 * all is matched. The first time, the first time of each day, and after a reading that was broken off, everything is
 * read; else, newest change first, until a page holds nothing new. Without access to the books it says so and rests.
 */
export async function refreshOpenDocuments(context: Context): Promise<void> {
  const { companyId } = context;
  try {
    await withOnfact(context, async (onfact) => {
      await mapPaymentAccounts(context, onfact);
      await readContacts(context, onfact);
      for (const list of documentLists) await readDocuments(context, onfact, list);
    });
  } catch (error) {
    await noteProblem(context, error);
    if (error instanceof NoOnfactAccessError) return;
    throw error;
  }
  await inCompany(context.db, companyId, (tx) => context.jobs.enqueue(tx, reconcileCompany, { companyId }));
}

async function readDocuments(context: Context, onfact: OnfactClient, list: DocumentList): Promise<void> {
  const [kind] = list;
  const seen = new Set<number>();
  await readInParts(context, {
    kind,
    pages: () => documentsOf(onfact, kind).pages(),
    async save(documents) {
      for (const { id } of documents) seen.add(id);
      return saveSnapshots(context, list, documents);
    },
    after: (extent) => lookForMissing(context, onfact, list, { extent, seen }),
  });
}

async function saveSnapshots(
  context: Context,
  list: DocumentList,
  documents: readonly OnfactDocument[],
): Promise<number> {
  const snapshots = documents
    .filter(({ total }) => isStorableAmount(total.amountMinor))
    .map((document) => snapshotOf(list, document));
  return inCompany(context.db, context.companyId, (tx) =>
    saveDocuments(tx, context.companyId, snapshots, context.clock.now()),
  );
}

/** What is deleted in onFact stands in no list. What is open here and was not in the whole list is asked for by itself. */
async function lookForMissing(
  context: Context,
  onfact: OnfactClient,
  list: DocumentList,
  { extent, seen }: { extent: Extent; seen: ReadonlySet<number> },
): Promise<void> {
  if (extent !== 'everything') return;
  const { companyId } = context;
  const open = await inCompany(context.db, companyId, (tx) => listOpenOnfactIds(tx, companyId, list));
  for (const onfactId of open.filter((id) => !seen.has(id)).slice(0, mostLookUps)) {
    try {
      await saveSnapshots(context, list, [await documentsOf(onfact, list[0]).get(onfactId)]);
    } catch (error) {
      if (!(error instanceof OnfactError && error.code === 'ONFACT_NOT_FOUND')) throw error;
      const readAt = context.clock.now();
      await inCompany(context.db, companyId, (tx) =>
        markDocumentGone(tx, { companyId, kinds: list, onfactId }, readAt),
      );
    }
  }
}

/** At one a second. The rest is looked for tomorrow; before a payment is booked its document is read in any case. */
const mostLookUps = 200;

async function noteProblem({ db, companyId }: Context, error: unknown): Promise<void> {
  const problem =
    error instanceof NoOnfactAccessError ? error.code : error instanceof OnfactError ? 'unavailable' : 'internal';
  await inCompany(db, companyId, async (tx) => {
    for (const [kind] of documentLists) await saveDocumentReading(tx, { companyId, kind, readAt: null, problem });
  });
}
