import { listMovementsOn, listStatements } from '@onfact-ponto/db';
import type { BankAccount, Statement, StatementMovement, Transaction } from '@onfact-ponto/db';
import { addDays } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import type { MovementTree } from './movement-reading.ts';
import { balancesOf } from './completeness.ts';
import type { StatementBalances } from './completeness-types.ts';
import { mergeSources } from './merge-sources.ts';
import type { Days, LedgerLine } from './merge-types.ts';
import { contentHashOfMovement } from './movement-reading.ts';
import type { StatementReading } from './statement-reading.ts';
import { codaReadingOf, factsOf } from './witnesses.ts';

/** A movement that another statement told: the same again, or perhaps so. */
export type ToldBefore = Readonly<{ outcome: 'same' | 'doubtful'; movement: StatementMovement }>;

/** The reason of a doubt between two statements; only a person settles it. */
export const toldDifferently = 'told_differently';

/**
 * Movements of days that imported statements tell too: a file per month beside files per day, or a statement that the
 * bank issued again with a correction. Two movements of one statement are two bookings, but two statements of the same
 * days are two tellers, so they are joined as Ponto and CODA are: each stored movement answers for one.
 */
export async function findToldBefore(
  tx: Transaction,
  account: BankAccount,
  statement: StatementReading,
  trees: readonly MovementTree[],
): Promise<Map<number, ToldBefore>> {
  const touching = await listStatements(tx, account, { from: statement.oldDate, to: statement.newDate });
  const overlapping = touching.filter((other) => overlaps(statement, other));
  if (overlapping.length === 0) return new Map();
  const ids = overlapping.map(({ statementId }) => statementId);
  const told = await listMovementsOn(tx, account, ids);
  const days = overlapping.map((other) => daysOf(other.oldBalanceDate, other.newBalanceDate));

  const found = new Map<number, ToldBefore>();
  const byContent = Map.groupBy(told, ({ contentHash }) => contentHash);
  for (const { root } of trees) {
    const movement = byContent.get(contentHashOfMovement(root))?.shift();
    if (movement) found.set(root.ordinal, { outcome: 'same', movement });
  }
  const left = trees.filter(({ root }) => !found.has(root.ordinal) && isWithin(days, root.content.executionDate));
  for (const [ordinal, other] of joinTellings([...byContent.values()].flat(), left, days)) found.set(ordinal, other);
  return found;
}

/** The days whose movements a statement tells: after its old balance, up to and with its new one. */
function daysOf(oldDate: string, newDate: string): Days {
  return { from: oldDate < newDate ? addDays(oldDate as IsoDate, 1) : newDate, to: newDate };
}

/** What is not equal to the letter: in another statement a bank may number, cut or spell it differently. */
function joinTellings(
  told: readonly StatementMovement[],
  trees: readonly MovementTree[],
  days: readonly Days[],
): [number, ToldBefore][] {
  const byId = new Map(told.map((movement) => [movement.statementMovementId, movement]));
  const { decisions } = mergeSources({
    source: 'coda',
    incoming: trees.map(({ root }) => ({
      ...factsOf(root.content),
      id: String(root.ordinal),
      parts: [],
      isTotal: false,
    })),
    ledger: told.map(asOtherTeller),
    coverage: { ponto: days, coda: days },
  });
  return trees.flatMap(({ root }): [number, ToldBefore][] => {
    const decision = decisions.get(String(root.ordinal));
    if (decision?.outcome !== 'same' && decision?.outcome !== 'doubtful') return [];
    const movement = byId.get(decision.ledgerId);
    return movement ? [[root.ordinal, { outcome: decision.outcome, movement }]] : [];
  });
}

function asOtherTeller(movement: StatementMovement): LedgerLine {
  const facts = factsOf(codaReadingOf(movement));
  return { id: movement.statementMovementId, ponto: facts, coda: null, isAllocated: false, parts: [], isTotal: false };
}

function isWithin(days: readonly Days[], day: string): boolean {
  return days.some(({ from, to }) => from <= day && day <= to);
}

type Balances = Omit<StatementBalances, 'statementId'>;

/**
 * Whether two statements tell some of the same days. Several of one day that follow each other by balance do not:
 * the later ones begin and end on that day.
 */
function overlaps(arriving: Balances, stored: Statement): boolean {
  const other = balancesOf(stored);
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
