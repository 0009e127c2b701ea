import { describe, expect, it } from 'vitest';
import { readCodaBytes } from './reader/read-coda.ts';
import { eventsByType } from './testing/events-by-type.ts';
import { corpusFile } from './testing/sample-files.ts';

/** Fault H9: what programs between the bank and us do to letters. */
const original = Buffer.from(corpusFile('windows-1252-accents-and-euro.cod'));
const text = 'Café Noël: 12 € voor één crêpe – “merci”';

describe('the letters of a file', () => {
  it('are those of windows-1252', () => {
    const { movements, issues } = eventsByType(readCodaBytes(original));
    expect(movements[0]?.communication.text).toBe(text);
    expect(issues).toEqual([]);
  });

  it('of latin-1 are the same', () => {
    const { movements } = eventsByType(readCodaBytes(corpusBytesWith('Forêt à Liège')));
    expect(movements[0]?.communication.text).toBe('Forêt à Liège');
  });

  it('come back when an editor saved the file as UTF-8, and it is said', () => {
    const resaved = Buffer.from(new TextDecoder('windows-1252').decode(original), 'utf8');
    const { movements, issues } = eventsByType(readCodaBytes(resaved));
    expect(movements[0]?.communication.text).toBe(text);
    expect(issues.map(({ code }) => code)).toEqual(['ENCODING_UTF8']);
  });

  it('come back from UTF-8 with a mark in front, and it is said', () => {
    const resaved = Buffer.from(`\uFEFF${new TextDecoder('windows-1252').decode(original)}`, 'utf8');
    const { movements, issues } = eventsByType(readCodaBytes(resaved));
    expect(movements[0]?.communication.text).toBe(text);
    expect(issues.map(({ code }) => code)).toEqual(['BYTE_ORDER_MARK', 'ENCODING_UTF8']);
  });

  it('of an old DOS program (CP850) are wrong but there: each byte is one letter', () => {
    const dos = Buffer.from(original);
    for (let at = 0; at < dos.length; at += 1) if (dos[at] === 0xe9) dos[at] = 0x82;
    const { movements, issues } = eventsByType(readCodaBytes(dos));
    expect(movements[0]?.communication.text).toBe(text.replaceAll('é', '‚'));
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('that no code page has, and control characters, are named where they stand and read as a blank', () => {
    for (const byte of [0x00, 0x07, 0x09, 0x1b, 0x7f, 0x81]) {
      const broken = corpusBytesWith('A_B');
      broken[broken.indexOf('A_B') + 1] = byte;
      const { movements, issues } = eventsByType(readCodaBytes(broken));
      expect(movements[0]?.communication.text, `0x${byte.toString(16)}`).toBe('A B');
      expect(issues, `0x${byte.toString(16)}`).toMatchObject([{ code: 'CONTROL_CHARACTER', line: 3, column: 64 }]);
    }
  });

  it('that an earlier conversion lost are said to be lost', () => {
    const lossy = Buffer.from(new TextDecoder('windows-1252').decode(original).replaceAll('é', '�'), 'utf8');
    const { movements, issues } = eventsByType(readCodaBytes(lossy));
    expect(movements[0]?.communication.text).toBe(text.replaceAll('é', '�'));
    expect(issues.map(({ code }) => code)).toEqual(['ENCODING_UTF8', 'ENCODING_LOSSY']);
  });
});

/** The movement of a small file with another text, of the same width. */
function corpusBytesWith(communication: string): Buffer {
  const bytes = Buffer.from(corpusFile('one-movement.cod'));
  bytes.write(communication.padEnd(40), 2 * 130 + 62, 'latin1');
  return bytes;
}
