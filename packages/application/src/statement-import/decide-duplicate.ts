import { findWitnessedLines, inCompany, listDetails, lockBankAccount, setDoubts, setWitnesses } from '@onfact-ponto/db';
import type { BankTransaction, WitnessedLine } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { newIds } from '../ids.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { assertMayImport } from './assert-may-import.ts';
import { editLedger } from './ledger-editor.ts';
import { arrivalOf } from './settle-doubts.ts';
import { toldDifferently } from './told-before.ts';

/**
 * A person settles a doubt. "Same": the other line has one more witness, and keeps what is allocated on it. "Both": a
 * booking of its own, which counts from now on.
 * @returns the line that stands
 */
export async function decideDuplicate(
  context: Context,
  { bankTransactionId, decision }: { bankTransactionId: string; decision: 'same' | 'both' },
): Promise<{ bankTransactionId: string }> {
  const { companyId } = context;
  assertMayImport(context.actor);
  return inCompany(context.db, companyId, async (tx) => {
    const [seen] = await findWitnessedLines(tx, companyId, [bankTransactionId]);
    if (!seen || seen.line.withdrawnAt) throw new ApplicationError('bank_transaction_not_found');
    const { bankAccountId, doubtfulOf } = seen.line;
    if (doubtfulOf === null) throw new ApplicationError('duplicate_already_decided');
    await lockBankAccount(tx, { companyId, bankAccountId });

    const [doubtful] = await findWitnessedLines(tx, companyId, [bankTransactionId]);
    const [other] = await findWitnessedLines(tx, companyId, [doubtfulOf]);
    if (doubtful?.line.doubtfulOf !== doubtfulOf || !other) throw new ApplicationError('duplicate_already_decided');
    const standing = decision === 'both' ? bankTransactionId : doubtfulOf;
    if (decision === 'both') {
      await setDoubts(tx, companyId, [{ bankTransactionId, doubtfulOf: null, doubtReason: null }]);
    } else {
      if (isTaken(other, doubtful.line)) throw new ApplicationError('duplicate_already_decided');
      const day = { from: doubtful.line.executionDate, to: doubtful.line.executionDate };
      const details = await listDetails(tx, { companyId, bankAccountId }, day);
      const arrival = arrivalOf(doubtful, {
        detailsOf: ({ statementId, ordinal }) =>
          details.filter(({ detail }) => detail.statementId === statementId && detail.parentOrdinal === ordinal),
      });
      const editor = editLedger([doubtful, other], newIds(context.random));
      editor.withdraw(bankTransactionId);
      editor.give(doubtfulOf, arrival);
      const now = context.clock.now();
      await editor.write(tx, { companyId, bankAccountId, at: now, fetchedAt: now });
    }
    await setWitnesses(
      tx,
      companyId,
      doubtful.movements.map(({ statementMovementId }) => ({
        statementMovementId,
        bankTransactionId: standing,
        decision,
        outcome: decision === 'both' ? ('new' as const) : ('known' as const),
        reason: 'decided_by_person',
      })),
    );
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    await recordAudit(tx, context, {
      action: 'transaction.duplicate',
      subject: { type: 'bank-transaction', id: standing },
      facts: { decision, doubtfulId: bankTransactionId },
    });
    return { bankTransactionId: standing };
  });
}

/** Two lines of one source are never the same booking, but two statements may tell of one. */
function isTaken({ line, movements }: WitnessedLine, { source, doubtReason }: BankTransaction): boolean {
  if (doubtReason === toldDifferently) return false;
  return source === 'ponto' ? line.source === 'ponto' : movements.length > 0;
}
