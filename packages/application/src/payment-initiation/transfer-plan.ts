import { createHash } from 'node:crypto';
import type { OpenDocument, RefundableLine } from '@onfact-ponto/db';
import {
  formatStructuredCommunication,
  isCreditorReference,
  isStructuredCommunication,
} from '@onfact-ponto/primitives';
import type { StructuredCommunication } from '@onfact-ponto/primitives';
import { toSepaText } from '@onfact-ponto/sepa';

/** What a payee gets, letter by letter: shown to who approves, stored, and sent; nothing in between rewrites it. */
export type TransferPlan = Readonly<{
  /** What it pays: a purchase, or a sales credit note that is refunded. */
  documentId: string | null;
  /** Or the line of which too much came in, and that it pays back. */
  refundedTransactionId: string | null;
  amountMinor: bigint;
  creditorName: string;
  creditorIban: string;
  creditorBic: string | null;
  /** A structured communication as +++…+++, an ISO 11649 reference in electronic form, or a text. */
  remittanceInformation: string;
  remittanceInformationType: 'structured' | 'unstructured';
}>;

/** Ponto takes 60 characters, fewer than SEPA's 70. */
const longestName = 60;
const longestText = 140;

/** @param payeeIban the document's own, or where a customer's money came from */
export function planTransfer(document: OpenDocument, payeeIban: string | null, amountMinor: bigint): TransferPlan {
  return {
    documentId: document.documentId,
    refundedTransactionId: null,
    amountMinor,
    creditorName: nameOf(document.contactName),
    creditorIban: payeeIban ?? '',
    creditorBic: document.payeeIban === null ? null : document.payeeBic,
    ...communicationOf(document),
  };
}

/** What came in too much goes back to where it came from. */
export function planRefund(refundable: RefundableLine, amountMinor: bigint): TransferPlan {
  const { bankTransactionId, counterpartName, counterpartReference } = refundable.line;
  return {
    documentId: null,
    refundedTransactionId: bankTransactionId,
    amountMinor,
    creditorName: nameOf(counterpartName),
    creditorIban: counterpartReference ?? '',
    creditorBic: null,
    remittanceInformation: refundCommunicationOf(refundable),
    remittanceInformationType: 'unstructured',
  };
}

/** In both languages of the country, for nobody told us the payee's; with what the payee's own books know it by. */
export function refundCommunicationOf({ line, numbers }: RefundableLine): string {
  const { remittanceInformation, executionDate } = line;
  const what = numbers.length > 0 ? numbers.join(' ') : (remittanceInformation ?? executionDate);
  return toSepaText(`Terugbetaling / Remboursement ${what}`).slice(0, longestText).trim();
}

function nameOf(name: string | null): string {
  return toSepaText(name ?? '')
    .slice(0, longestName)
    .trim();
}

/** The supplier's own reference when it gave one, for then its books expect it; else its number of the purchase. */
function communicationOf(
  document: OpenDocument,
): Pick<TransferPlan, 'remittanceInformation' | 'remittanceInformationType'> {
  const { structuredCommunication, creditorReference } = document;
  if (structuredCommunication !== null) {
    const remittanceInformation = formatStructuredCommunication(structuredCommunication as StructuredCommunication);
    return { remittanceInformation, remittanceInformationType: 'structured' };
  }
  if (creditorReference !== null) {
    return { remittanceInformation: creditorReference, remittanceInformationType: 'structured' };
  }
  const text = toSepaText(document.orderReference ?? document.number).slice(0, longestText);
  return { remittanceInformation: text, remittanceInformationType: 'unstructured' };
}

/**
 * Whether the check digits of the supplier's reference hold. One that does not is read as free text, so free text that
 * is written as a reference is a mistyped one.
 */
export function isReferenceValid(
  document: Pick<OpenDocument, 'structuredCommunication' | 'creditorReference' | 'orderReference'>,
): boolean {
  const { structuredCommunication, creditorReference, orderReference } = document;
  if (structuredCommunication !== null) return isStructuredCommunication(structuredCommunication);
  if (creditorReference !== null) return isCreditorReference(creditorReference);
  return !writtenAsReference.test(orderReference ?? '');
}

/** `+++090/9337/55493+++`, with stars, or without either; or RF with two digits and what follows. */
const writtenAsReference =
  /^\s*(?:[+*]{0,3}\s*\d{3}\s?\/\s?\d{4}\s?\/\s?\d{5}\s*[+*]{0,3}|RF\s?\d{2}(?:\s?[A-Z0-9]){1,21})\s*$/iu;

/** One number for everything that was shown: what is prepared must be what was approved. */
export function sealOf(parts: readonly (string | bigint | boolean | null)[], plans: readonly TransferPlan[]): string {
  const content = JSON.stringify([parts, plans], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(content).digest('base64url');
}

/** With what our end-to-end ids begin. */
export const idPrefix = 'OFP';

/**
 * Ours, the same at every try, at most 35 characters: comes back on the line of the bank.
 * @param paymentInitiationId a version 4 uuid, of which 96 bits are enough to be alone in the world
 */
export function endToEndIdOf(paymentInitiationId: string, position: number): string {
  return `${idPrefix}${paymentInitiationId.replaceAll('-', '').slice(0, 24)}-${position}`;
}
