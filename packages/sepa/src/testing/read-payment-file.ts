import { XMLParser } from 'fast-xml-parser';

/** A payment file as an independent parser sees it: every value is text. */
export type ReadFile = Readonly<{ GrpHdr: Record<string, unknown>; PmtInf: ReadInstruction }>;

export type ReadInstruction = Readonly<Record<string, unknown>> &
  Readonly<{ PmtInfId: string; DbtrAcct: { Id: { IBAN: string } }; CdtTrfTxInf: readonly ReadTransfer[] }>;

export type ReadTransfer = Readonly<{
  PmtId: { EndToEndId: string };
  Amt: { InstdAmt: { '#text': string } };
  CdtrAgt?: { FinInstnId: { BICFI: string } };
  Cdtr: { Nm: string };
  CdtrAcct: { Id: { IBAN: string } };
  RmtInf?: { Ustrd?: string; Strd?: { CdtrRefInf: { Ref: string; Tp: { Issr: string } } } };
}>;

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: false,
  isArray: (name) => name === 'CdtTrfTxInf',
});

export function readPaymentFile(xml: string): ReadFile {
  return (parser.parse(xml) as { Document: { CstmrCdtTrfInitn: ReadFile } }).Document.CstmrCdtTrfInitn;
}
