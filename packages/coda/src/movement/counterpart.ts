import { belgianIbanOf, hasBelgianCheck, hasIbanCheck, looksLikeIban } from '../iban-check.ts';
import { movementPart3 } from '../records/movement.ts';
import type { Line } from '../reader/line.ts';
import type { Counterpart, UltimateParty } from '../statement.ts';
import type { StructuredFields } from '../structured-communication/structured-communication.ts';
import type { CodaInformation } from './coda-information.ts';

/** The account zone of record 2.3 has a structure of its own, which only its content tells. */
export type CounterpartAccount = Readonly<{
  account: string | null;
  iban: string | null;
  currency: string | null;
  /** It is written as an account with check digits, and they are wrong. */
  hasWrongCheck: boolean;
}>;

export function counterpartAccountOf(zone: string): CounterpartAccount {
  if (/^\d{12} /.test(zone)) return belgianAccountOf(zone.slice(0, 12), zone.slice(13, 16));
  const account = zone.slice(0, 34).trim();
  const compact = account.replaceAll(' ', '');
  const iban = hasIbanCheck(compact) ? compact : null;
  return {
    account: account || null,
    iban,
    currency: currencyOf(zone.slice(34, 37)),
    hasWrongCheck: iban === null && looksLikeIban(compact),
  };
}

/**
 * Who stands on the other side: record 2.3, and what an information record of type 001 adds.
 * @param ibanLength of the IBAN that the reader has proven, or 0
 */
export function counterpartOf(
  part3: Line | null,
  ibanLength: number,
  bic: string | null,
  informed: readonly CodaInformation[],
): Counterpart {
  const { account, iban, currency } = accountIn(part3, ibanLength);
  const more = fieldsOf(informed, '001');
  const street = textOf(more?.street);
  const locality = textOf(more?.locality);
  return {
    account,
    iban,
    bic,
    currency,
    name: part3?.value(movementPart3.counterpartName) ?? textOf(more?.name),
    address: street === null && locality === null ? null : { street, locality },
    identification: textOf(more?.identification),
  };
}

/** 008 names the ultimate creditor, 009 the ultimate debtor: who really pays through a payment service. */
export function ultimatePartyOf(informed: readonly CodaInformation[], type: '008' | '009'): UltimateParty | null {
  const fields = fieldsOf(informed, type);
  return fields && { name: textOf(fields.name), identification: textOf(fields.identification) };
}

function accountIn(part3: Line | null, ibanLength: number): CounterpartAccount {
  if (part3 === null) return noAccount;
  const { from } = movementPart3.counterpartAccount;
  if (ibanLength === 0) return counterpartAccountOf(part3.text(movementPart3.counterpartAccount));
  const iban = part3.text({ from, to: from + ibanLength - 1 });
  return { account: iban, iban, currency: currencyOf(part3.text(currencyPositions)), hasWrongCheck: false };
}

function fieldsOf(informed: readonly CodaInformation[], type: string): StructuredFields | null {
  for (const information of informed) {
    if (information.structuredType === type) return information.communication.fields;
  }
  return null;
}

function belgianAccountOf(bban: string, currency: string): CounterpartAccount {
  const isRight = hasBelgianCheck(bban);
  return {
    account: bban,
    iban: isRight ? belgianIbanOf(bban) : null,
    currency: currencyOf(currency),
    hasWrongCheck: !isRight,
  };
}

function currencyOf(text: string): string | null {
  if (text === 'EUR') return text;
  return /^[A-Z]{3}$/.test(text) ? text : null;
}

function textOf(value: string | number | null | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The last three of the zone. */
const currencyPositions = {
  from: movementPart3.counterpartAccount.to - 2,
  to: movementPart3.counterpartAccount.to,
};
const noAccount: CounterpartAccount = { account: null, iban: null, currency: null, hasWrongCheck: false };
