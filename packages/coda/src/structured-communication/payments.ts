import { code, date, digits, rate, text } from '../record-layout.ts';
import { decimalAmount, open } from './fields.ts';

/** 100: a creditor reference after ISO 11649. */
// prettier-ignore
export const creditorReference = open({
  creditorReference: text(1, 25),
});

/** 101, and 102 where the bank found it in a free text: a Belgian structured communication (OGM/VCS). */
// prettier-ignore
export const belgianReference = open({
  structuredCommunication: digits(1, 12),
});

/** 103: the number of a cheque, a card, … */
// prettier-ignore
export const number = open({
  number: text(1, 12),
});

/** 105: what a transfer was before exchange and costs. */
// prettier-ignore
export const originalAmount = open({
  grossAmount:             decimalAmount(1),
  originalAmount:          decimalAmount(16),
  exchangeRate:            rate(31),
  originalCurrency:        text(43, 45),
  structuredCommunication: text(46, 57),
  principalCountry:        text(58, 59),
  equivalentInEuro:        decimalAmount(60),
});

/** 106: how VAT, a withholding tax or a commission was worked out. */
// prettier-ignore
export const calculation = open({
  amount:           decimalAmount(1),
  baseAmount:       decimalAmount(16),
  percentage:       rate(31),
  minimum:          code(43, 43),
  equivalentInEuro: decimalAmount(44),
});

/** 107: a domestic direct debit (DOM80), not written since version 2.4. */
// prettier-ignore
export const formerDirectDebit = open({
  mandateReference: text(1, 12),
  pivotDate:        date(13),
  communication:    text(19, 48),
  paymentStatus:    code(49, 49),
  creditorNumber:   text(50, 60),
});

/** 108: interest and the period that it is for. */
// prettier-ignore
export const interest = open({
  amount:       decimalAmount(1),
  baseAmount:   decimalAmount(16),
  interestRate: rate(31),
  from:         date(43),
  to:           date(49),
});

/** 127: a SEPA direct debit. */
// prettier-ignore
export const directDebit = open({
  settlementDate:     date(1),
  kind:               code(7, 7),
  scheme:             code(8, 8),
  paymentStatus:      code(9, 9),
  creditorIdentifier: text(10, 44),
  mandateReference:   text(45, 79),
  communication:      text(80, 141),
  rTransaction:       code(142, 142),
  reason:             text(143, 146),
});
