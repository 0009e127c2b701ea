import {
  deleteRejectedPairs,
  findBankTransaction,
  inCompany,
  insertRejectedPairs,
  findDocuments,
} from '@onfact-ponto/db';
import type { Transaction } from '@onfact-ponto/db';
import { nameOf, recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { teach } from './teach.ts';

type Input = { bankTransactionId: string; documentIds: readonly string[] };

/** A person says that the line pays none of these: it is never proposed for them again, and the matcher learns. */
export async function rejectDocuments(context: Context, { bankTransactionId, documentIds }: Input): Promise<void> {
  const { companyId, actor, clock } = context;
  await inCompany(context.db, companyId, async (tx) => {
    await assertThere(tx, companyId, bankTransactionId);
    const wanted = new Set(documentIds);
    const documents = await findDocuments(tx, companyId, [...wanted]);
    if (documents.length < wanted.size) throw new ApplicationError('document_not_found');

    const rejected = { companyId, bankTransactionId, rejectedAt: clock.now(), rejectedBy: nameOf(actor) };
    const added = await insertRejectedPairs(
      tx,
      documents.map(({ documentId }) => ({ ...rejected, documentId })),
    );
    if (added.length === 0) return;
    await teach(tx, context, [{ type: 'rejected', lineId: bankTransactionId, documentIds: added }]);
    await recordEach(tx, context, 'match.reject', bankTransactionId, added);
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  });
}

/** The pairs may be proposed again. What the matcher learned of the rejection fades with what it learns after. */
export async function undoRejection(context: Context, { bankTransactionId, documentIds }: Input): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    await assertThere(tx, companyId, bankTransactionId);
    const freed = await deleteRejectedPairs(tx, { companyId, bankTransactionId }, documentIds);
    if (freed.length === 0) throw new ApplicationError('rejection_not_found');
    await recordEach(tx, context, 'match.reject-undo', bankTransactionId, freed);
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  });
}

async function assertThere(tx: Transaction, companyId: string, bankTransactionId: string): Promise<void> {
  const found = await findBankTransaction(tx, companyId, bankTransactionId);
  if (!found) throw new ApplicationError('bank_transaction_not_found');
}

async function recordEach(
  tx: Transaction,
  context: Context,
  action: 'match.reject' | 'match.reject-undo',
  bankTransactionId: string,
  documentIds: readonly string[],
): Promise<void> {
  const subject = { type: 'bank-transaction', id: bankTransactionId } as const;
  for (const documentId of documentIds) await recordAudit(tx, context, { action, subject, facts: { documentId } });
}
