import { findStatements } from '@onfact-ponto/db';
import type { BankAccount, Statement, Transaction } from '@onfact-ponto/db';
import { around, readLedger } from './ledger-of-account.ts';
import type { Ledger } from './ledger-of-account.ts';
import { mergeSources } from './merge-sources.ts';
import type { IncomingLine, Merge } from './merge-types.ts';
import { isRoot } from './movement-reading.ts';
import type { MovementReading, MovementTree } from './movement-reading.ts';
import type { StatementReading } from './statement-reading.ts';
import { findToldBefore } from './told-before.ts';
import type { ToldBefore } from './told-before.ts';
import { factsOf } from './witnesses.ts';

/** What a statement would change in the ledger: the preview shows it, the import does it. */
export type Comparison = Readonly<{
  trees: readonly MovementTree[];
  /** What overlapping statements told before, by ordinal. */
  toldBefore: ReadonlyMap<number, ToldBefore>;
  ledger: Ledger;
  merge: Merge;
}>;

/** The same statement as it stands imported, if it does. */
export async function findImported(
  tx: Transaction,
  account: BankAccount,
  { identity }: StatementReading,
): Promise<Statement | undefined> {
  return (await findStatements(tx, account, [identity])).get(identity);
}

/** Compares a statement with what the account has. Two statements that tell the same days tell a movement once. */
export async function compareStatement(
  tx: Transaction,
  account: BankAccount,
  statement: StatementReading,
): Promise<Comparison> {
  const trees = treesOf(statement.movements);
  const toldBefore = await findToldBefore(tx, account, statement, trees);
  const arriving = trees.filter(({ root }) => !toldBefore.has(root.ordinal));
  const period = around([
    statement.oldDate,
    statement.newDate,
    ...arriving.map(({ root }) => root.content.executionDate),
  ]);
  if (!period) throw new Error('A statement has two days');
  const lines = arriving.map(incomingOf);
  const ledger = await readLedger(tx, account, period, {
    incoming: { source: 'coda', lines },
    arriving: statement,
  });
  const { coverage } = ledger;
  const merge = mergeSources({ source: 'coda', incoming: lines, ledger: ledger.lines, coverage });
  return { trees, toldBefore, ledger, merge };
}

export function treesOf(movements: readonly MovementReading[]): MovementTree[] {
  const details = Map.groupBy(movements, ({ parentOrdinal }) => parentOrdinal);
  return movements.filter(isRoot).map((root) => ({ root, details: details.get(root.ordinal) ?? [] }));
}

/** The details that stand for a total: those that are payments of their own and add up to it. */
export function partsOf({ root, details }: MovementTree): readonly MovementReading[] {
  if (!root.isTotal) return [];
  const payments = details.filter(({ isExplanation }) => !isExplanation);
  const sum = payments.reduce((total, { content }) => total + content.amountMinor, 0n);
  return sum === root.content.amountMinor ? payments : [];
}

export function arrivalId({ ordinal }: MovementReading): string {
  return `movement ${ordinal}`;
}

function incomingOf(tree: MovementTree): IncomingLine {
  return {
    ...factsOf(tree.root.content),
    id: arrivalId(tree.root),
    parts: partsOf(tree).map(({ content }) => factsOf(content)),
    isTotal: tree.root.isTotal,
  };
}
