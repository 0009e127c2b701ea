import {
  insertAbsorbedLines,
  insertNewBankTransactions,
  rewriteLines,
  setDoubts,
  setWitnesses,
  withdrawLines,
} from '@onfact-ponto/db';
import type { AccountPlace, NewBankTransaction, RewrittenLine, Transaction, WitnessedLine } from '@onfact-ponto/db';
import type { Displacement, MergeDecision, Source } from './merge-types.ts';
import { codaReadingOf, joined, jsonOfReading, pontoReadingOf } from './witnesses.ts';
import type { Reading } from './witnesses.ts';

/** A line as Ponto tells it, and the walk that brought it. */
export type PontoWitness = Readonly<{ reading: Reading; walk: number }>;
/** A movement of CODA as a witness; `isStored` when its row exists and must be told of a change. */
export type CodaWitness = Readonly<{ movementId: string; reading: Reading; isStored: boolean }>;

/** A line that arrives, with what tells it. */
export type Arrival = Readonly<{ id: string; parts: readonly CodaWitness[] }> &
  (Readonly<{ source: 'ponto'; witness: PontoWitness }> | Readonly<{ source: 'coda'; witness: CodaWitness }>);

/** Where an arrival ended up. */
export type Placement = Readonly<{
  outcome: 'new' | 'known' | 'doubtful';
  reason: string | null;
  bankTransactionId: string | null;
  toldBy: readonly string[] | null;
  /** Of a total that is told one by one: its details, in their order. */
  parts: readonly Placement[];
}>;

type Line = { id: string; isNew: boolean; ponto: PontoWitness | null; coda: readonly CodaWitness[] };
type Doubt = { bankTransactionId: string; doubtfulOf: string | null; doubtReason: string | null };

/** Collects what joining changes in the ledger of an account, and writes it in a few statements. */
export type LedgerEditor = ReturnType<typeof editLedger>;

