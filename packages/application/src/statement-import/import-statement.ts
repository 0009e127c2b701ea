import {
  inCompany,
  insertStatement,
  insertStatementMovements,
  lockBankAccount,
  updateBankAccount,
} from '@onfact-ponto/db';
import type { BankAccount, NewMovement, StatementFile, Transaction } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { newIds } from '../ids.ts';
import { reconcileCompany } from '../jobs/definitions.ts';
import { arrivalId, compareStatement, findImported, partsOf } from './compare-statement.ts';
import type { Comparison } from './compare-statement.ts';
import { editLedger } from './ledger-editor.ts';
import type { Arrival, CodaWitness, LedgerEditor, Placement } from './ledger-editor.ts';
import { around } from './ledger-of-account.ts';
import { contentHashOfMovement, isRoot } from './movement-reading.ts';
import type { MovementReading, MovementTree } from './movement-reading.ts';
import { settleDoubts } from './settle-doubts.ts';
import type { StatementReading } from './statement-reading.ts';
import { toldDifferently } from './told-before.ts';
import type { ToldBefore } from './told-before.ts';
import { jsonOfReading } from './witnesses.ts';

type Outcome = NewMovement['outcome'];

export type StatementToImport = {
  file: StatementFile;
  bankAccountId: string;
  statement: StatementReading;
  /** Told now and then how many movements are written, before any of them is seen by others. */
  onProgress: (writtenCount: number) => Promise<void>;
};

/**
 * Imports one statement in one transaction: its movements join the ledger, doubts around it are asked again, and the
 * matcher looks at what is new. The same statement a second time changes nothing.
 */
export async function importStatement(
  context: Context,
  { file, bankAccountId, statement, onProgress }: StatementToImport,
): Promise<{ outcome: 'imported' | 'known' }> {
  const { companyId } = context;
  return inCompany(context.db, companyId, async (tx) => {
    const account = await lockBankAccount(tx, { companyId, bankAccountId });
    if (!account) throw new Error('The account of a statement is gone');
    if (await findImported(tx, account, statement)) return { outcome: 'known' };
    const now = context.clock.now();

    const comparison = await compareStatement(tx, account, statement);
    const newId = newIds(context.random);
    const witnesses = new Map(statement.movements.map((movement) => [movement.ordinal, witnessOf(movement, newId())]));
    const editor = editLedger(comparison.ledger.witnessed, newId);
    const placements = placeAll(editor, comparison, witnesses);
    await editor.write(tx, { companyId, bankAccountId, at: now, fetchedAt: now });

    const statementId = newId();
    await insertStatement(tx, rowOf(statement, { account, file, statementId, importedAt: now }));
    const rows = movementRows(comparison, witnesses, placements);
    let writtenCount = 0;
    for (let start = 0; start < rows.length; start += batchSize) {
      const batch = rows.slice(start, start + batchSize);
      await insertStatementMovements(tx, { companyId, bankAccountId, statementId }, batch);
      writtenCount += batch.filter(isRoot).length;
      if (start + batchSize < rows.length) await onProgress(writtenCount);
    }
    await context.crashPoint('import.statement-written');

    if (!account.hasStatements) await updateBankAccount(tx, account, { hasStatements: true });
    await settleAround(tx, context, account, statement);
    await context.jobs.enqueue(tx, reconcileCompany, { companyId });
    await recordAudit(tx, context, {
      action: 'statement.import',
      subject: { type: 'statement-import', id: file.statementImportId },
      facts: { statementId, bankAccountId, movementCount: String(comparison.trees.length) },
    });
    return { outcome: 'imported' };
  });
}

const batchSize = 2_000;

function placeAll(
  editor: LedgerEditor,
  { trees, toldBefore, merge }: Comparison,
  witnesses: ReadonlyMap<number, CodaWitness>,
): Map<number, Placement> {
  const witnessAt = ({ ordinal }: MovementReading): CodaWitness => {
    const witness = witnesses.get(ordinal);
    if (!witness) throw new Error('A movement without a witness');
    return witness;
  };
  const decisions = [...merge.decisions.values()];
  editor.displace(
    'coda',
    decisions.flatMap((decision) => (decision.outcome === 'same' ? decision.displaced : [])),
  );

  const placements = new Map<number, Placement>();
  for (const tree of trees) {
    const { root } = tree;
    const decision = merge.decisions.get(arrivalId(root));
    const arrival: Arrival = {
      id: arrivalId(root),
      source: 'coda',
      witness: witnessAt(root),
      parts: partsOf(tree).map(witnessAt),
    };
    const told = toldBefore.get(root.ordinal);
    if (decision) placements.set(root.ordinal, editor.place(arrival, decision));
    else if (told) placements.set(root.ordinal, placementOfTold(editor, arrival, told));
  }
  for (const { ledgerId, incomingIds, ledgerIds } of merge.totalsTold) {
    const arrived = incomingIds.flatMap((id) => placementOf(trees, placements, id) ?? []);
    editor.withdraw(ledgerId, [...ledgerIds, ...arrived]);
  }
  return placements;
}

