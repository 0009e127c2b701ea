import { code, counter, date, rate, text } from '../record-layout.ts';
import { decimalAmount, endDate, open } from './fields.ts';

/** 121: a commercial bill. */
// prettier-ignore
export const bill = open({
  amount:               decimalAmount(1),
  maturity:             date(16),
  conventionalMaturity: date(22),
  issueDate:            date(28),
  companyNumber:        text(34, 44),
  currency:             text(45, 47),
  blank:                text(48, 50),
  billNumber:           text(51, 63),
  exchangeRate:         rate(64),
});

/** 122: the interest on a bill. */
// prettier-ignore
export const billInterest = open({
  days:         counter(1, 4),
  interestRate: rate(5),
  baseAmount:   decimalAmount(17),
  minimum:      code(32, 32),
  billNumber:   text(33, 45),
  maturity:     date(46),
});

/** 123: fees and commissions over a period, of a guarantee for instance. */
// prettier-ignore
export const fees = open({
  from:            date(1),
  to:              endDate(7),
  baseAmount:      decimalAmount(13),
  percentage:      rate(28),
  days:            counter(40, 43),
  minimum:         code(44, 44),
  guaranteeNumber: text(45, 57),
});

/** 125: what happened to a credit. */
// prettier-ignore
export const credit = open({
  creditAccount: text(1, 12),
  extension:     text(13, 27),
  oldBalance:    decimalAmount(28),
  newBalance:    decimalAmount(43),
  amount:        decimalAmount(58),
  currency:      text(73, 75),
  from:          date(76),
  to:            date(82),
  interestRate:  rate(88),
  reference:     text(100, 112),
});

/** 126: a term deposit. */
// prettier-ignore
export const termDeposit = open({
  depositNumber: text(1, 15),
  amount:        decimalAmount(16),
  equivalent:    decimalAmount(31),
  from:          date(46),
  to:            date(52),
  interestRate:  rate(58),
  interest:      decimalAmount(70),
  currency:      text(85, 87),
  exchangeRate:  rate(88),
});
