import {
  inCompany,
  insertAllocation,
  insertPublication,
  isStillExact,
  listMatchableDocuments,
  listMatchableTransactions,
  listUndonePairs,
} from '@onfact-ponto/db';
import type { Transaction } from '@onfact-ponto/db';
import type { Currency, StructuredCommunication } from '@onfact-ponto/primitives';
import { proposeAllocations } from '@onfact-ponto/reconcile';
import type { Proposal } from '@onfact-ponto/reconcile';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { publishAllocation } from '../jobs/definitions.ts';

/**
 * Books what the matcher is certain of. Each booking is one transaction: allocation, trail, and the intent to tell
 * onFact. What somebody took apart is not booked again.
 */
export async function reconcileCompany(context: Context): Promise<{ bookedCount: number }> {
  const { companyId } = context;
  const proposals = await inCompany(context.db, companyId, (tx) => propose(tx, companyId));
  let bookedCount = 0;
  for (const proposal of proposals) {
    if (await book(context, proposal)) bookedCount += 1;
  }
  if (proposals.length > 0) context.log.info('lines matched', { bookedCount, proposedCount: proposals.length });
  return { bookedCount };
}

async function propose(tx: Transaction, companyId: string): Promise<Proposal[]> {
  const [lines, documents, undone] = await Promise.all([
    listMatchableTransactions(tx, companyId),
    listMatchableDocuments(tx, companyId),
    listUndonePairs(tx, companyId),
  ]);
  return proposeAllocations(
    lines.map((line) => ({
      id: line.bankTransactionId,
      amountMinor: line.amountMinor,
      currency: line.currency as Currency,
      structuredCommunication: (line.structuredCommunication ?? undefined) as StructuredCommunication | undefined,
      remittanceInformation: line.remittanceInformation ?? undefined,
    })),
    documents.map((document) => ({
      id: document.documentId,
      openMinor: document.totalMinor - document.allocatedMinor,
      currency: document.currency as Currency,
      structuredCommunication: (document.structuredCommunication ?? undefined) as StructuredCommunication | undefined,
    })),
    undone.map(({ bankTransactionId, documentId }) => ({ lineId: bankTransactionId, documentId })),
  );
}

/** @returns false when somebody was first: line or document is taken, or no longer what the matcher saw */
async function book(context: Context, proposal: Proposal): Promise<boolean> {
  const { companyId } = context;
  const at = context.clock.now();
  try {
    await inCompany(context.db, companyId, async (tx) => {
      const made = await insertAllocation(tx, {
        companyId,
        bankTransactionId: proposal.lineId,
        documentId: proposal.documentId,
        amountMinor: proposal.amountMinor,
        cause: 'rule',
        rule: proposal.rule,
        reasons: proposal.reasons.map(({ code, matchedText }) => ({ code, matchedText: matchedText ?? null })),
        createdAt: at,
        createdBy: 'reconcile-company',
      });
      if (!(await isStillExact(tx, made))) throw new OvertakenError('The booking rests on what is no longer so');
      const { allocationId } = made;
      await recordAudit(tx, context, {
        action: 'allocation.create',
        subject: { type: 'bank-transaction', id: proposal.lineId },
        facts: { allocationId, documentId: proposal.documentId, rule: proposal.rule },
      });
      const publication = await insertPublication(tx, { companyId, allocationId, operation: 'create', at });
      if (publication) await context.jobs.enqueue(tx, publishAllocation, publication);
    });
    return true;
  } catch (error) {
    if (error instanceof OvertakenError || isRefusedByLimit(error)) return false;
    throw error;
  }
}

/** Takes the booking back: line or document changed after the matcher saw them. */
class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

const limits = new Set([
  'bank_transaction_not_over_allocated',
  'open_document_not_over_allocated',
  'allocation_same_currency',
]);

function isRefusedByLimit(error: unknown): boolean {
  return error instanceof Error && 'constraint_name' in error && limits.has(String(error.constraint_name));
}
