import { amount, code, constant, date, rawText, sign, text } from '../record-layout.ts';

/** Record 1, "old balance": opens the statement of one account in one currency. */
// prettier-ignore
export const oldBalance = {
  recordType:         constant(1, 1, '1'),
  accountStructure:   code(2, 2),       // 0-3, see account.ts
  statementNumber:    code(3, 5),       // paper statement, day of the year, or zeros
  account:            rawText(6, 42),   // account + currency
  balanceSign:        sign(43),
  balance:            amount(44, 58),   // 12 digits + 3 decimals
  balanceDate:        date(59),         // 59-64
  holderName:         text(65, 90),
  accountDescription: text(91, 125),
  codaSequenceNumber: code(126, 128), // +1 per file, from 001 each year; a hint only
} as const;
