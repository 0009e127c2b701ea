import { blank, code, constant, counter, rawText } from '../record-layout.ts';

/** Record 4: one line of a message from the bank to its customer. */
// prettier-ignore
export const freeMessage = {
  recordType: constant(1, 1, '4'),
  reserved1:  blank(2),
  sequence:   counter(3, 6),             // of the message, from 0001
  detail:     counter(7, 10),            // line inside the message, from 0000
  reserved2:  blank(11, 32),
  text:       rawText(33, 112),
  reserved3:  blank(113, 127),
  linkCode:   code(128, 128),            // 1 = another record 4 follows
} as const;
