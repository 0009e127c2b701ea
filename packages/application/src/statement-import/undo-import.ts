import {
  countMatchedByHand,
  findWitnessedLines,
  inCompany,
  insertNewBankTransactions,
  listActiveAllocations,
  listDoubtsAbout,
  listMovementsOfStatement,
  listStatementsOfImport,
  lockBankAccount,
  lockStatementImport,
  markStatementUndone,
  releaseAbsorbedLines,
  rewriteLines,
  setDoubts,
  updateStatementImport,
  withdrawLines,
  witnessNothing,
} from '@onfact-ponto/db';
import type { RewrittenLine, Statement, StatementMovement, Transaction, WitnessedLine } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { takeBack } from '../reconciliation/take-back.ts';
import { assertMayImport } from './assert-may-import.ts';
import { codaReadingOf, joined, pontoReadingOf, readingOfJson } from './witnesses.ts';

/**
 * Takes an import back, whole: lines that only its statements told count no more, Ponto's lines say again what Ponto
 * said, and what a rule had booked because of it is taken back, in onFact too. Not when a person matched one of its
 * lines: that work would be lost.
 */
export async function undoStatementImport(
  context: Context,
  { statementImportId }: { statementImportId: string },
): Promise<void> {
  const { companyId, actor } = context;
  assertMayImport(actor);
  await inCompany(context.db, companyId, async (tx) => {
    const found = await lockStatementImport(tx, { companyId, statementImportId });
    if (!found) throw new ApplicationError('statement_import_not_found');
    const reason = await whyNotUndoable(tx, found);
    if (reason !== null) throw new ApplicationError('statement_import_not_undoable', { reason });

    const statements = (await listStatementsOfImport(tx, companyId, statementImportId)).filter(
      ({ undoneAt }) => undoneAt === null,
    );
    const accountIds = [...new Set(statements.map(({ bankAccountId }) => bankAccountId))].toSorted();
    for (const bankAccountId of accountIds) await lockBankAccount(tx, { companyId, bankAccountId });
    await takeImportBack(tx, context, statements);

    const undoneAt = context.clock.now();
    await updateStatementImport(tx, found, {
      state: 'undone',
      undoneAt,
      undoneBy: actor.type === 'system' ? actor.job : actor.name,
    });
    await recordAudit(tx, context, {
      action: 'statement-import.undo',
      subject: { type: 'statement-import', id: statementImportId },
      facts: { statementCount: String(statements.length) },
    });
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
  });
}

export type UndoObstacle = 'not_started' | 'still_running' | 'matched_by_hand' | 'already_undone';

/** @returns null when it can be undone */
export async function whyNotUndoable(
  tx: Transaction,
  found: { companyId: string; statementImportId: string; state: string },
): Promise<UndoObstacle | null> {
  if (found.state === 'previewed') return 'not_started';
  if (found.state === 'waiting' || found.state === 'importing') return 'still_running';
  if (found.state === 'undone') return 'already_undone';
  return (await countMatchedByHand(tx, found)) > 0 ? 'matched_by_hand' : null;
}

async function takeImportBack(tx: Transaction, context: Context, statements: readonly Statement[]): Promise<void> {
  const { companyId } = context;
  const now = context.clock.now();
  const movements: StatementMovement[] = [];
  for (const statement of statements) movements.push(...(await listMovementsOfStatement(tx, statement)));
  const gone = new Set(movements.map(({ statementMovementId }) => statementMovementId));

  const lineIds = [...new Set(movements.flatMap(({ bankTransactionId }) => bankTransactionId ?? []))];
  const left = (await findWitnessedLines(tx, companyId, lineIds)).map(({ line, movements: all }) => ({
    line,
    movements: all.filter(({ statementMovementId }) => !gone.has(statementMovementId)),
  }));
  const withdrawn = left.filter(({ line, movements: rest }) => line.source === 'coda' && rest.length === 0);
  const changed = left.filter((entry) => !withdrawn.includes(entry)).flatMap(rewrittenOf);

  const bookedBecauseOfIt = changed.filter(({ losesCommunication }) => losesCommunication);
  const lost = [
    ...withdrawn.map(({ line }) => line.bankTransactionId),
    ...bookedBecauseOfIt.map(({ rewritten }) => rewritten.bankTransactionId),
  ];
  const bookings = await listActiveAllocations(tx, companyId, { bankTransactionIds: lost, cause: 'rule' });
  await takeBack(tx, context, bookings, 'taken_back');
  const withdrawnIds = withdrawn.map(({ line }) => line.bankTransactionId);
  const freed = await listDoubtsAbout(tx, companyId, withdrawnIds);
  await setDoubts(
    tx,
    companyId,
    freed.map((bankTransactionId) => ({ bankTransactionId, doubtfulOf: null, doubtReason: null })),
  );
  await witnessNothing(
    tx,
    companyId,
    statements.map(({ statementId }) => statementId),
  );
  await withdrawLines(tx, companyId, withdrawnIds, now);
  await rewriteLines(
    tx,
    companyId,
    changed.map(({ rewritten }) => rewritten),
  );
  await giveBackAbsorbed(tx, companyId, [...gone], now);
  for (const statement of statements) await markStatementUndone(tx, statement, now);
}

/** What a line says without the movements that are gone. */
function rewrittenOf({ line, movements }: WitnessedLine): { rewritten: RewrittenLine; losesCommunication: boolean }[] {
  const [coda] = movements;
  const { reading, source, filledFromCoda } = joined(pontoReadingOf(line), coda ? codaReadingOf(coda) : null);
  return [
    {
      rewritten: { ...reading, bankTransactionId: line.bankTransactionId, source, walk: line.walk, filledFromCoda },
      losesCommunication: line.structuredCommunication !== reading.structuredCommunication,
    },
  ];
}

/** Lines of Ponto that were details of a total become lines again. */
async function giveBackAbsorbed(
  tx: Transaction,
  companyId: string,
  movementIds: readonly string[],
  now: Date,
): Promise<void> {
  for (const line of await releaseAbsorbedLines(tx, companyId, movementIds)) {
    const { bankAccountId, walk } = line;
    await insertNewBankTransactions(tx, { companyId, bankAccountId, source: 'ponto', walk, fetchedAt: now }, [
      { ...readingOfJson(line.content), sourceReference: line.sourceReference },
    ]);
  }
}
