import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  creditorReferenceOf,
  findCreditorReference,
  formatCreditorReference,
  isCreditorReference,
  parseCreditorReference,
} from './creditor-reference.ts';

const digitsBody = fc.stringMatching(/^\d{1,21}$/);
const reference = fc.stringMatching(/^[A-Z0-9]{1,21}$/).map(creditorReferenceOf);
const numericReference = digitsBody.map(creditorReferenceOf);

describe('a creditor reference', () => {
  it('is valid as soon as it is made, and read in every spelling', () => {
    fc.assert(
      fc.property(reference, (made) => {
        expect(isCreditorReference(made)).toBe(true);
        expect(parseCreditorReference(formatCreditorReference(made))).toBe(made);
        expect(parseCreditorReference(` ${made.toLowerCase()} `)).toBe(made);
      }),
    );
  });

  it('always catches one wrong digit', () => {
    fc.assert(
      fc.property(numericReference, fc.nat(22), fc.integer({ min: 1, max: 9 }), (made, offset, change) => {
        const at = 2 + (offset % (made.length - 2));
        const wrong = String((Number(made[at]) + change) % 10);
        expect(isCreditorReference(made.slice(0, at) + wrong + made.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('never has check digits 00, 01 or 99, though the remainder would allow them', () => {
    fc.assert(
      fc.property(reference, (made) => {
        const twins = ['00', '01', '99'].map((check) => `RF${check}${made.slice(4)}`);
        expect(twins.filter(isCreditorReference)).toEqual([]);
      }),
    );
  });

  it.each(['', 'RF18', 'RF185390075470341234567890123', 'RF18 5390-0754', 'RX18539007547034', 'rf18 ı'])(
    '%j is none',
    (text) => {
      expect(parseCreditorReference(text)).toBeUndefined();
    },
  );

  it.each(['', 'A'.repeat(22), 'a b', 'é', 'ß'])('is not made of %j', (body) => {
    expect(() => creditorReferenceOf(body)).toThrow(RangeError);
  });
});

describe('a creditor reference in free text', () => {
  it('is found in one piece, whatever stands around it', () => {
    const before = fc.constantFrom('', 'betaling ', '(', 'ref: ', 'factuur 17 ');
    const behind = fc.constantFrom('', ' bedankt voor alles', '.', ')', ' 2026', ', merci');
    fc.assert(
      fc.property(reference, before, behind, (made, start, end) => {
        expect(findCreditorReference(start + made + end)).toBe(made);
      }),
    );
  });

  it('is found in print, up to the end of the text or a longer word', () => {
    const behind = fc.constantFrom('', ' bedankt', '.', ', merci', '\nbetaling');
    fc.assert(
      fc.property(numericReference, behind, (made, end) => {
        expect(findCreditorReference(`betaling ${formatCreditorReference(made)}${end}`)).toBe(made);
      }),
    );
  });

  it('is nobody when two different ones compete', () => {
    fc.assert(
      fc.property(numericReference, numericReference, (left, right) => {
        fc.pre(left !== right);
        expect(findCreditorReference(`${left} en ${right}`)).toBeUndefined();
      }),
    );
  });

  it.each(['', 'RF18 5390 0754 7035', 'XRF18539007547034', '1RF18539007547034', 'RF18539007547034X1'])(
    'is not seen in %j',
    (text) => {
      expect(findCreditorReference(text)).toBeUndefined();
    },
  );

  it('is looked for in linear time', () => {
    for (const text of ['RF18 '.repeat(40_000), `RF18 ${'1234 '.repeat(40_000)}`, `RF18${'1'.repeat(200_000)}`]) {
      expect(findCreditorReference(text)).toBeUndefined();
    }
  });
});
