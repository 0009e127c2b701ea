import { amount, blank, code, constant, date, rawText, sign } from '../record-layout.ts';

/** Record 8, "new balance": closes the statement that record 1 opened. */
// prettier-ignore
export const newBalance = {
  recordType:      constant(1, 1, '8'),
  statementNumber: code(2, 4),
  account:         rawText(5, 41),       // account + currency, in the structure of record 1
  balanceSign:     sign(42),
  balance:         amount(43, 57),       // 12 digits + 3 decimals
  balanceDate:     date(58),             // 58-63
  reserved:        blank(64, 127),
  linkCode:        code(128, 128),       // 1 = a free message (record 4) follows
} as const;