/** @param newId ids for lines to come */
export function editLedger(witnessed: readonly WitnessedLine[], newId: () => string) {
  const lines = new Map(witnessed.map((entry) => [entry.line.bankTransactionId, lineOf(entry)]));
  const changed = new Set<string>();
  const moved: { movementId: string; bankTransactionId: string | null; toldBy?: readonly string[] }[] = [];
  const absorbed: { movementId: string; bankTransactionId: string; witness: PontoWitness }[] = [];
  const withdrawn: string[] = [];
  const doubts = new Map<string, Doubt>();

  function lineAt(id: string): Line {
    const line = lines.get(id);
    if (!line) throw new Error('Joining names a line that is not in the ledger');
    changed.add(id);
    return line;
  }

  function add(source: Source, witness: PontoWitness | readonly CodaWitness[]): string {
    const id = newId();
    const line: Line =
      source === 'ponto'
        ? { id, isNew: true, ponto: witness as PontoWitness, coda: [] }
        : { id, isNew: true, ponto: null, coda: witness as readonly CodaWitness[] };
    lines.set(id, line);
    changed.add(id);
    for (const { movementId, isStored } of line.coda) if (isStored) moved.push({ movementId, bankTransactionId: id });
    return id;
  }

  function give(id: string, arrival: Pick<Arrival, 'source' | 'witness'>): void {
    const line = lineAt(id);
    if (arrival.source === 'ponto') line.ponto = arrival.witness as PontoWitness;
    else {
      const witness = arrival.witness as CodaWitness;
      line.coda = [...line.coda, witness];
      if (witness.isStored) moved.push({ movementId: witness.movementId, bankTransactionId: id });
    }
  }

  /** All at one moment: what left its line is taken first, then everything finds its new place. */
  function displace(source: Source, displacements: readonly Displacement[]): void {
    const taken = displacements.map(({ from, to }) => {
      const line = lineAt(from);
      return { to, ponto: line.ponto, coda: line.coda };
    });
    for (const { from } of displacements) {
      if (source === 'ponto') lineAt(from).ponto = null;
      else lineAt(from).coda = [];
    }
    for (const { to, ponto, coda } of taken) {
      if (source === 'ponto' && ponto) {
        if (to === 'new-line') add('ponto', ponto);
        else lineAt(to).ponto = ponto;
      }
      if (source === 'coda' && coda.length > 0) {
        if (to === 'new-line') add('coda', coda);
        else for (const witness of coda) give(to, { source: 'coda', witness });
      }
    }
  }

  function place(arrival: Arrival, decision: MergeDecision): Placement {
    const none = { reason: null, bankTransactionId: null, toldBy: null, parts: [] };
    switch (decision.outcome) {
      case 'new':
        return { ...none, outcome: 'new', bankTransactionId: addArrival(arrival) };
      case 'same':
        give(decision.ledgerId, arrival);
        return { ...none, outcome: 'known', reason: decision.reason, bankTransactionId: decision.ledgerId };
      case 'doubtful':
        return doubt(arrival, decision.ledgerId, decision.reason);
      case 'in_parts': {
        const parts = decision.parts.map((part, index) => {
          const witness = arrival.parts[index];
          if (!witness) throw new Error('A total was told in parts that it does not have');
          const detail: Arrival = { id: witness.movementId, source: 'coda', witness, parts: [] };
          if (part.outcome === 'new')
            return { ...none, outcome: 'new' as const, bankTransactionId: addArrival(detail) };
          give(part.ledgerId, detail);
          return { ...none, outcome: 'known' as const, reason: 'alike', bankTransactionId: part.ledgerId };
        });
        return { ...none, outcome: 'known', reason: 'told_one_by_one', parts };
      }
      case 'total_of':
        return { ...none, outcome: 'known', reason: 'total_of_lines', toldBy: decision.ledgerIds };
      case 'part_of':
        if (arrival.source !== 'ponto') throw new Error('Only a line of Ponto is a part of a total');
        absorbed.push({ movementId: decision.partId, bankTransactionId: decision.ledgerId, witness: arrival.witness });
        return { ...none, outcome: 'known', reason: 'part_of_total', bankTransactionId: decision.ledgerId };
    }
  }

  /** A line of its own that counts for nothing until somebody decides. */
  function doubt(arrival: Arrival, doubtfulOf: string, doubtReason: string): Placement {
    const bankTransactionId = addArrival(arrival);
    doubts.set(bankTransactionId, { bankTransactionId, doubtfulOf, doubtReason });
    return { outcome: 'doubtful', reason: doubtReason, bankTransactionId, toldBy: null, parts: [] };
  }

  function addArrival(arrival: Arrival): string {
    return arrival.source === 'ponto' ? add('ponto', arrival.witness) : add('coda', [arrival.witness]);
  }

  /** A line that stops counting; its movements witness what told it instead. */
  function withdraw(id: string, toldBy?: readonly string[]): void {
    const line = lineAt(id);
    for (const { movementId, isStored } of line.coda) {
      if (isStored && toldBy) moved.push({ movementId, bankTransactionId: null, toldBy });
    }
    lines.delete(id);
    changed.delete(id);
    doubts.delete(id);
    withdrawn.push(id);
  }

  function setDoubt(doubt: Doubt): void {
    doubts.set(doubt.bankTransactionId, doubt);
  }

  async function write(
    tx: Transaction,
    { companyId, bankAccountId, at, fetchedAt }: AccountPlace & { at: Date; fetchedAt: Date },
  ): Promise<void> {
    const touched = [...changed].flatMap((id) => lines.get(id) ?? []);
    await withdrawLines(tx, companyId, withdrawn, at);
    await freeReferences(
      tx,
      companyId,
      touched.filter(({ isNew }) => !isNew),
      witnessed,
    );
    for (const [key, added] of Map.groupBy(
      touched.filter(({ isNew }) => isNew),
      placeKey,
    )) {
      const [source, walk] = JSON.parse(key) as [Source, number];
      const place = { companyId, bankAccountId, source, walk, fetchedAt };
      for (const batch of batchesOf(added.map((line) => newLineOf(line, doubts.get(line.id))))) {
        await insertNewBankTransactions(tx, place, batch);
      }
    }
    for (const batch of batchesOf(touched.filter(({ isNew }) => !isNew).map(rewrittenOf))) {
      await rewriteLines(tx, companyId, batch);
    }
    await setWitnesses(
      tx,
      companyId,
      moved.map(({ movementId, bankTransactionId, toldBy }) => ({
        statementMovementId: movementId,
        bankTransactionId,
        ...(toldBy ? { toldByTransactionIds: toldBy } : {}),
      })),
    );
    await insertAbsorbedLines(
      tx,
      absorbed.map(({ movementId, bankTransactionId, witness: { reading, walk } }) => ({
        companyId,
        bankAccountId,
        sourceReference: reading.sourceReference,
        statementMovementId: movementId,
        bankTransactionId,
        contentHash: reading.contentHash,
        content: jsonOfReading(reading),
        walk,
        fetchedAt,
      })),
    );
    const isKnown = new Set(touched.filter(({ isNew }) => isNew).map(({ id }) => id));
    await setDoubts(
      tx,
      companyId,
      [...doubts.values()].filter(({ bankTransactionId }) => !isKnown.has(bankTransactionId)),
    );
  }

  return { place, doubt, displace, withdraw, setDoubt, write, give };
}

