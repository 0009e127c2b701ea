import {
  findWitnessedLines,
  forgetUnreadableLines,
  insertNewBankTransactions,
  listAbsorbedLines,
  renameAbsorbedLine,
  rewriteLines,
} from '@onfact-ponto/db';
import type { BankAccount, BankTransactionReading, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { newIds } from '../ids.ts';
import { editLedger } from '../statement-import/ledger-editor.ts';
import { around, readLedger } from '../statement-import/ledger-of-account.ts';
import { mergeSources } from '../statement-import/merge-sources.ts';
import { settleDoubts } from '../statement-import/settle-doubts.ts';
import { codaReadingOf, factsOf, joined, pontoReadingOf, readingOfJson } from '../statement-import/witnesses.ts';

type Place = Parameters<typeof insertNewBankTransactions>[1];

/**
 * Stores lines that Ponto tells for the first time. Where CODA statements were imported, each is compared with what
 * they told: a booking that is there already gets Ponto as its second witness and keeps what is allocated on it.
 * @returns how many lines are new in the ledger
 */
export async function joinPontoLines(
  tx: Transaction,
  context: Context,
  account: BankAccount,
  place: Place,
  readings: readonly BankTransactionReading[],
): Promise<number> {
  if (!account.hasStatements) return insertNewBankTransactions(tx, place, readings);
  const period = around(readings.map(({ executionDate }) => executionDate));
  if (!period) return 0;

  const incoming = readings.map((reading) => ({
    ...factsOf(reading),
    id: reading.sourceReference,
    parts: [],
    isTotal: false,
  }));
  const ledger = await readLedger(tx, account, period, {
    incoming: { source: 'ponto', lines: incoming },
    isWalking: true,
  });
  const { decisions, totalsTold } = mergeSources({
    source: 'ponto',
    incoming,
    ledger: ledger.lines,
    coverage: ledger.coverage,
  });
  const editor = editLedger(ledger.witnessed, newIds(context.random));
  editor.displace(
    'ponto',
    [...decisions.values()].flatMap((decision) => (decision.outcome === 'same' ? decision.displaced : [])),
  );
  const lineOf = new Map<string, string>();
  let newCount = 0;
  for (const reading of readings) {
    const decision = decisions.get(reading.sourceReference);
    if (!decision) throw new Error('Joining left out a line');
    const arrival = {
      id: reading.sourceReference,
      source: 'ponto' as const,
      witness: { reading, walk: place.walk },
      parts: [],
    };
    const { outcome, bankTransactionId } = editor.place(arrival, decision);
    newCount += Number(outcome !== 'known');
    if (bankTransactionId) lineOf.set(reading.sourceReference, bankTransactionId);
  }
  for (const { ledgerId, incomingIds, ledgerIds } of totalsTold) {
    editor.withdraw(ledgerId, [...ledgerIds, ...incomingIds.flatMap((id) => lineOf.get(id) ?? [])]);
  }
  await editor.write(tx, { ...place, at: place.fetchedAt });
  await forgetUnreadableLines(
    tx,
    place,
    readings.map(({ sourceReference }) => sourceReference),
  );
  await settleDoubts(tx, context, account, period, { isWalking: true });
  return newCount;
}

/** Lines that Ponto changed say anew what CODA told beside them. */
export async function fillFromStatements(
  tx: Transaction,
  companyId: string,
  bankTransactionIds: readonly string[],
): Promise<void> {
  const lines = await findWitnessedLines(tx, companyId, bankTransactionIds);
  await rewriteLines(
    tx,
    companyId,
    lines.flatMap(({ line, movements: [movement] }) => {
      const ponto = pontoReadingOf(line);
      if (!movement || !ponto) return [];
      const { reading, source, filledFromCoda } = joined(ponto, codaReadingOf(movement));
      return [{ ...reading, bankTransactionId: line.bankTransactionId, source, walk: line.walk, filledFromCoda }];
    }),
  );
}

/**
 * After relinking, details of totals that Ponto told come under new ids as well. Each takes over one that says the
 * same. @returns what was taken over, by its new id
 */
export async function adoptAbsorbedLines(
  tx: Transaction,
  account: BankAccount,
  { walk }: Place,
  readings: readonly BankTransactionReading[],
  present: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (!account.hasStatements || readings.length === 0) return new Set();
  const left = (await listAbsorbedLines(tx, account)).filter(
    (line) => line.walk < walk && !present.has(line.sourceReference),
  );
  const adopted = new Set<string>();
  for (const reading of readings) {
    const index = left.findIndex((line) => saysTheSame(readingOfJson(line.content), reading));
    const [line] = index === -1 ? [] : left.splice(index, 1);
    if (!line) continue;
    await renameAbsorbedLine(tx, line, { sourceReference: reading.sourceReference, walk });
    adopted.add(reading.sourceReference);
  }
  return adopted;
}

function saysTheSame(left: BankTransactionReading, right: BankTransactionReading): boolean {
  return (
    left.executionDate === right.executionDate &&
    left.amountMinor === right.amountMinor &&
    left.currency === right.currency &&
    left.counterpartReference === right.counterpartReference &&
    left.remittanceInformation === right.remittanceInformation
  );
}
