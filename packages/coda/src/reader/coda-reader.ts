import type { CodaEvent } from '../statement.ts';
import { EventLog } from './event-log.ts';
import { FileReader } from './file-reader.ts';
import { LineSplitter } from './line-splitter.ts';

export type CodaReaderOptions = Readonly<{
  /** The name that issues give the file. */
  file?: string;
  /** Balances, totals, counts and accounts that do not agree are errors. For imports. */
  strict?: boolean;
  /** Reading stops with an issue after so many bytes. */
  maxBytes?: number;
}>;

export type CodaReader = Readonly<{
  /** What the file has said so far. Pieces may be cut anywhere, and the buffer be used again afterwards. */
  push: (bytes: Uint8Array) => readonly CodaEvent[];
  /** The end of the file: the events that only this decides. */
  end: () => readonly CodaEvent[];
  /** True once nothing that follows will be read: too large, or no CODA file at all. */
  readonly isStopped: boolean;
}>;

/**
 * Reads a CODA file piece by piece, with all checks. Memory stays the same however large the file is, as long as the
 * caller lets go of the events.
 */
export function createCodaReader({ file, strict = false, maxBytes = Infinity }: CodaReaderOptions = {}): CodaReader {
  const log = new EventLog(file ?? null, strict);
  const lines = new FileReader(log);
  const splitter = new LineSplitter(lines);
  let room = maxBytes;

  const isStopped = () => room < 0 || splitter.isGivenUp || lines.isStopped;

  return {
    push(bytes) {
      if (isStopped()) return [];
      splitter.push(bytes.length > room ? bytes.subarray(0, room) : bytes);
      room -= bytes.length;
      if (room < 0) log.report('FILE_TOO_LARGE', { expected: String(maxBytes) });
      return log.take();
    },
    end() {
      const isWithoutLineEnd = !isStopped() && splitter.end();
      lines.end(isStopped(), isWithoutLineEnd);
      return log.take();
    },
    get isStopped() {
      return isStopped();
    },
  };
}
