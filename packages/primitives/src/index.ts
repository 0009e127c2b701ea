export {
  currencies,
  CurrencyMismatchError,
  MoneyFormatError,
  addMoney,
  decimalsOf,
  formatMoney,
  isCurrency,
  money,
  negateMoney,
  parseMoney,
  subtractMoney,
} from './money.ts';
export type { Currency, Money } from './money.ts';
export { formatIban, isIban, maskIban, parseIban } from './iban.ts';
export type { Iban } from './iban.ts';
export {
  findStructuredCommunication,
  formatStructuredCommunication,
  isStructuredCommunication,
  parseStructuredCommunication,
  structuredCommunicationOf,
} from './structured-communication.ts';
export type { StructuredCommunication } from './structured-communication.ts';
export {
  creditorReferenceOf,
  findCreditorReference,
  formatCreditorReference,
  isCreditorReference,
  parseCreditorReference,
} from './creditor-reference.ts';
export type { CreditorReference } from './creditor-reference.ts';
export { addDays, bankDayOf, bankDayOfDate, bankTimeZone, daysBetween, isIsoDate, parseIsoDate } from './iso-date.ts';
export type { IsoDate } from './iso-date.ts';
export { decimalTextOf, exactNumberOf, parseExactJson } from './exact-json.ts';
export type { ExactNumber, JsonObject, JsonValue } from './exact-json.ts';
