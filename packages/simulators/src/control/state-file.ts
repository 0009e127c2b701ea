import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';

/** Long enough to gather a burst of changes into one write, short enough that nobody stops in between. */
const gatherMs = 100;

export type StateFile<State> = Readonly<{
  read(): State | undefined;
  /** Notes that the state changed; it is written a moment later. */
  changed(): void;
  /** Writes at once what is not written yet. */
  flush(): void;
}>;

/**
 * Keeps the whole state in one JSON file. It is replaced by renaming, so that a reader, or a start after a crash,
 * finds either the old state or the new one.
 */
export function createStateFile<State>(path: string, current: () => State): StateFile<State> {
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, serialize(current()), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };

  return {
    read: () => readState(path) as State | undefined,
    changed: () => {
      timer ??= setTimeout(flush, gatherMs);
    },
    flush,
  };
}

/** For a simulator that need not survive. */
export function noStateFile<State>(): StateFile<State> {
  return { read: () => undefined, changed: () => undefined, flush: () => undefined };
}

/** JSON knows no bigint: keys that end in `Minor` hold one, written as a decimal string. */
export function serialize(state: unknown): string {
  return JSON.stringify(state, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

function deserialize(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    key.endsWith('Minor') && typeof value === 'string' ? BigInt(value) : value,
  );
}

function readState(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return deserialize(text);
  } catch (cause) {
    throw new Error(`The state file ${path} is damaged; remove it to start afresh`, { cause });
  }
}
