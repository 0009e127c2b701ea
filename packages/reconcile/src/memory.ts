import type { IsoDate } from '@onfact-ponto/primitives';
import { dayNumberOf } from './books/day-number.ts';
import type { MemoryEntry, MemoryKind } from './model.ts';

/** What one company taught, by what it is about. Every entry can be listed, explained and erased on its own. */
export type Memory = ReturnType<typeof createMemory>;

export function createMemory() {
  const entries = new Map<string, MemoryEntry>();
  /** For each account or name: the relations that entries speak of. */
  const bySubject = new Map<string, Set<string>>();

  return {
    put(entry: MemoryEntry): void {
      const key = keyOf(entry.kind, entry.value, entry.relationId);
      const subject = keyOf(entry.kind, entry.value);
      if (entry.confirmations === 0 && entry.contradictions === 0) {
        entries.delete(key);
        bySubject.get(subject)?.delete(key);
        return;
      }
      entries.set(key, entry);
      const keys = bySubject.get(subject);
      if (keys) keys.add(key);
      else bySubject.set(subject, new Set([key]));
    },

    get: (kind: MemoryKind, value: string, relationId?: string) => entries.get(keyOf(kind, value, relationId)),

    /** All that is known of one account or name, in a stable order. */
    about(kind: MemoryKind, value: string): readonly MemoryEntry[] {
      const keys = bySubject.get(keyOf(kind, value));
      if (!keys || keys.size === 0) return nothing;
      return [...keys].toSorted().flatMap((key) => entries.get(key) ?? []);
    },

    has: (kind: MemoryKind, value: string) => (bySubject.get(keyOf(kind, value))?.size ?? 0) > 0,
  };
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

function keyOf(kind: MemoryKind, value: string, relationId = ''): string {
  return `${kind}\n${value}\n${relationId}`;
}
