/** Values by key, where most keys have one value: a set is made only for the second. Order carries no meaning. */
export type Postings<Key, Value extends object> = Readonly<{
  add: (key: Key, value: Value) => void;
  remove: (key: Key, value: Value) => void;
  get: (key: Key) => readonly Value[];
  count: (key: Key) => number;
}>;

export function createPostings<Key, Value extends object>(): Postings<Key, Value> {
  const entries = new Map<Key, Value | Set<Value>>();
  return {
    add(key, value) {
      const present = entries.get(key);
      if (present === undefined) entries.set(key, value);
      else if (present instanceof Set) present.add(value);
      else if (present !== value) entries.set(key, new Set([present, value]));
    },

    remove(key, value) {
      const present = entries.get(key);
      if (present === value) entries.delete(key);
      else if (present instanceof Set && present.delete(value) && present.size === 0) entries.delete(key);
    },

    get(key) {
      const present = entries.get(key);
      if (present === undefined) return nothing;
      return present instanceof Set ? [...present] : [present];
    },

    count(key) {
      const present = entries.get(key);
      return present === undefined ? 0 : present instanceof Set ? present.size : 1;
    },
  };
}

const nothing: readonly never[] = [];
