import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf, inert } from './csv.ts';

it('leaves no text that a spreadsheet would run, whatever the bank wrote', () => {
  const dangerous = fc.constantFrom('=', '+', '-', '@', '\t', '\r');
  const blanks = fc.constantFrom('', ' ', '  ', '\n');
  fc.assert(
    fc.property(blanks, dangerous, fc.string(), (before, sign, rest) => {
      expect(inert(before + sign + rest)).toBe(`'${before}${sign}${rest}`);
    }),
  );
});

it.each(['=HYPERLINK("https://evil.example")', '+++090/9337/55493+++', '-12,50', '@SUM(A1)', '\tcmd'])(
  'makes %j text',
  (text) => {
    expect(inert(text)).toBe(`'${text}`);
  },
);

it.each(['Factuur 2026-114', 'BE68539007547034', '', 'a=b', '1-2'])('leaves %j as it is', (text) => {
  expect(inert(text)).toBe(text);
});

describe('a file', () => {
  it('breaks off when its rows fail, so that nobody takes a part of it for the whole', async () => {
    async function* rows() {
      yield await Promise.resolve(['a', '1']);
      throw new Error('The database went away');
    }
    await expect(text(csvOf(rows(), 'iso'))).rejects.toThrow('The database went away');
  });

  it('ends its rows when whoever reads it leaves', async () => {
    const ended = Promise.withResolvers<string>();
    async function* rows() {
      try {
        for (;;) yield await Promise.resolve(['a', '1']);
      } finally {
        ended.resolve('ended');
      }
    }
    const file = csvOf(rows(), 'iso');
    await file[Symbol.asyncIterator]().next();
    file.destroy();
    expect(await ended.promise).toBe('ended');
  });
});
