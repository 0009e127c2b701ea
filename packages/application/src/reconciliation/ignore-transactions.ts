import {
  countBankTransactions,
  endDispositions,
  inCompany,
  insertAuditEntries,
  insertLineDispositions,
  listDispositionsOfMoment,
  listIdsToProcess,
  lockLines,
} from '@onfact-ponto/db';
import type { LineDisposition, Transaction, TransactionFilter } from '@onfact-ponto/db';
import { auditEntryOf, nameOf } from '../audit.ts';
import type { AuditAction } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { searchableFilter } from '../transaction/transaction-search.ts';
import type { TransactionListFilter } from '../transaction/transaction-search.ts';
import { teach } from './teach.ts';

/** What a person says of many lines at once, and the taking back of it. */

/** More in one go would keep whoever asked waiting, and others from their lines. */
const maximumLines = 5_000;
/** Each batch is a transaction of its own, so that nobody waits for all of them. */
const batchSize = 500;

export type IgnoredTransactions = Readonly<{
  lineCount: number;
  /** Found, but matched, ignored or doubtful: nothing happens to them. */
  skippedCount: number;
  /** Names what was done for `undoIgnoreTransactions`; null when there was nothing to do, and after a dry run. */
  ignoredAt: Date | null;
}>;

/**
 * Says of all lines of a filter that wait for a person that they pay no document. A dry run only counts.
 * @throws ApplicationError `too_many_lines`
 */
export async function ignoreTransactions(
  context: Context,
  input: { filter: TransactionListFilter; reason: string; dryRun: boolean },
): Promise<IgnoredTransactions> {
  const { companyId } = context;
  const filter = searchableFilter(input.filter);
  const { all, toProcess } = await inCompany(context.db, companyId, (tx) =>
    countBankTransactions(tx, companyId, filter),
  );
  if (toProcess > maximumLines) {
    throw new ApplicationError('too_many_lines', { lines: String(toProcess), maximum: String(maximumLines) });
  }
  if (input.dryRun) return { lineCount: toProcess, skippedCount: all - toProcess, ignoredAt: null };

  const ignoredAt = context.clock.now();
  let lineCount = 0;
  let isLast = false;
  while (!isLast) {
    const batch = await inCompany(context.db, companyId, (tx) =>
      ignoreBatch(tx, context, { filter, reason: input.reason, ignoredAt }),
    );
    lineCount += batch.added;
    isLast = batch.found < batchSize;
  }
  return { lineCount, skippedCount: all - lineCount, ignoredAt: lineCount === 0 ? null : ignoredAt };
}

/** What was decided about a line while we waited for its lock stays as it is. */
async function ignoreBatch(
  tx: Transaction,
  context: Context,
  { filter, reason, ignoredAt }: { filter: TransactionFilter; reason: string; ignoredAt: Date },
): Promise<{ found: number; added: number }> {
  const { companyId, actor } = context;
  const ids = await listIdsToProcess(tx, companyId, { filter, limit: batchSize });
  const lines = (await lockLines(tx, companyId, ids, { skipBusy: false })).filter(
    ({ line }) => line.allocatedMinor === 0n && line.disposition === null,
  );
  const added = await insertLineDispositions(
    tx,
    lines.map(({ line: { bankTransactionId } }) => ({
      companyId,
      bankTransactionId,
      kind: 'ignored',
      reason,
      cause: 'person',
      createdAt: ignoredAt,
      createdBy: nameOf(actor),
    })),
  );
  await recordEach(tx, context, added, 'transaction.ignore', { reason });
  await teach(
    tx,
    context,
    added.map(({ bankTransactionId }) => ({ type: 'confirmed', lineId: bankTransactionId, allocations: [] })),
  );
  return { found: ids.length, added: added.length };
}

/**
 * Makes the lines that this person ignored in one go lines to process again, but for those that changed since.
 * @throws ApplicationError `transaction_not_ignored` when none is left
 */
export async function undoIgnoreTransactions(
  context: Context,
  { ignoredAt }: { ignoredAt: Date },
): Promise<{ lineCount: number }> {
  const { companyId, clock } = context;
  const by = nameOf(context.actor);
  return inCompany(context.db, companyId, async (tx) => {
    const known = await listDispositionsOfMoment(tx, companyId, { createdAt: ignoredAt, createdBy: by });
    const bankTransactionIds = known.map((row) => row.bankTransactionId);
    await lockLines(tx, companyId, bankTransactionIds, { skipBusy: false });
    const lineDispositionIds = known.map((row) => row.lineDispositionId);
    const ended = await endDispositions(tx, companyId, { lineDispositionIds }, { endedAt: clock.now(), endedBy: by });
    if (ended.length === 0) throw new ApplicationError('transaction_not_ignored');
    await recordEach(tx, context, ended, 'transaction.ignore-undo');
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    return { lineCount: ended.length };
  });
}

async function recordEach(
  tx: Transaction,
  context: Context,
  dispositions: readonly LineDisposition[],
  action: AuditAction,
  facts?: Record<string, string>,
): Promise<void> {
  await insertAuditEntries(
    tx,
    dispositions.map(({ bankTransactionId: id }) =>
      auditEntryOf(context, { action, subject: { type: 'bank-transaction', id }, ...(facts && { facts }) }),
    ),
  );
}
