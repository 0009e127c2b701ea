import { belgianIbanOf, hasBelgianCheck, hasIbanCheck } from './iban-check.ts';
import type { Positions } from './record-layout.ts';
import type { Account } from './statement.ts';

type Structure = Account['structure'];

/** The account zone of records 1 and 8, and what had to be assumed or cannot be right. */
export type AccountReading = Readonly<{ account: Account; isCurrencyAssumed: boolean; hasRightCheck: boolean }>;

/** Reads the 37 positions of records 1 and 8 in the structure that record 1 states. */
export function readAccount(structure: Structure, zone: string): AccountReading {
  const { number, currency } = partsOf(structure, zone);
  const { iban, bban, hasRightCheck } = numbersOf(structure, number);
  const account: Account = {
    structure,
    iban,
    bban,
    currency: currency === '' ? 'EUR' : currency,
    country: countryOf(structure, zone, iban),
    raw: zone.trim(),
  };
  return { account, isCurrencyAssumed: currency === '', hasRightCheck };
}

/** Writes the 37 positions. */
export function accountZoneOf({ structure, iban, bban, currency, country }: Omit<Account, 'raw'>): string {
  if (structure === '0') return `${(bban ?? '').padEnd(12)} ${currency}0${country ?? 'BE'}`.padEnd(zoneWidth);
  const number = structure === '1' ? bban : iban;
  return `${(number ?? '').padEnd(34)}${currency}`;
}

/** The structure that fits a number. */
export function structureFor({ iban, bban }: Pick<Account, 'iban' | 'bban'>): Structure {
  if (iban !== null) return iban.startsWith('BE') ? '2' : '3';
  return /^\d{12}$/.test(bban ?? '') ? '0' : '1';
}

const zoneWidth = 37;

/** What a missing structure code must have been; undefined when nothing fits. Seen at bpost. */
export function assumedStructure(zone: string): Structure | undefined {
  if (/^BE\d\d/.test(zone)) return '2';
  if (/^[A-Z]{2}\d\d/.test(zone)) return '3';
  return /^\d{12} /.test(zone) ? '0' : undefined;
}

export function isAccountStructure(code: string): code is Structure {
  return /^[0-3]$/.test(code);
}

/** Where the currency stands in the zone: inside it for a Belgian number, at its end for all others. */
export function currencyPositions(structure: Structure): Positions {
  return structure === '0' ? { from: 14, to: 16 } : { from: 35, to: 37 };
}

/** Offsets inside the zone, by structure: the one place where the standard has four layouts in one. */
function partsOf(structure: Structure, zone: string): { number: string; currency: string } {
  const { from, to } = currencyPositions(structure);
  const numberEnd = structure === '0' ? 12 : structure === '2' ? 31 : 34;
  return { number: zone.slice(0, numberEnd).trim(), currency: zone.slice(from - 1, to).trim() };
}

function numbersOf(
  structure: Structure,
  number: string,
): { iban: string | null; bban: string | null; hasRightCheck: boolean } {
  if (structure === '1') return { iban: null, bban: number || null, hasRightCheck: true };
  if (structure === '0') {
    const isWhole = /^\d{12}$/.test(number);
    return {
      iban: isWhole ? belgianIbanOf(number) : null,
      bban: number || null,
      hasRightCheck: isWhole && hasBelgianCheck(number),
    };
  }
  const iban = number.replaceAll(' ', '');
  return {
    iban: iban || null,
    bban: /^BE\d{14}$/.test(iban) ? iban.slice(4) : null,
    hasRightCheck: hasIbanCheck(iban),
  };
}

function countryOf(structure: Structure, zone: string, iban: string | null): string | null {
  const stated = structure === '0' ? zone.slice(17, 19).trim() : '';
  return stated === '' ? (iban?.slice(0, 2) ?? null) : stated;
}
