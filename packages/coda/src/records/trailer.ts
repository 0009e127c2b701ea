import { amount, blank, code, constant, counter } from '../record-layout.ts';

/** Record 9: what the bank counted, so that a cut or edited file shows. */
// prettier-ignore
export const trailer = {
  recordType:       constant(1, 1, '9'),
  reserved1:        blank(2, 16),
  recordCount:      counter(17, 22),     // records 1, 2.x, 3.x and 8
  totalDebit:       amount(23, 37),      // of 2.1 records with detail 0000
  totalCredit:      amount(38, 52),
  reserved2:        blank(53, 127),
  multipleFileCode: code(128, 128),      // 1 = another statement follows, 2 = the last one
} as const;
