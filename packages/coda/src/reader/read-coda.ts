import type { CodaEvent } from '../statement.ts';
import { createCodaReader, type CodaReaderOptions } from './coda-reader.ts';

/**
 * Reads a stream: one array of events for each piece, because asking for every event by itself would cost more than
 * reading it.
 */
export async function* readCoda(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: CodaReaderOptions = {},
): AsyncGenerator<readonly CodaEvent[], void, undefined> {
  const reader = createCodaReader(options);
  for await (const bytes of stream) {
    const events = reader.push(bytes);
    if (events.length > 0) yield events;
    if (reader.isStopped) break;
  }
  const events = reader.end();
  if (events.length > 0) yield events;
}

/** Reads a file that is in memory already. */
export function readCodaBytes(bytes: Uint8Array, options: CodaReaderOptions = {}): CodaEvent[] {
  const reader = createCodaReader(options);
  return [...reader.push(bytes), ...reader.end()];
}
