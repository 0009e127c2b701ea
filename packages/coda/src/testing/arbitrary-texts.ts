import fc from 'fast-check';
import { structuredCommunicationOf } from '@onfact-ponto/primitives';
import { belgianIbanOf } from '../iban-check.ts';

/** Letters of every kind that windows-1252 has, blanks among them. */
const letters = fc.constantFrom(...'ABCXYZabcxyz0123456789 .,:/-+()é€–ßœŸ'.split(''));

/** A text without blanks around it, as fields give it; null when there is none. */
export function words(maxLength: number): fc.Arbitrary<string | null> {
  return fc.string({ unit: letters, maxLength }).map((text) => text.trim() || null);
}

/** A day that DDMMYY can say. */
export function days(): fc.Arbitrary<string> {
  return fc
    .date({ min: new Date('1980-01-01'), max: new Date('2079-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
}

/** 12 digits whose last two are right. */
export function belgianNumbers(): fc.Arbitrary<string> {
  return fc.nat(9_999_999_999).map((base) => String(base).padStart(10, '0') + String(base % 97 || 97).padStart(2, '0'));
}

export function ibans(): fc.Arbitrary<string> {
  const belgian = belgianNumbers().map(belgianIbanOf);
  const dutch = fc.nat(9_999_999_999).map((number) => ibanOf('NL', `WILG${String(number).padStart(10, '0')}`));
  return fc.oneof(belgian, dutch);
}

export function belgianReferences(): fc.Arbitrary<string> {
  return fc.bigInt(0n, 9_999_999_999n).map(structuredCommunicationOf);
}

function ibanOf(country: string, bban: string): string {
  const digits = `${bban}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return country + String(98n - (BigInt(digits) % 97n)).padStart(2, '0') + bban;
}
