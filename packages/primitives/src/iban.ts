import { electronicFormatIBAN, friendlyFormatIBAN, isValidIBAN } from 'ibantools';

/** An account number after ISO 13616 in electronic form (no spaces, capitals), check digits verified. */
export type Iban = string & { readonly __brand: 'Iban' };

/** Reads an IBAN in any usual spelling; undefined when the country, length or check digits are wrong. */
export function parseIban(text: string): Iban | undefined {
  const electronic = electronicFormatIBAN(text);
  return electronic !== null && isIban(electronic) ? electronic : undefined;
}

export function isIban(text: string): text is Iban {
  return isValidIBAN(text);
}

/** Groups of four, as printed on paper: "BE68 5390 0754 7034". */
export function formatIban(iban: Iban): string {
  return friendlyFormatIBAN(iban) ?? iban;
}

/** For logs and support screens: "BE68 **** **** 7034". Also fit for text that is no IBAN at all. */
export function maskIban(text: string): string {
  const compact = text.replace(/\s+/g, '');
  return compact.length < 10 ? '****' : `${compact.slice(0, 4)} **** **** ${compact.slice(-4)}`;
}
