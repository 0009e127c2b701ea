import type { PontoEvent } from '../simulation.ts';

/** The body of an event: compact JSON with the keys sorted, as the real ones are. */
export function bodyOf({ type, attributes = {}, relationships }: PontoEvent, id: string, now: Date): string {
  const related: Record<string, object> = {};
  for (const [type, id] of Object.entries(relationships)) related[type] = { data: { id, type } };
  return JSON.stringify({
    data: {
      attributes: sorted({ createdAt: now.toISOString(), ...attributes }),
      id,
      relationships: sorted(related),
      type,
    },
  });
}

function sorted<Value>(object: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
