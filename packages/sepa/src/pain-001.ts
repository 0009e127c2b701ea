import XMLBuilder from 'fast-xml-builder';
import { addMoney, formatMoney, isStructuredCommunication, money } from '@onfact-ponto/primitives';
import type { IsoDate } from '@onfact-ponto/primitives';
import { SepaRefusedError, assertAcceptable, identifierProblems } from './credit-transfer.ts';
import type { CreditTransfer, Party, Remittance } from './credit-transfer.ts';

/** The payments of one account on one day. */
export type PaymentFile = Readonly<{
  /** Unique per file and sender: a bank refuses a second file with the same one. At most 35 characters. */
  messageId: string;
  createdAt: Date;
  debtor: Party;
  executionDate: IsoDate;
  /** A wish: one bank line for all, or one for each. */
  batchBooking: boolean;
  transfers: readonly CreditTransfer[];
}>;

/**
 * Writes a customer credit transfer initiation, pain.001.001.09 in the usage of the European Payments Council
 * (EPC132-08, 2023): SEPA service level, costs shared, one payment instruction. The same input gives the same bytes.
 * @throws SepaRefusedError
 * @throws RangeError without transfers, or when two carry the same end-to-end id
 */
export function writePaymentFile(file: PaymentFile): string {
  assertWritable(file);
  return xml.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    Document: {
      '@xmlns': 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
      CstmrCdtTrfInitn: { GrpHdr: groupHeader(file), PmtInf: paymentInstruction(file) },
    },
  });
}

const xml = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
});

function assertWritable({ messageId, transfers }: PaymentFile): void {
  if (transfers.length === 0) throw new RangeError('A payment file holds at least one transfer');
  const idProblems = identifierProblems(messageId);
  if (idProblems.length > 0) throw new SepaRefusedError(idProblems);
  for (const transfer of transfers) assertAcceptable(transfer);
  if (new Set(transfers.map(({ endToEndId }) => endToEndId)).size < transfers.length) {
    throw new RangeError('Two transfers carry the same end-to-end id');
  }
}

function groupHeader(file: PaymentFile) {
  return {
    MsgId: file.messageId,
    CreDtTm: `${file.createdAt.toISOString().slice(0, 19)}Z`,
    ...totals(file.transfers),
    InitgPty: { Nm: file.debtor.name },
  };
}

function paymentInstruction({ messageId, debtor, executionDate, batchBooking, transfers }: PaymentFile) {
  return {
    PmtInfId: messageId,
    PmtMtd: 'TRF',
    BtchBookg: batchBooking,
    ...totals(transfers),
    PmtTpInf: { SvcLvl: { Cd: 'SEPA' } },
    ReqdExctnDt: { Dt: executionDate },
    Dbtr: { Nm: debtor.name },
    DbtrAcct: { Id: { IBAN: debtor.iban } },
    DbtrAgt: { FinInstnId: debtor.bic === undefined ? { Othr: { Id: 'NOTPROVIDED' } } : { BICFI: debtor.bic } },
    ChrgBr: 'SLEV',
    CdtTrfTxInf: transfers.map(creditTransfer),
  };
}

function totals(transfers: readonly CreditTransfer[]) {
  const sum = transfers.reduce((total, { amount }) => addMoney(total, amount), money(0n, 'EUR'));
  return { NbOfTxs: String(transfers.length), CtrlSum: formatMoney(sum) };
}

function creditTransfer({ endToEndId, amount, creditor, remittance }: CreditTransfer) {
  return {
    PmtId: { EndToEndId: endToEndId },
    Amt: { InstdAmt: { '@Ccy': amount.currency, '#text': formatMoney(amount) } },
    ...(creditor.bic === undefined ? {} : { CdtrAgt: { FinInstnId: { BICFI: creditor.bic } } }),
    Cdtr: { Nm: creditor.name },
    CdtrAcct: { Id: { IBAN: creditor.iban } },
    ...(remittance === undefined ? {} : { RmtInf: remittanceInformation(remittance) }),
  };
}

/** The Belgian reference travels under the issuer BBA, ISO 11649 under ISO (Febelfin's pain.001 guidelines). */
function remittanceInformation(remittance: Remittance) {
  if (remittance.type === 'unstructured') return { Ustrd: remittance.text };
  const { reference } = remittance;
  const Issr = isStructuredCommunication(reference) ? 'BBA' : 'ISO';
  return { Strd: { CdtrRefInf: { Tp: { CdOrPrtry: { Cd: 'SCOR' }, Issr }, Ref: reference } } };
}
