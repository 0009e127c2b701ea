import {
  beginDocumentReading,
  findDocumentReading,
  inCompany,
  isStorableAmount,
  saveDocumentReading,
  saveDocuments,
} from '@onfact-ponto/db';
import type { DocumentSnapshot, Transaction } from '@onfact-ponto/db';
import { OnfactError } from '@onfact-ponto/onfact-client';
import type { OnfactDocument } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { NoOnfactAccessError, withOnfact } from './onfact-access.ts';

const kind = 'sales_invoice';

/**
 * Brings our snapshots of the sales invoices up to date and has them matched. The first time, and after a reading
 * that was broken off, everything is read; else, newest change first, until a page holds nothing new. Without access
 * to the books it says so and rests.
 */
export async function refreshOpenDocuments(context: Context): Promise<void> {
  const { companyId } = context;
  const isCurrent = await inCompany(context.db, companyId, (tx) => begin(tx, context));
  try {
    await withOnfact(context, async (onfact) => {
      for await (const page of onfact.invoices.pages()) {
        const changedCount = await savePage(context, page.items);
        for (const { id, path } of page.unreadable) context.log.warn('an invoice could not be read', { id, path });
        if (isCurrent && changedCount === 0) break;
      }
    });
  } catch (error) {
    await noteProblem(context, error);
    if (error instanceof NoOnfactAccessError) return;
    throw error;
  }
  await inCompany(context.db, companyId, async (tx) => {
    await saveDocumentReading(tx, { companyId, kind, readAt: context.clock.now(), problem: null });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  });
}

/** @returns whether the reading before this one left nothing unread */
async function begin(tx: Transaction, { companyId, clock }: Context): Promise<boolean> {
  const previous = await findDocumentReading(tx, { companyId, kind });
  await beginDocumentReading(tx, { companyId, kind, startedAt: clock.now() });
  return previous?.problem === null && previous.startedAt === null;
}

async function savePage(context: Context, invoices: readonly OnfactDocument[]): Promise<number> {
  const storable = invoices.filter(({ total }) => isStorableAmount(total.amountMinor));
  return inCompany(context.db, context.companyId, (tx) =>
    saveDocuments(tx, context.companyId, storable.map(snapshotOf), context.clock.now()),
  );
}

function snapshotOf(invoice: OnfactDocument): DocumentSnapshot {
  return {
    kind,
    onfactId: invoice.id,
    number: invoice.number ?? `#${invoice.id}`,
    structuredCommunication: invoice.structuredCommunication ?? null,
    creditorReference: invoice.creditorReference ?? null,
    orderReference: invoice.orderReference ?? null,
    onfactContactId: invoice.contact.id ?? null,
    contactName: invoice.contact.name ?? null,
    payeeIban: null,
    payeeBic: null,
    issueDate: invoice.issueDate ?? null,
    dueDate: invoice.dueDate ?? null,
    totalMinor: invoice.total.amountMinor,
    discountMinor: null,
    discountUntil: null,
    currency: invoice.total.currency,
    status: invoice.status,
    isOpen: invoice.isOpen,
    isLocked: invoice.locked,
    isDeleted: invoice.deleted,
    modifiedAt: invoice.modified ?? null,
  };
}

async function noteProblem(context: Context, error: unknown): Promise<void> {
  const problem =
    error instanceof NoOnfactAccessError ? error.code : error instanceof OnfactError ? 'unavailable' : 'internal';
  await inCompany(context.db, context.companyId, (tx) =>
    saveDocumentReading(tx, { companyId: context.companyId, kind, readAt: null, problem }),
  );
}
