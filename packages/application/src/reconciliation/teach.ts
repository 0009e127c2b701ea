import { lockMemory, saveMemory } from '@onfact-ponto/db';
import type { Allocation, Transaction } from '@onfact-ponto/db';
import type { LedgerEvent, MemoryEntry } from '@onfact-ponto/reconcile';
import type { Context } from '../context.ts';
import { loadLedger } from './load-ledger.ts';

/**
 * Lets the matcher learn from what happened, and stores what it learned. Rejected pairs are rows of their own, so
 * they are not stored a second time.
 */
export async function teach(tx: Transaction, context: Context, events: readonly LedgerEvent[]): Promise<void> {
  if (events.length === 0) return;
  const { companyId } = context;
  await lockMemory(tx, companyId);
  const lineIds = [...new Set(events.map(({ lineId }) => lineId))];
  const documentIds = [...new Set(events.flatMap((event) => documentIdsOf(event)))];
  const { ledger, today } = await loadLedger(tx, context, { lineIds, documentIds });
  const learned = new Map<string, MemoryEntry>();
  for (const event of events) {
    for (const entry of ledger.learn(event, today)) learned.set(keyOf(entry), entry);
  }
  const rows = [...learned.values()].filter(({ kind }) => kind !== 'rejected_pair');
  await saveMemory(
    tx,
    rows.map((entry) => rowOf(companyId, entry)),
  );
}

/** One lesson per line: what was booked on it was wrong. */
export function undoneLessons(undone: readonly Allocation[]): LedgerEvent[] {
  return [...Map.groupBy(undone, (row) => row.bankTransactionId)].map(([lineId, rows]) => ({
    type: 'undone',
    lineId,
    allocations: rows.map(({ documentId, amountMinor }) => ({ documentId, amountMinor })),
    rule: rows.find(({ cause }) => cause === 'rule')?.rule ?? undefined,
  }));
}

function documentIdsOf(event: LedgerEvent): readonly string[] {
  return 'documentIds' in event ? event.documentIds : event.allocations.map(({ documentId }) => documentId);
}

function keyOf({ kind, value, relationId }: MemoryEntry): string {
  return JSON.stringify([kind, value, relationId ?? null]);
}

function rowOf(companyId: string, { relationId, ...entry }: MemoryEntry) {
  return { companyId, ...entry, onfactContactId: relationId === undefined ? null : Number(relationId) };
}
