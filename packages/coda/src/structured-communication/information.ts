import { code, counter, date, rate, sign, text } from '../record-layout.ts';
import { decimal, decimalAmount, longDate, open } from './fields.ts';

/** 001: the counterpart with its address. */
// prettier-ignore
export const counterpart = open({
  name:           text(1, 70),
  street:         text(71, 105),
  locality:       text(106, 140),
  identification: text(141, 175),
});

/** 002 a message of the bank, 004 the bank of the counterpart, 005 its correspondent: four lines. */
// prettier-ignore
export const fourLines = open({
  line1: text(1, 35),
  line2: text(36, 70),
  line3: text(71, 105),
  line4: text(106, 140),
});

/** 006: one part of an amount. */
// prettier-ignore
export const detailAmount = open({
  description: text(1, 30),
  currency:    text(31, 33),
  amount:      decimalAmount(34),
  sign:        sign(49),
  category:    code(50, 52),
});

/** 007: notes or coins of one kind. */
// prettier-ignore
export const cashDetail = open({
  count:        counter(1, 7),
  denomination: decimal(8, 13, 3),
  total:        decimalAmount(14),
});

/** 008 the ultimate creditor, 009 the ultimate debtor. */
// prettier-ignore
export const ultimateParty = open({
  name:           text(1, 70),
  identification: text(71, 105),
});

/** 010: buying or selling securities. */
// prettier-ignore
export const securitiesTrade = open({
  orderReference:    text(1, 13),
  fileReference:     text(14, 28),
  customerReference: text(29, 41),
  codeType:          code(42, 43),
  securityCode:      text(44, 58),
  method:            code(59, 59),
  quantity:          decimal(60, 71, 4),
  issueCurrency:     text(72, 74),
  perUnit:           counter(75, 78),
  quotationCurrency: text(79, 81),
  price:             decimal(82, 93, 4),
  exchangeRate:      rate(94),
  securityName:      text(106, 145),
  bordereau:         text(146, 158),
  coupon:            text(159, 166),
  couponPayDay:      longDate(167),
  market:            text(175, 204),
  date:              longDate(205),
  nature:            text(213, 236),
  nominalAmount:     decimalAmount(237),
});

/** 011: coupons, dividends and interest of securities. */
// prettier-ignore
export const coupons = open({
  orderReference:    text(1, 13),
  fileReference:     text(14, 28),
  customerReference: text(29, 41),
  codeType:          code(42, 43),
  securityCode:      text(44, 58),
  quantity:          decimal(59, 70, 4),
  securityName:      text(71, 110),
  currency:          text(111, 113),
  couponAmount:      decimal(114, 127, 6),
  kind:              code(128, 128),
  foreignTax:        decimalAmount(129),
  nature:            text(144, 167),
  couponNumber:      text(168, 173),
  date:              date(174),
  exchangeRate:      rate(180),
  paymentCurrency:   text(192, 194),
  nominalAmount:     decimalAmount(195),
});
