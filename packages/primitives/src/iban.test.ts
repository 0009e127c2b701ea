import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIban, isIban, maskIban, parseIban } from './iban.ts';

const belgian = fc.bigInt(0n, 9_999_999_999n).map((number) => {
  const base = number.toString().padStart(10, '0');
  const check = Number(number % 97n) || 97;
  return withCheckDigits('BE', `${base}${String(check).padStart(2, '0')}`);
});
const dutch = fc.stringMatching(/^[A-Z]{4}\d{10}$/).map((national) => withCheckDigits('NL', national));

describe('an IBAN', () => {
  it('is read in every usual spelling', () => {
    const spelling = fc.constantFrom(
      (iban: string) => iban,
      (iban: string) => iban.toLowerCase(),
      (iban: string) => iban.replace(/(.{4})/g, '$1 ').trim(),
      (iban: string) => iban.replace(/(.{4})/g, '$1\u00a0'),
      (iban: string) => iban.replace(/(.{4})/g, '$1.').replace(/\.$/, ''),
      (iban: string) => iban.replace(/(.{4})/g, '$1-'),
      (iban: string) => `  IBAN: ${iban.replace(/(.{4})/g, '$1 ')}\r\n`,
      (iban: string) => `\u200e${iban}\ufeff`,
    );
    fc.assert(
      fc.property(belgian, spelling, (iban, spell) => {
        expect(parseIban(spell(iban))).toBe(iban);
      }),
    );
  });

  it('comes back from its printed form', () => {
    fc.assert(
      fc.property(fc.oneof(belgian, dutch), (text) => {
        const iban = parseIban(text);
        expect(iban).toBe(text);
        if (iban !== undefined) expect(parseIban(formatIban(iban))).toBe(iban);
      }),
    );
  });

  it('always catches one wrong digit', () => {
    fc.assert(
      fc.property(belgian, fc.integer({ min: 2, max: 15 }), fc.integer({ min: 1, max: 9 }), (iban, at, change) => {
        const wrong = String((Number(iban[at]) + change) % 10);
        expect(isIban(iban.slice(0, at) + wrong + iban.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('always catches two neighbouring digits that changed places', () => {
    fc.assert(
      fc.property(belgian, fc.integer({ min: 4, max: 14 }), (iban, at) => {
        const [left = '', right = ''] = iban.slice(at, at + 2);
        fc.pre(left !== right);
        expect(isIban(iban.slice(0, at) + right + left + iban.slice(at + 2))).toBe(false);
      }),
    );
  });

  it('may fail the check inside its national number, as those of bank sandboxes do', () => {
    expect(parseIban('BE07 6265 5061 6261')).toBe('BE07626550616261');
  });

  it.each([
    ['nothing', ''],
    ['a national number', '539-0075470-34'],
    ['too short', 'BE6853900754703'],
    ['too long', 'BE685390075470344'],
    ['of no country', 'ZZ68539007547034'],
    ['with letters where digits belong', 'BE6853900754703A'],
    ['followed by something', 'BE68539007547034 Jan'],
    ['two of them', 'BE68539007547034 BE68539007547034'],
    ['endless', 'BE68 '.repeat(100_000)],
  ])('is none when it is %s', (_what, text) => expect(parseIban(text)).toBeUndefined());

  it('never has check digits 00, 01 or 99', () => {
    fc.assert(
      fc.property(belgian, (iban) => {
        expect(['00', '01', '99'].filter((check) => isIban(`BE${check}${iban.slice(4)}`))).toEqual([]);
      }),
    );
  });
});

describe('a masked account number', () => {
  it('shows eight characters of an IBAN at most', () => {
    fc.assert(
      fc.property(fc.oneof(belgian, dutch), (iban) => {
        expect(maskIban(iban)).toBe(`${iban.slice(0, 4)} **** **** ${iban.slice(-4)}`);
      }),
    );
    expect(maskIban('BE68 5390 0754 7034')).toBe('BE68 **** **** 7034');
  });

  it('shows nothing of a text that is too short to hide in', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 14 }), (text) => {
        expect(maskIban(text)).toBe('****');
      }),
    );
  });
});

function withCheckDigits(country: string, national: string): string {
  const digits = Array.from(`${national}${country}00`)
    .map((character) => Number.parseInt(character, 36))
    .join('');
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${national}`;
}
