import { blank, code, constant, counter, rawText, text } from '../record-layout.ts';

/** Record 3.1: tells more about the movement with the same sequence number. */
// prettier-ignore
export const informationPart1 = {
  recordType:        constant(1, 2, '31'),
  sequence:          counter(3, 6),      // of the movement it explains
  detail:            counter(7, 10),     // its own: goes on counting after the movement
  bankReference:     text(11, 31),
  transactionCode:   code(32, 39),
  communicationType: code(40, 40),       // 0 = free, 1 = structured
  communication:     rawText(41, 113),   // if structured, 41-43 is its type
  reserved1:         blank(114, 125),
  nextCode:          code(126, 126),     // 1 = a 3.2 follows
  reserved2:         blank(127),
  linkCode:          code(128, 128),     // 1 = another record 3 follows
} as const;

/** Record 3.2. */
// prettier-ignore
export const informationPart2 = {
  recordType:    constant(1, 2, '32'),
  sequence:      counter(3, 6),
  detail:        counter(7, 10),
  communication: rawText(11, 115),
  reserved1:     blank(116, 125),
  nextCode:      code(126, 126),         // 1 = a 3.3 follows
  reserved2:     blank(127),
  linkCode:      code(128, 128),
} as const;

/** Record 3.3. */
// prettier-ignore
export const informationPart3 = {
  recordType:    constant(1, 2, '33'),
  sequence:      counter(3, 6),
  detail:        counter(7, 10),
  communication: rawText(11, 100),
  reserved1:     blank(101, 125),
  nextCode:      code(126, 126),         // 0
  reserved2:     blank(127),
  linkCode:      code(128, 128),
} as const;