function placementOf(
  trees: readonly MovementTree[],
  placements: ReadonlyMap<number, Placement>,
  id: string,
): string | undefined {
  const tree = trees.find(({ root }) => arrivalId(root) === id);
  return (tree && placements.get(tree.root.ordinal)?.bankTransactionId) ?? undefined;
}

/** Told by an overlapping statement: the same line has one more witness, or a person decides. */
function placementOfTold(editor: LedgerEditor, arrival: Arrival, { outcome, movement }: ToldBefore): Placement {
  const { bankTransactionId, toldByTransactionIds } = movement;
  if (outcome === 'doubtful' && bankTransactionId !== null) {
    return editor.doubt(arrival, bankTransactionId, toldDifferently);
  }
  return {
    outcome: 'known',
    reason: 'told_by_other_statement',
    bankTransactionId,
    toldBy: toldByTransactionIds,
    parts: [],
  };
}

function movementRows(
  { trees }: Comparison,
  witnesses: ReadonlyMap<number, CodaWitness>,
  placements: ReadonlyMap<number, Placement>,
): NewMovement[] {
  return trees.flatMap((tree) => {
    const placement = placements.get(tree.root.ordinal);
    const parts = new Map(partsOf(tree).map((part, index) => [part.ordinal, placement?.parts[index]]));
    return [
      rowOfMovement(tree.root, witnesses, placement),
      ...tree.details.map((detail) => rowOfMovement(detail, witnesses, parts.get(detail.ordinal))),
    ];
  });
}

/** Without a placement of its own a movement only explains another. */
function rowOfMovement(
  movement: MovementReading,
  witnesses: ReadonlyMap<number, CodaWitness>,
  placement: Placement | undefined,
): NewMovement {
  const witness = witnesses.get(movement.ordinal);
  if (!witness) throw new Error('A movement without a witness');
  const outcome: Outcome = placement?.outcome ?? 'explains';
  return {
    statementMovementId: witness.movementId,
    ordinal: movement.ordinal,
    parentOrdinal: movement.parentOrdinal,
    line: movement.line,
    sequenceNumber: movement.sequenceNumber,
    executionDate: movement.content.executionDate,
    amountMinor: movement.content.amountMinor,
    transactionCode: movement.transactionCode,
    contentHash: witness.reading.contentHash,
    content: jsonOfReading(witness.reading),
    outcome,
    reason: placement?.reason ?? null,
    bankTransactionId: placement?.bankTransactionId ?? null,
    toldByTransactionIds: placement?.toldBy ? [...placement.toldBy] : null,
  };
}

function witnessOf(movement: MovementReading, movementId: string): CodaWitness {
  const contentHash = contentHashOfMovement(movement);
  return { movementId, reading: { ...movement.content, contentHash, sourceReference: movementId }, isStored: false };
}

function rowOf(
  statement: StatementReading,
  place: { account: BankAccount; file: StatementFile; statementId: string; importedAt: Date },
) {
  const { account, file, statementId, importedAt } = place;
  return {
    companyId: account.companyId,
    statementId,
    bankAccountId: account.bankAccountId,
    statementImportId: file.statementImportId,
    statementFileId: file.statementFileId,
    position: statement.position,
    identity: statement.identity,
    oldBalanceDate: statement.oldDate,
    oldBalanceMinor: statement.oldBalanceMinor,
    newBalanceDate: statement.newDate,
    newBalanceMinor: statement.newBalanceMinor,
    currency: statement.currency,
    paperNumber: statement.paperNumber,
    codaSequenceNumber: statement.codaSequenceNumber,
    movementCount: statement.movements.filter(isRoot).length,
    importedAt,
  };
}

async function settleAround(
  tx: Transaction,
  context: Context,
  account: BankAccount,
  { movements, oldDate, newDate }: StatementReading,
): Promise<void> {
  const period = around([oldDate, newDate, ...movements.map(({ content }) => content.executionDate)]);
  if (period) await settleDoubts(tx, context, account, period);
}
