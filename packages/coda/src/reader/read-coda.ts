import type { CodaEvent } from '../statement.ts';
import { createCodaReader, type CodaReaderOptions } from './coda-reader.ts';

/**
 * Reads a stream of bytes. Gives the events of each piece together: one at a time would cost more than reading them.
 * Memory does not grow with the file.
 */
export async function* readCoda(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: CodaReaderOptions = {},
): AsyncGenerator<readonly CodaEvent[]> {
  const reader = createCodaReader(options);
  for await (const chunk of chunks) {
    const events = reader.push(chunk);
    if (events.length > 0) yield events;
  }
  yield reader.end();
}

/** Reads a file that is in memory. */
export function readCodaBytes(bytes: Uint8Array, options: CodaReaderOptions = {}): readonly CodaEvent[] {
  const reader = createCodaReader(options);
  return [...reader.push(bytes), ...reader.end()];
}
