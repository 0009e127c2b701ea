import { findStatements, listMovementsOn, listStatements } from '@onfact-ponto/db';
import type { BankAccount, Statement, StatementMovement, Transaction } from '@onfact-ponto/db';
import { around, daysOf, readLedger } from './ledger-of-account.ts';
import type { Ledger } from './ledger-of-account.ts';
import { mergeSources } from './merge-sources.ts';
import type { IncomingLine, Merge } from './merge-types.ts';
import { contentHashOfMovement } from './movement-reading.ts';
import type { MovementReading } from './movement-reading.ts';
import type { StatementReading } from './statement-reading.ts';
import { factsOf } from './witnesses.ts';

/** A movement of a statement with what explains it. */
export type MovementTree = Readonly<{ root: MovementReading; details: readonly MovementReading[] }>;

/** What a statement would change in the ledger: the preview shows it, the import does it. */
export type Comparison = Readonly<{
  trees: readonly MovementTree[];
  /** Movements that an overlapping statement told before, by ordinal. */
  repeated: ReadonlyMap<number, StatementMovement>;
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
  const repeated = await findRepeated(tx, account, statement, trees);
  const arriving = trees.filter(({ root }) => !repeated.has(root.ordinal));
  const period = around([
    statement.oldDate,
    statement.newDate,
    ...arriving.map(({ root }) => root.content.executionDate),
  ]);
  if (!period) throw new Error('A statement has two days');
  const lines = arriving.map(incomingOf);
  const ledger = await readLedger(tx, account, period, {
    incoming: { source: 'coda', lines },
    arriving: daysOf(statement.oldDate, statement.newDate),
  });
  const { coverage } = ledger;
  const merge = mergeSources({ source: 'coda', incoming: lines, ledger: ledger.lines, coverage });
  return { trees, repeated, ledger, merge };
}

function treesOf(movements: readonly MovementReading[]): MovementTree[] {
  const details = Map.groupBy(movements, ({ parentOrdinal }) => parentOrdinal);
  return movements
    .filter(({ parentOrdinal }) => parentOrdinal === null)
    .map((root) => ({ root, details: details.get(root.ordinal) ?? [] }));
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

/**
 * Movements with the very same content in statements that tell some of the same days: a file per month beside files
 * per day, or one that the bank corrected. Each stored movement answers for one; the rest is compared like any other.
 */
async function findRepeated(
  tx: Transaction,
  account: BankAccount,
  statement: StatementReading,
  trees: readonly MovementTree[],
): Promise<Map<number, StatementMovement>> {
  const touching = await listStatements(tx, account, { from: statement.oldDate, to: statement.newDate });
  const overlapping = touching.filter((other) => overlaps(statement, other));
  if (overlapping.length === 0) return new Map();
  const told = await listMovementsOn(
    tx,
    account,
    overlapping.map(({ statementId }) => statementId),
  );
  const byContent = Map.groupBy(told, ({ contentHash }) => contentHash);
  const repeated = new Map<number, StatementMovement>();
  for (const { root } of trees) {
    const movement = byContent.get(contentHashOfMovement(root))?.shift();
    if (movement) repeated.set(root.ordinal, movement);
  }
  return repeated;
}

type Balances = Pick<StatementReading, 'oldDate' | 'oldBalanceMinor' | 'newDate' | 'newBalanceMinor'>;

/**
 * Whether two statements tell some of the same days. Several of one day that follow each other by balance do not:
 * the later ones begin and end on that day.
 */
export function overlaps(arriving: Balances, stored: Statement): boolean {
  const other: Balances = {
    oldDate: stored.oldBalanceDate,
    oldBalanceMinor: stored.oldBalanceMinor,
    newDate: stored.newBalanceDate,
    newBalanceMinor: stored.newBalanceMinor,
  };
  if (follows(arriving, other) || follows(other, arriving)) return false;
  const start = arriving.oldDate > other.oldDate ? arriving.oldDate : other.oldDate;
  const end = arriving.newDate < other.newDate ? arriving.newDate : other.newDate;
  return start < end || isOneDay(arriving) || isOneDay(other);
}

function follows(later: Balances, earlier: Balances): boolean {
  return later.oldDate === earlier.newDate && later.oldBalanceMinor === earlier.newBalanceMinor;
}

function isOneDay({ oldDate, newDate }: Balances): boolean {
  return oldDate === newDate;
}
