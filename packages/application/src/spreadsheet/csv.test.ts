import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inert } from './csv.ts';

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
