import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodaReader } from './reader/coda-reader.ts';
import { readCodaBytes } from './reader/read-coda.ts';
import type { CodaEvent } from './statement.ts';
import { corpusFiles, fixtureFiles } from './testing/sample-files.ts';

const files = [...corpusFiles(), ...fixtureFiles()];

describe('a file that comes in pieces', () => {
  it('gives the same, wherever it is cut', () => {
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...files), cuts, ({ bytes }, shares) => {
        const places = shares.map((share) => Math.floor(share * bytes.length)).sort((left, right) => left - right);
        expect(written(inPieces(bytes, places))).toEqual(written(readCodaBytes(bytes)));
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same when every byte comes alone', () => {
    for (const { name, bytes } of files.filter(({ bytes }) => bytes.length < 4000)) {
      const places = Array.from({ length: bytes.length }, (_, at) => at);
      expect(written(inPieces(bytes, places)), name).toEqual(written(readCodaBytes(bytes)));
    }
  });

  it('is not touched by what happens to a piece afterwards', () => {
    for (const { name, bytes } of files) {
      const piece = Uint8Array.from(bytes);
      const reader = createCodaReader();
      const events = [...reader.push(piece)];
      piece.fill(0x58);
      events.push(...reader.end());
      expect(written(events), name).toEqual(written(readCodaBytes(bytes)));
    }
  });
});

function inPieces(bytes: Uint8Array, places: readonly number[]): CodaEvent[] {
  const reader = createCodaReader();
  const events: CodaEvent[] = [];
  let start = 0;
  for (const place of [...places, bytes.length]) {
    events.push(...reader.push(bytes.slice(start, place)));
    start = place;
  }
  return [...events, ...reader.end()];
}

/** As the command line prints them: movements read their fields only now. */
function written(events: readonly CodaEvent[]): string[] {
  return events.map((event) =>
    JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  );
}
