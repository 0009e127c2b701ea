import { amount, blank, code, constant, counter, date, rawText, sign, text } from '../record-layout.ts';

/** Record 2.1: an amount that came in or went out, or a detail of one. */
// prettier-ignore
export const movementPart1 = {
  recordType:        constant(1, 2, '21'),
  sequence:          counter(3, 6),
  detail:            counter(7, 10),     // 0000 = the movement itself: only that counts in the balance
  bankReference:     text(11, 31),       // informative: may change, no key
  sign:              sign(32),
  amount:            amount(33, 47),     // 12 digits + 3 decimals
  valueDate:         date(48),           // 48-53; 000000 = not known
  transactionCode:   code(54, 61),       // type 1, family 2, operation 2, category 3
  communicationType: code(62, 62),       // 0 = free or none, 1 = structured
  communication:     rawText(63, 115),   // if structured, 63-65 is its type
  entryDate:         date(116),          // 116-121
  statementNumber:   code(122, 124),
  globalisationCode: code(125, 125),     // 0 = no boundary; n opens and closes a group at level n
  nextCode:          code(126, 126),     // 1 = a 2.2 or 2.3 follows
  reserved:          blank(127),
  linkCode:          code(128, 128),     // 1 = a record 3 follows
} as const;

/** Record 2.2. */
// prettier-ignore
export const movementPart2 = {
  recordType:        constant(1, 2, '22'),
  sequence:          counter(3, 6),
  detail:            counter(7, 10),
  communication:     rawText(11, 63),
  customerReference: text(64, 98),       // EndToEndId, or PaymentInformationId on a total
  counterpartBic:    text(99, 109),
  reserved1:         blank(110, 112),
  rTransaction:      text(113, 113),     // 1 reject, 2 return, 3 refund, 4 reversal, 5 cancellation
  reason:            text(114, 117),     // ISO return reason
  categoryPurpose:   text(118, 121),
  purpose:           text(122, 125),
  nextCode:          code(126, 126),     // 1 = a 2.3 follows
  reserved2:         blank(127),
  linkCode:          code(128, 128),
} as const;

/** Record 2.3. */
// prettier-ignore
export const movementPart3 = {
  recordType:         constant(1, 2, '23'),
  sequence:           counter(3, 6),
  detail:             counter(7, 10),
  counterpartAccount: rawText(11, 47),   // account + currency, in a structure of its own
  counterpartName:    text(48, 82),
  communication:      rawText(83, 125),
  nextCode:           code(126, 126),    // 0
  reserved:           blank(127),
  linkCode:           code(128, 128),
} as const;
