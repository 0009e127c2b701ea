import { describe, expect, it } from 'vitest';
import { createCodaReader } from './reader/coda-reader.ts';
import type { CodaEvent } from './statement.ts';
import { corpusFile } from './testing/sample-files.ts';

const megabyte = 1024 * 1024;

/** Fault H7: what is no text at all has no line ends. */
describe('a line without end', () => {
  it.each([
    ['from the first byte', new Uint8Array(0)],
    ['after a movement', corpusFile('two-movements.cod').subarray(0, 5 * 130)],
    ['behind the blanks of a line', corpusFile('two-movements.cod').subarray(0, 5 * 130 - 2)],
  ])('%s is reported once, and nothing of it is kept', (_what, before) => {
    const reader = createCodaReader();
    const events: CodaEvent[] = [...reader.push(before)];
    const piece = new Uint8Array(64 * 1024).fill(0x58);
    const memoryBefore = process.memoryUsage.rss();
    for (let sent = 0; sent < 512 * megabyte; sent += piece.length) events.push(...reader.push(piece));
    const grown = process.memoryUsage.rss() - memoryBefore;
    events.push(...reader.end());

    expect(grown).toBeLessThan(100 * megabyte);
    const issues = events.filter((event) => event.type === 'issue');
    expect(issues.map(({ code }) => code).filter((code) => ['LINE_TOO_LONG', 'NOT_CODA'].includes(code))).toHaveLength(
      1,
    );
    expect(JSON.stringify(issues).length).toBeLessThan(5_000);
  });

  it('that ends after all, not too far away, does not hide the lines behind it', () => {
    const file = corpusFile('two-movements.cod');
    const reader = createCodaReader();
    const events: CodaEvent[] = [...reader.push(file.subarray(0, 5 * 130))];
    for (let sent = 0; sent < 32; sent += 1) events.push(...reader.push(new Uint8Array(1024).fill(0x58)));
    events.push(...reader.push(Buffer.from('\r\n')), ...reader.push(file.subarray(5 * 130)), ...reader.end());
    expect(events.filter(({ type }) => type === 'movement')).toHaveLength(2);
    expect(events.filter((event) => event.type === 'issue')).toMatchObject([
      { code: 'LINE_TOO_LONG', line: 6, column: 129 },
    ]);
  });
});
