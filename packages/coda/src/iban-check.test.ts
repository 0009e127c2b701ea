import fc from 'fast-check';
import { expect, it } from 'vitest';
import { belgianIbanOf, hasBelgianCheck, hasIbanCheck, looksLikeIban } from './iban-check.ts';

it('takes for an IBAN what is written as one', () => {
  const letters = fc.string({ unit: fc.constantFrom(...Array.from('AZ09az @[/:')) });
  const ibans = fc.stringMatching(/^[A-Z]{2}\d{2}[A-Z0-9]{9,32}$/);
  fc.assert(
    fc.property(fc.oneof(letters, ibans), (text) => {
      expect(looksLikeIban(text)).toBe(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text));
    }),
  );
});

it('proves an IBAN of any country, and sees every changed digit', () => {
  for (const iban of ['BE68539007547034', 'FR1420041010050500013M02606', 'NL91ABNA0417164300']) {
    expect(hasIbanCheck(iban)).toBe(true);
    for (let at = 2; at < iban.length; at += 1) {
      const other = iban.charAt(at) === '7' ? '8' : '7';
      if (/\d/.test(iban.charAt(at))) expect(hasIbanCheck(iban.slice(0, at) + other + iban.slice(at + 1))).toBe(false);
    }
  }
});

it('makes an IBAN of every Belgian number that is right', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999n }), (number) => {
      const check = String(number % 97n || 97n).padStart(2, '0');
      const bban = `${String(number).padStart(10, '0')}${check}`;
      expect(hasBelgianCheck(bban)).toBe(true);
      expect(hasIbanCheck(belgianIbanOf(bban))).toBe(true);
    }),
  );
});
