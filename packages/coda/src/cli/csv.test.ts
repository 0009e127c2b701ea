import fc from 'fast-check';
import { expect, it } from 'vitest';
import { harmless } from './csv.ts';

it('no text is a formula to a spreadsheet', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', 'A', ' '), fc.string(), (start, rest) => {
      expect(harmless(start + rest)).not.toMatch(/^[=+\-@\t\r]/);
      expect(harmless(start + rest).endsWith(start + rest)).toBe(true);
    }),
  );
});
