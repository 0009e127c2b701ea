import { hasDoubts, setWitnesses } from '@onfact-ponto/db';
import type { BankAccount, BankTransaction, Period, Transaction, WitnessChange, WitnessedLine } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { newIds } from '../ids.ts';
import { editLedger } from './ledger-editor.ts';
import type { Arrival, LedgerEditor } from './ledger-editor.ts';
import { readLedger } from './ledger-of-account.ts';
import type { Ledger, LedgerOptions } from './ledger-of-account.ts';
import { mergeSources } from './merge-sources.ts';
import type { IncomingLine, MergeDecision, Source } from './merge-types.ts';
import { toldDifferently } from './told-before.ts';
import { codaReadingOf, factsOf, isTotalCode, pontoReadingOf } from './witnesses.ts';

/** Asks again about the doubtful lines of these days: what arrived since may have settled them. */
export async function settleDoubts(
  tx: Transaction,
  context: Context,
  account: BankAccount,
  period: Period,
  options: Pick<LedgerOptions, 'isWalking'> = {},
): Promise<{ settledCount: number }> {
  let settledCount = 0;
  if (!(await hasDoubts(tx, account, period))) return { settledCount };
  for (const source of ['coda', 'ponto'] as const) {
    const ledger = await readLedger(tx, account, period, options);
    const doubtful = ledger.witnessed.filter(({ line }) => mayBeSettled(line) && line.source === source);
    if (doubtful.length === 0) continue;
    settledCount += await settle(tx, context, account, ledger, source, doubtful);
  }
  return { settledCount };
}

/** A doubt between two statements is nothing that a third could settle. */
function mayBeSettled({ doubtfulOf, doubtReason }: BankTransaction): boolean {
  return doubtfulOf !== null && doubtReason !== toldDifferently;
}

async function settle(
  tx: Transaction,
  context: Context,
  account: BankAccount,
  ledger: Ledger,
  source: Source,
  doubtful: readonly WitnessedLine[],
): Promise<number> {
  const editor = editLedger(ledger.witnessed, newIds(context.random));
  const incoming = doubtful.map((entry) => incomingOf(entry, ledger));
  const { decisions } = mergeSources({ source, incoming, ledger: ledger.lines, coverage: ledger.coverage });
  editor.displace(
    source,
    [...decisions.values()].flatMap((decision) => (decision.outcome === 'same' ? decision.displaced : [])),
  );

  const outcomes: WitnessChange[] = [];
  let settledCount = 0;
  for (const entry of doubtful) {
    const decision = decisions.get(entry.line.bankTransactionId);
    if (!decision || isUnchanged(entry, decision)) continue;
    settledCount += Number(decision.outcome !== 'doubtful');
    outcomes.push(...applyTo(editor, entry, decision, ledger));
  }
  const now = context.clock.now();
  await editor.write(tx, { ...account, at: now, fetchedAt: now });
  await setWitnesses(tx, account.companyId, outcomes);
  return settledCount;
}

function isUnchanged({ line }: WitnessedLine, decision: MergeDecision): boolean {
  return (
    decision.outcome === 'doubtful' && decision.ledgerId === line.doubtfulOf && decision.reason === line.doubtReason
  );
}

/** @returns what the movements behind the line turned out to be */
function applyTo(editor: LedgerEditor, entry: WitnessedLine, decision: MergeDecision, ledger: Ledger): WitnessChange[] {
  const { bankTransactionId } = entry.line;
  if (decision.outcome === 'doubtful') {
    editor.setDoubt({ bankTransactionId, doubtfulOf: decision.ledgerId, doubtReason: decision.reason });
    return [];
  }
  if (decision.outcome === 'new') {
    editor.setDoubt({ bankTransactionId, doubtfulOf: null, doubtReason: null });
    return entry.movements.map(({ statementMovementId }) => ({
      statementMovementId,
      bankTransactionId,
      outcome: 'new' as const,
      reason: null,
    }));
  }
  const arrival = arrivalOf(entry, ledger);
  editor.withdraw(bankTransactionId);
  const placement = editor.place(arrival, decision);
  return entry.movements.map(({ statementMovementId }) => ({
    statementMovementId,
    bankTransactionId: placement.bankTransactionId,
    outcome: 'known' as const,
    reason: placement.reason,
    ...(placement.toldBy ? { toldByTransactionIds: placement.toldBy } : {}),
  }));
}

function incomingOf({ line, movements }: WitnessedLine, ledger: Ledger): IncomingLine {
  const [movement] = movements;
  const reading = movement ? codaReadingOf(movement) : pontoReadingOf(line);
  if (!reading) throw new Error('A doubtful line that nobody tells');
  return {
    ...factsOf(reading),
    id: line.bankTransactionId,
    parts: movement ? ledger.detailsOf(movement).map(({ detail }) => factsOf(codaReadingOf(detail))) : [],
    isTotal: movement !== undefined && isTotalCode(movement.transactionCode),
  };
}

/** A doubtful line as something that arrives: by what tells it. */
export function arrivalOf({ line, movements }: WitnessedLine, { detailsOf }: Pick<Ledger, 'detailsOf'>): Arrival {
  const [movement] = movements;
  if (movement) {
    const witnessOf = (told: typeof movement) => ({
      movementId: told.statementMovementId,
      reading: codaReadingOf(told),
      isStored: true,
    });
    return {
      id: line.bankTransactionId,
      source: 'coda',
      witness: witnessOf(movement),
      parts: detailsOf(movement).map(({ detail }) => witnessOf(detail)),
    };
  }
  const reading = pontoReadingOf(line);
  if (!reading) throw new Error('A doubtful line that nobody tells');
  return { id: line.bankTransactionId, source: 'ponto', witness: { reading, walk: line.walk }, parts: [] };
}
