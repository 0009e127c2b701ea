import { isToldBy, listDetails, listStatements, listWitnessedLines } from '@onfact-ponto/db';
import type { BankAccount, LedgerEntry, LineChoice, Period, StatementMovement, Transaction } from '@onfact-ponto/db';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import { balancesOf } from './completeness.ts';
import { daysToldByPonto, daysToldByStatements } from './coverage.ts';
import type { ToldBalances } from './coverage.ts';
import type { Coverage, Days, IncomingLine, LedgerLine, Source } from './merge-types.ts';
import { ledgerLineOf } from './witnesses.ts';
import type { Detail } from './witnesses.ts';

/** The part of an account's ledger in which arriving lines look for their like. */
export type Ledger = Readonly<{
  /** All that is not withdrawn, doubtful ones too. */
  witnessed: readonly LedgerEntry[];
  /** Those that count, as joining wants them. */
  lines: readonly LedgerLine[];
  detailsOf: (movement: StatementMovement) => readonly Detail[];
  coverage: Coverage;
}>;

/** The two sources date the same booking at most this far apart. */
const daysApart = 3;

/** The days on which lines of these days may have a like. */
export function around(days: Iterable<string>): Period | undefined {
  let from: string | undefined;
  let to: string | undefined;
  for (const day of days) {
    if (from === undefined || day < from) from = day;
    if (to === undefined || day > to) to = day;
  }
  if (from === undefined || to === undefined) return undefined;
  return { from: addDays(from as IsoDate, -daysApart), to: addDays(to as IsoDate, daysApart) };
}

export type LedgerOptions = Readonly<{
  /** What arrives; lines that can have nothing to do with it are not read. All lines when it is left out. */
  incoming?: Readonly<{ source: Source; lines: readonly IncomingLine[] }>;
  /** The statement that arrives: with those before and after it, it tells its days wholly. */
  arriving?: ToldBalances;
  /** A reading of Ponto goes on, so that no day is told wholly by it yet. */
  isWalking?: boolean;
}>;

export async function readLedger(
  tx: Transaction,
  account: BankAccount,
  period: Period,
  { incoming, arriving, isWalking = false }: LedgerOptions = {},
): Promise<Ledger> {
  const other = incoming?.source === 'coda' ? 'ponto' : 'coda';
  if (incoming && !(await isToldBy(tx, account, period, other))) return emptyLedger;
  const [witnessed, details, statements] = await Promise.all([
    listWitnessedLines(tx, account, period, incoming && choiceFor(incoming)),
    listDetails(tx, account, period),
    listStatements(tx, account, period),
  ]);
  const byTotal = Map.groupBy(details, ({ detail }) => totalKey(detail.statementId, detail.parentOrdinal ?? 0));
  const detailsOf = ({ statementId, ordinal }: StatementMovement) => byTotal.get(totalKey(statementId, ordinal)) ?? [];
  return {
    witnessed,
    lines: witnessed.filter(({ line }) => line.doubtfulOf === null).map((entry) => ledgerLineOf(entry, detailsOf)),
    detailsOf,
    coverage: {
      ponto: isWalking ? [] : toldByPonto(account),
      coda: daysToldByStatements([...statements.map(balancesOf), ...(arriving ? [arriving] : [])]),
    },
  };
}

/** Where the other source tells nothing, everything is new. */
const emptyLedger: Ledger = { witnessed: [], lines: [], detailsOf: () => [], coverage: { ponto: [], coda: [] } };

function choiceFor({ source, lines }: NonNullable<LedgerOptions['incoming']>): LineChoice {
  const amounts = new Set(
    lines.flatMap(({ amountMinor, parts }) => [amountMinor, ...parts.map((part) => part.amountMinor)]),
  );
  const hasBareTotal = lines.some(({ isTotal, parts }) => isTotal && parts.length === 0);
  return {
    amountsMinor: [...amounts],
    toldOnlyBy: hasBareTotal ? 'ponto' : undefined,
    withTotals: source === 'ponto',
  };
}

function totalKey(statementId: string, ordinal: number): string {
  return `${statementId}/${ordinal}`;
}

/** The days that Ponto tells wholly: after the boundary of the first reading, up to the bank's latest data. */
function toldByPonto(account: BankAccount): Days[] {
  const { firstPullAt, walkCursor, isRelinked, boundaryDate, boundaryTransactionId, bankSynchronizedAt } = account;
  if (firstPullAt === null || walkCursor !== null || isRelinked || bankSynchronizedAt === null) return [];
  if (boundaryTransactionId !== null && boundaryDate === null) return [];
  return daysToldByPonto({
    oldestDay: boundaryDate,
    readOn: bankDayOfDate(bankSynchronizedAt),
    firstDay: '0001-01-01',
  });
}
