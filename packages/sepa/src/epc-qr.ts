import { encode, renderSVG } from 'uqr';
import { formatMoney, formatStructuredCommunication, isStructuredCommunication } from '@onfact-ponto/primitives';
import { SepaRefusedError, problemsOf } from './credit-transfer.ts';
import type { CreditTransfer, Remittance } from './credit-transfer.ts';

/** What a payer's phone needs: the end-to-end id is the payer's bank's, so it cannot travel in the code. */
export type QrTransfer = Omit<CreditTransfer, 'endToEndId'>;

/**
 * The text of a QR code for a SEPA credit transfer, EPC069-12 version 002: UTF-8, lines by LF, trailing empty ones left
 * out, at most 331 bytes.
 *
 * The structured line is for ISO 11649: a Belgian reference stands as +++…+++ in the text, where banking apps read it
 * and no app refuses the code for it.
 * @throws SepaRefusedError
 */
export function epcQrText(transfer: QrTransfer): string {
  const problems = problemsOf({ ...transfer, endToEndId: 'NOTPROVIDED' });
  if (problems.length > 0) throw new SepaRefusedError(problems);

  const { amount, creditor, remittance } = transfer;
  const lines = [
    'BCD',
    '002',
    '1',
    'SCT',
    creditor.bic ?? '',
    creditor.name,
    creditor.iban,
    `EUR${formatMoney(amount)}`,
    '',
    ...remittanceLines(remittance),
  ];
  return lines.join('\n').trimEnd();
}

function remittanceLines(remittance: Remittance | undefined): [structured: string, text: string] {
  if (remittance === undefined) return ['', ''];
  if (remittance.type === 'unstructured') return ['', remittance.text];
  const { reference } = remittance;
  return isStructuredCommunication(reference) ? ['', formatStructuredCommunication(reference)] : [reference, ''];
}

/** Error correction M and at most version 13, as EPC069-12 asks. */
const asAsked = { ecc: 'M', maxVersion: 13 } as const;

/** The code as an SVG picture, one unit a module. */
export function epcQrPicture(transfer: QrTransfer): string {
  return renderSVG(epcQrText(transfer), { ...asAsked, pixelSize: 1 });
}

/** The modules of the code, true is dark, with the quiet zone. */
export function epcQrModules(transfer: QrTransfer): boolean[][] {
  return encode(epcQrText(transfer), asAsked).data;
}
