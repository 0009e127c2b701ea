import { ValidationErrorsIBAN, friendlyFormatIBAN, validateIBAN } from 'ibantools';

/** An account number after ISO 13616 in electronic form (no spaces, capitals), check digits verified. */
export type Iban = string & { readonly __brand: 'Iban' };

/**
 * Reads an IBAN in any usual spelling: spaces of every kind, dots, dashes or slashes, small letters, "IBAN" in front.
 * Undefined when the country, length or check digits are wrong.
 */
export function parseIban(text: string): Iban | undefined {
  if (text.length > longestSpelling) return undefined;
  const electronic = text
    .replace(/[\s\p{Cf}.\-/]+/gu, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replace(/^IBAN:?/, '');
  return isIban(electronic) ? electronic : undefined;
}

/** Far more than 34 characters with a separator after each. */
const longestSpelling = 120;

/**
 * Only what ISO 13616 says. The check inside the national number is left alone: banks' sandboxes, Ponto's too, hand
 * out numbers that fail it.
 */
export function isIban(text: string): text is Iban {
  if (!/^[A-Z]{2}(?:0[2-9]|[1-8]\d|9[0-8])/.test(text)) return false;
  return validateIBAN(text).errorCodes.every((code) => code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum);
}

/** Groups of four, as printed on paper: "BE68 5390 0754 7034". */
export function formatIban(iban: Iban): string {
  return friendlyFormatIBAN(iban) ?? iban;
}

/** For logs and support screens: "BE68 **** **** 7034". Also fit for text that is no IBAN at all. */
export function maskIban(text: string): string {
  const compact = text.replace(/\s+/g, '');
  return compact.length < shortestIban ? '****' : `${compact.slice(0, 4)} **** **** ${compact.slice(-4)}`;
}

/** Norway's. Anything shorter would show more than it hides. */
const shortestIban = 15;