function lineOf({ line, movements }: WitnessedLine): Line {
  const reading = pontoReadingOf(line);
  return {
    id: line.bankTransactionId,
    isNew: false,
    ponto: reading && { reading, walk: line.walk },
    coda: movements.map((movement) => ({
      movementId: movement.statementMovementId,
      reading: codaReadingOf(movement),
      isStored: true,
    })),
  };
}

function contentOf({ ponto, coda }: Line) {
  return joined(ponto?.reading ?? null, coda[0]?.reading ?? null);
}

function placeKey(line: Line): string {
  return JSON.stringify([line.ponto ? 'ponto' : 'coda', line.ponto?.walk ?? 0]);
}

function newLineOf(line: Line, doubt: Doubt | undefined): NewBankTransaction {
  return {
    ...contentOf(line).reading,
    bankTransactionId: line.id,
    ...(doubt?.doubtfulOf ? { doubtfulOf: doubt.doubtfulOf, doubtReason: doubt.doubtReason ?? '' } : {}),
  };
}

function rewrittenOf(line: Line): RewrittenLine {
  const { reading, source, filledFromCoda } = contentOf(line);
  return { ...reading, bankTransactionId: line.id, source, walk: line.ponto?.walk ?? 0, filledFromCoda };
}

/** An id of Ponto that moves from one line to another must leave the first before the second can take it. */
async function freeReferences(
  tx: Transaction,
  companyId: string,
  rewritten: readonly Line[],
  before: readonly WitnessedLine[],
): Promise<void> {
  const taken = new Map(before.map(({ line }) => [line.bankTransactionId, line]));
  const leaving = rewritten.flatMap(({ id, ponto }) => {
    const line = taken.get(id);
    const keeps = ponto?.reading.sourceReference === line?.sourceReference;
    return line?.source === 'ponto' && !keeps ? [{ line, id }] : [];
  });
  await rewriteLines(
    tx,
    companyId,
    leaving.map(({ line, id }) => ({
      ...(pontoReadingOf(line) ?? fail()),
      bankTransactionId: id,
      source: 'ponto' as const,
      sourceReference: `leaving:${id}`,
      walk: line.walk,
      filledFromCoda: line.filledFromCoda,
    })),
  );
}

function fail(): never {
  throw new Error('A line of Ponto without what Ponto tells');
}

/** Enough to make the round trip small beside the work, few enough to keep a parameter small. */
const batchSize = 2_000;

function* batchesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += batchSize) yield items.slice(start, start + batchSize);
}
