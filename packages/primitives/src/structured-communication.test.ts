import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findStructuredCommunication,
  formatStructuredCommunication,
  isStructuredCommunication,
  parseStructuredCommunication,
  structuredCommunicationOf,
  type StructuredCommunication,
} from './structured-communication.ts';

const communication = fc.bigInt(0n, 9_999_999_999n).map(structuredCommunicationOf);
const position = fc.nat(11);

describe('the check digits', () => {
  it('are 97 where the remainder is 0', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 103_092_783n), (multiple) => {
        const digits = structuredCommunicationOf(multiple * 97n);
        expect(digits.slice(10)).toBe('97');
        expect(isStructuredCommunication(digits)).toBe(true);
        expect(isStructuredCommunication(`${digits.slice(0, 10)}00`)).toBe(false);
      }),
    );
  });

  it('always catch one wrong digit', () => {
    fc.assert(
      fc.property(communication, position, fc.integer({ min: 1, max: 9 }), (digits, at, change) => {
        const wrong = String((Number(digits[at]) + change) % 10);
        expect(isStructuredCommunication(digits.slice(0, at) + wrong + digits.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('always catch two neighbours that changed places', () => {
    fc.assert(
      fc.property(communication, fc.nat(10), (digits, at) => {
        const [left = '', right = ''] = digits.slice(at, at + 2);
        fc.pre(left !== right);
        expect(isStructuredCommunication(digits.slice(0, at) + right + left + digits.slice(at + 2))).toBe(false);
      }),
    );
  });

  it('have one right value for each number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (number) => {
        const base = String(number).padStart(10, '0');
        const right = Array.from({ length: 100 }, (_, check) => base + String(check).padStart(2, '0')).filter(
          isStructuredCommunication,
        );
        expect(right).toEqual([structuredCommunicationOf(BigInt(number))]);
      }),
      { numRuns: 30 },
    );
  });

  it.each([-1n, 10_000_000_000n])('are not made for %s', (number) => {
    expect(() => structuredCommunicationOf(number)).toThrow(RangeError);
  });
});

describe('a communication in free text', () => {
  const word = fc.constantFrom('', 'betaling ', 'OGM:', 'merci ', 'factuur 2026/17 ', 'EUR 121,50 ', '(', '\n');
  const tail = fc.constantFrom('', ' dank u', '.', ')', ', groeten', '\n', ' 12/11/2026', ' 1.234,50 EUR');
  const spelling = fc.constantFrom(
    (digits: string) => digits,
    (digits: string) => formatStructuredCommunication(digits as StructuredCommunication),
    (digits: string) => `***${grouped(digits, '/')}***`,
    (digits: string) => `+++ ${grouped(digits, ' / ')} +++`,
    (digits: string) => grouped(digits, ' '),
    (digits: string) => grouped(digits, '.'),
    (digits: string) => grouped(digits, '-'),
    (digits: string) => grouped(digits, '\n'),
  );

  it('is found in every spelling, whatever stands around it', () => {
    fc.assert(
      fc.property(communication, spelling, word, tail, (digits, spell, before, behind) => {
        expect(findStructuredCommunication(before + spell(digits) + behind)).toBe(digits);
      }),
    );
  });

  it('is found once when it is written twice', () => {
    fc.assert(
      fc.property(communication, spelling, spelling, (digits, first, second) => {
        expect(findStructuredCommunication(`${first(digits)} en nogmaals ${second(digits)}`)).toBe(digits);
      }),
    );
  });

  it('is nobody when two different ones compete', () => {
    fc.assert(
      fc.property(communication, communication, spelling, spelling, (left, right, first, second) => {
        fc.pre(left !== right);
        expect(findStructuredCommunication(`${first(left)} / ${second(right)}`)).toBeUndefined();
      }),
    );
  });

  it('is found behind digits that only look like the beginning of one', () => {
    expect(findStructuredCommunication('123 4567 090/9337/55493')).toBe('090933755493');
    expect(findStructuredCommunication('111 0909 33755 493 090/9337/55493')).toBe('090933755493');
  });

  it.each([
    ['a longer number', '1090933755493'],
    ['a number that goes on', '0909337554931'],
    ['a number that goes on behind a slash', '090/9337/55493/2026'],
    ['an amount', '090933755493,00'],
    ['a part of a word', 'X090933755493'],
    ['a word that follows', '090933755493A'],
    ['a Belgian IBAN in print', 'BE68 5390 0754 7034'],
    ['a Belgian IBAN with its national number in one piece', 'BE68 539007547034'],
    ['a Belgian IBAN in one piece', 'BE68539007547034'],
    ['a wrong digit', '+++090/9337/55494+++'],
    ['zeros only', '+++000/0000/00000+++'],
    ['nothing', ''],
  ])('is not seen in %s', (_what, text) => {
    expect(findStructuredCommunication(text)).toBeUndefined();
  });

  it('is looked for in linear time', () => {
    const hostile = [
      '123 '.repeat(50_000),
      '1'.repeat(200_000),
      `123${' '.repeat(200_000)}`,
      '090/9337/'.repeat(20_000),
    ];
    for (const text of hostile) expect(findStructuredCommunication(text)).toBeUndefined();
  });
});

describe('a text that is meant to be one communication', () => {
  it('is read in every spelling and printed in one', () => {
    fc.assert(
      fc.property(communication, (digits) => {
        expect(parseStructuredCommunication(formatStructuredCommunication(digits))).toBe(digits);
        expect(parseStructuredCommunication(` ***${grouped(digits, '/')}*** `)).toBe(digits);
        expect(parseStructuredCommunication(digits)).toBe(digits);
      }),
    );
  });

  it.each(['', 'betaling 090/9337/55493', '090/9337/55493 090/9337/55493', '0909337554', '090/9337/55494'])(
    '%j is none',
    (text) => expect(parseStructuredCommunication(text)).toBeUndefined(),
  );
});

function grouped(digits: string, separator: string): string {
  return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].join(separator);
}
