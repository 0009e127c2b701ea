import { addToPull, insertReceivedPage, insertUnreadableLines, reviseBankTransaction } from '@onfact-ponto/db';
import type { BankAccount, BankTransactionReading, Transaction, UnreadableReading } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { fillFromStatements, joinPontoLines } from './join-ponto-lines.ts';
import type { HeldPull } from './lease.ts';

type Place = Parameters<typeof reviseBankTransaction>[1];

export type LinesToStore = Readonly<{
  /** Not stored yet. */
  fresh: readonly BankTransactionReading[];
  /** All that could be read, and what was stored of them before. */
  readings: readonly BankTransactionReading[];
  before: ReadonlyMap<string, { contentHash: string | null }>;
  unreadable: readonly UnreadableReading[];
  /** Word for word, in Ponto's order. */
  raw: readonly unknown[];
}>;

/** Adds what is new, renews what changed, and keeps what Ponto sent when anything did. */
export async function storeLines(
  tx: Transaction,
  context: Context,
  held: HeldPull,
  locked: BankAccount,
  place: Place,
  { fresh, readings, before, unreadable, raw }: LinesToStore,
): Promise<void> {
  const newTransactionCount = await joinPontoLines(tx, context, locked, place, fresh);
  const revised = await revise(tx, context, place, readings, before);
  if (locked.hasStatements) await fillFromStatements(tx, place.companyId, revised);
  await insertUnreadableLines(tx, place, unreadable);
  if (newTransactionCount + revised.length > 0) await insertReceivedPage(tx, place, raw);
  await addToPull(tx, held, { newTransactionCount, changedTransactionCount: revised.length });
}

async function revise(
  tx: Transaction,
  context: Context,
  place: Place,
  readings: readonly BankTransactionReading[],
  before: LinesToStore['before'],
): Promise<string[]> {
  const changed = readings.filter(({ sourceReference, contentHash }) => {
    const known = before.get(sourceReference)?.contentHash;
    return known !== undefined && known !== null && known !== contentHash;
  });
  const revised: string[] = [];
  for (const reading of changed) {
    const { outcome, bankTransactionId } = await reviseBankTransaction(tx, place, reading);
    if (outcome === 'unchanged' || bankTransactionId === undefined) continue;
    if (outcome === 'revised') revised.push(bankTransactionId);
    await recordAudit(tx, context, {
      action: outcome === 'revised' ? 'transaction.revise' : 'transaction.told-otherwise',
      subject: { type: 'bank-transaction', id: bankTransactionId },
    });
  }
  return revised;
}
