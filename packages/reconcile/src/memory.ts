import type { IsoDate } from '@onfact-ponto/primitives';
import { dayNumberOf } from './books/day-number.ts';
import type { MemoryEntry, MemoryKind } from './model.ts';

/** What one company taught, by what it is about. Every entry can be listed, explained and erased on its own. */
export type Memory = ReturnType<typeof createMemory>;

export function createMemory() {
  /** By kind, by the account, name or pair that it is about, by relation. */
  const kinds: Record<MemoryKind, Map<string, Map<string, MemoryEntry>>> = {
    iban: new Map(),
    name: new Map(),
    old_reference: new Map(),
    no_document: new Map(),
    denied_iban: new Map(),
    rejected_pair: new Map(),
    rule_trust: new Map(),
  };

  return {
    put(entry: MemoryEntry): void {
      const { kind, value, relationId = '' } = entry;
      const subjects = kinds[kind];
      const entries = subjects.get(value) ?? new Map<string, MemoryEntry>();
      if (entry.confirmations > 0 || entry.contradictions > 0) {
        subjects.set(value, entries.set(relationId, entry));
        return;
      }
      entries.delete(relationId);
      if (entries.size === 0) subjects.delete(value);
    },

    get,

    /** All that is known of one account or name, in a stable order. */
    about(kind: MemoryKind, value: string): readonly MemoryEntry[] {
      const entries = kinds[kind].get(value);
      if (!entries) return nothing;
      return entries.size > 1 ? [...entries.values()].toSorted(byRelation) : [...entries.values()];
    },

    has: (kind: MemoryKind, value: string) => kinds[kind].has(value),

    /** Whether anything that still speaks is known of it. */
    hasLive(kind: MemoryKind, value: string, today: number): boolean {
      const entries = kinds[kind].get(value);
      return entries !== undefined && [...entries.values()].some((entry) => isLive(entry, today));
    },

    isRejected: (lineId: string, documentId: string) =>
      kinds.rejected_pair.size > 0 && get('rejected_pair', pairOf(lineId, documentId)) !== undefined,
  };

  function get(kind: MemoryKind, value: string, relationId = ''): MemoryEntry | undefined {
    return kinds[kind].get(value)?.get(relationId);
  }
}

/** How a pair of line and document is written in the memory. */
export function pairOf(lineId: string, documentId: string): string {
  return `${lineId} ${documentId}`;
}

/** The entry after one more confirmation or contradiction. */
export function afterLesson(
  present: MemoryEntry | undefined,
  about: Pick<MemoryEntry, 'kind' | 'value' | 'relationId'>,
  lesson: 'confirmation' | 'contradiction',
  on: IsoDate,
): MemoryEntry {
  const { confirmations = 0, contradictions = 0 } = present ?? {};
  return {
    ...about,
    confirmations: confirmations + (lesson === 'confirmation' ? 1 : 0),
    contradictions: contradictions + (lesson === 'contradiction' ? 1 : 0),
    lastOn: on,
  };
}

/** Whether an entry still speaks: more often confirmed than not (an undo weighs three), and not forgotten by time. */
export function isLive({ confirmations, contradictions, lastOn }: MemoryEntry, today: number): boolean {
  return confirmations > contradictions * contradictionWeight && today - dayNumberOf(lastOn) <= daysToForget;
}

const contradictionWeight = 3;
/** Two yearly invoices apart, and some. */
const daysToForget = 800;
const nothing: readonly never[] = [];

function byRelation({ relationId: left = '' }: MemoryEntry, { relationId: right = '' }: MemoryEntry): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
