import { code, date, rate, text } from '../record-layout.ts';
import { cardNumber, decimal, decimalAmount, open, time } from './fields.ts';

/** 111: the total of a payment terminal over a period. */
// prettier-ignore
export const terminalTotal = open({
  cardScheme:      code(1, 1),
  terminalNumber:  text(2, 7),
  period:          text(8, 10),
  firstSequence:   text(11, 16),
  firstDate:       date(17),
  lastSequence:    text(23, 28),
  lastDate:        date(29),
  transactionType: code(35, 35),
  terminalName:    text(36, 51),
  place:           text(52, 61),
});

/** 113: a payment or withdrawal with a card of the account holder. */
// prettier-ignore
export const cardPayment = open({
  cardNumber:       cardNumber(1, 16),
  cardScheme:       code(17, 17),
  terminalNumber:   text(18, 23),
  sequence:         text(24, 29),
  date:             date(30),
  time:             time(36),
  transactionType:  code(40, 40),
  terminalName:     text(41, 56),
  place:            text(57, 66),
  originalAmount:   decimalAmount(67),
  exchangeRate:     rate(82),
  originalCurrency: text(94, 96),
  volume:           decimal(97, 101, 2),
  product:          code(102, 103),
  unitPrice:        decimal(104, 108, 3),
});

/** 114: one payment received at a terminal. */
// prettier-ignore
export const terminalPayment = open({
  cardScheme:           code(1, 1),
  terminalNumber:       text(2, 7),
  period:               text(8, 10),
  sequence:             text(11, 16),
  date:                 date(17),
  time:                 time(23),
  transactionType:      code(27, 27),
  terminalName:         text(28, 43),
  place:                text(44, 53),
  transactionReference: text(54, 69),
});

/** 115: cash that was put into a machine. */
// prettier-ignore
export const cashDeposit = open({
  cardNumber:         cardNumber(1, 16),
  cardScheme:         code(17, 17),
  terminalNumber:     text(18, 23),
  sequence:           text(24, 29),
  date:               date(30),
  time:               time(36),
  validationDate:     date(40),
  validationSequence: text(46, 51),
  originalAmount:     decimalAmount(52),
  conformity:         code(67, 67),
  terminalName:       text(68, 83),
  place:              text(84, 93),
  message:            text(94, 105),
});

/** 124: the monthly settlement of a credit card. */
// prettier-ignore
export const cardSettlement = open({
  cardNumber:     cardNumber(1, 20),
  issuer:         code(21, 21),
  invoiceNumber:  text(22, 33),
  identification: text(34, 48),
  date:           date(49),
});
