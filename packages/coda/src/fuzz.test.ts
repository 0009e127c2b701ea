import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCodaBytes } from './reader/read-coda.ts';
import type { CodaEvent } from './statement.ts';
import { damaged, damages } from './testing/damage.ts';
import { corpusFiles, fixtureFiles } from './testing/sample-files.ts';

const files = [...corpusFiles(), ...fixtureFiles()];
const seed = 20_261_127;

describe('a damaged file', () => {
  it('is read to its end, and every issue has a place in it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), damages(), fc.boolean(), ({ bytes }, list, strict) => {
        const file = damaged(bytes, list);
        const lineCount = Buffer.from(file).toString('latin1').split('\n').length;
        for (const event of readCodaBytes(file, { strict })) {
          expect(written(event)).toContain(event.type);
          if (event.type !== 'issue' || event.line === null) continue;
          expect(event.line).toBeGreaterThan(0);
          expect(event.line).toBeLessThanOrEqual(lineCount);
        }
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('gives every line that is still in it: in an event, or quoted by an issue', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files.map(withMarks)), damages(), (marked, list) => {
        const file = Buffer.from(damaged(marked, list));
        const events = readCodaBytes(file);
        fc.pre(!events.some((event) => event.type === 'issue' && refusals.has(event.code)));
        const all = events.map(written).join('\n');
        const lost = marksIn(file).filter((mark) => !all.includes(mark));
        expect(lost).toEqual([]);
      }),
      { seed, numRuns: 3000 },
    );
  });
});

/** What is no CODA, or of another version, is refused whole. */
const refusals: ReadonlySet<string> = new Set(['NOT_CODA', 'UNSUPPORTED_VERSION']);

/** Puts a mark into the text of each line, where the layout of its record has a text of its own. */
function withMarks({ bytes }: { bytes: Uint8Array }): Uint8Array {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  return Buffer.from(lines.map(markedLine).join('\n'), 'latin1');
}

function markedLine(line: string, index: number): string {
  const at = markPositions[line.slice(0, 2)] ?? markPositions[line.slice(0, 1)];
  if (at === undefined || line.length < 128) return line;
  const mark = `<${String(index).padStart(4, '0')}>`;
  return line.slice(0, at - 1) + mark + line.slice(at - 1 + mark.length);
}

/** Addressee, holder, bank reference, customer reference, name, text: by record. */
const markPositions: Readonly<Record<string, number>> = {
  '0': 35,
  '1': 65,
  '21': 11,
  '22': 64,
  '23': 48,
  '31': 11,
  '32': 11,
  '33': 11,
  '4': 33,
};

function marksIn(file: Buffer): string[] {
  return file.toString('latin1').match(/<\d{4}>/g) ?? [];
}

function written(event: CodaEvent): string {
  return JSON.stringify(event, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
