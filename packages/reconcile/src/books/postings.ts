/**
 * Values by key. Most keys have one value, which stands by itself; some have a few, in a list; a set, which is large but
 * finds its values at once, is made only beyond that. Order carries no meaning.
 */
export type Postings<Key, Value extends object> = Readonly<{
  add: (key: Key, value: Value) => void;
  remove: (key: Key, value: Value) => void;
  /** Holds until the next change. */
  get: (key: Key) => readonly Value[];
  count: (key: Key) => number;
}>;

export function createPostings<Key, Value extends object>(): Postings<Key, Value> {
  const entries = new Map<Key, Value | Value[] | Set<Value>>();
  return {
    add(key, value) {
      const present = entries.get(key);
      if (present === undefined) entries.set(key, value);
      else if (present instanceof Set) present.add(value);
      else if (Array.isArray(present)) {
        if (present.includes(value)) return;
        if (present.length < longestList) present.push(value);
        else entries.set(key, new Set(present).add(value));
      } else if (present !== value) entries.set(key, [present, value]);
    },

    remove(key, value) {
      const present = entries.get(key);
      if (present === value) entries.delete(key);
      else if (present instanceof Set) {
        if (present.delete(value) && present.size === 0) entries.delete(key);
      } else if (Array.isArray(present)) {
        const at = present.indexOf(value);
        if (at >= 0) present.splice(at, 1);
        if (present.length === 0) entries.delete(key);
      }
    },

    get(key) {
      const present = entries.get(key);
      if (present === undefined) return nothing;
      if (Array.isArray(present)) return present;
      return present instanceof Set ? [...present] : [present];
    },

    count(key) {
      const present = entries.get(key);
      if (present === undefined) return 0;
      if (Array.isArray(present)) return present.length;
      return present instanceof Set ? present.size : 1;
    },
  };
}

const nothing: readonly never[] = [];
const longestList = 16;
