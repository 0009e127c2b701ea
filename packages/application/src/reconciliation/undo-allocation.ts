import { findAllocation, inCompany, insertAllocationUndo, insertPublication, reviseAsTold } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { retractAllocation } from '../jobs/definitions.ts';
import { fillFromStatements } from '../synchronization/join-ponto-lines.ts';

/**
 * Takes a booking back: the line is to process again at once, onFact is told by the outbox, and this pair is not
 * booked by a rule again. A line whose amount the bank had changed takes the new one over.
 * @returns the line that was freed
 */
export async function undoAllocation(
  context: Context,
  { allocationId }: { allocationId: string },
): Promise<{ bankTransactionId: string }> {
  const { companyId, actor } = context;
  const undoneAt = context.clock.now();
  return inCompany(context.db, companyId, async (tx) => {
    const found = await findAllocation(tx, companyId, allocationId);
    if (!found) throw new ApplicationError('allocation_not_found');
    const { bankTransactionId, documentId } = found.allocation;

    const undoneBy = actor.type === 'system' ? actor.job : actor.name;
    const wasUndone = await insertAllocationUndo(tx, {
      companyId,
      allocationId,
      undoneAt,
      undoneBy,
      reason: 'taken_back',
    });
    if (!wasUndone) throw new ApplicationError('allocation_already_undone');

    await recordAudit(tx, context, {
      action: 'allocation.undo',
      subject: { type: 'bank-transaction', id: bankTransactionId },
      facts: { allocationId, documentId },
    });
    if (await reviseAsTold(tx, { companyId, bankTransactionId }, undoneAt)) {
      await fillFromStatements(tx, companyId, [bankTransactionId]);
      await recordAudit(tx, context, {
        action: 'transaction.revise',
        subject: { type: 'bank-transaction', id: bankTransactionId },
      });
    }
    const publication = await insertPublication(tx, { companyId, allocationId, operation: 'retract', at: undoneAt });
    if (publication) await context.jobs.enqueue(tx, retractAllocation, publication);
    return { bankTransactionId };
  });
}
