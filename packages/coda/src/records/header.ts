import { blank, code, constant, date, text } from '../record-layout.ts';

/** Record 0: whose statement this is, and which bank made it when. */
// prettier-ignore
export const header = {
  recordType:           constant(1, 1, '0'),
  zeros:                constant(2, 5, '0000'),
  creationDate:         date(6),             // 6-11; unchanged when the bank issues the file again
  bank:                 text(12, 14),        // protocol number, zeros, or blank
  application:          constant(15, 16, '05'),
  duplicate:            text(17, 17),        // D = issued again
  reserved1:            blank(18, 24),
  fileReference:        text(25, 34),
  addressee:            text(35, 60),
  bic:                  text(61, 71),
  companyNumber:        text(72, 82),        // 0 + 10 digits; zeros when unknown
  reserved2:            blank(83),
  separateApplication:  text(84, 88),        // 00000 = a complete statement
  transactionReference: text(89, 104),       // MT940 tag 20
  relatedReference:     text(105, 120),      // MT940 tag 21
  reserved3:            blank(121, 127),
  version:              code(128, 128),      // 2
} as const;

/** What tells a CODA file: positions 1-24 of its first line. The bank's number may be blank in converted files. */
export const headerStart = /^0{5}\d{6}[\d ]{3}05[ D] {7}/;
