import { addDays, bankDayOf, structuredCommunicationOf } from '@onfact-ponto/primitives';
import type { BankLine, Ledger, OpenDocument } from '@onfact-ponto/reconcile';

export const today = bankDayOf('2026-03-02');
export const ownAccount = 'BE71096123456769';

/** One company: each relation has two open invoices, and an account that is known. Amounts repeat as prices do. */
export function documentOf(at: number): OpenDocument {
  const openMinor = BigInt(1_000 + ((at * 7_919) % 60_000));
  return {
    id: `document-${at}`,
    kind: 'sales_invoice',
    number: `2026-${String(at).padStart(7, '0')}`,
    structuredCommunication: structuredCommunicationOf(BigInt(at)),
    relationId: `relation-${at >> 1}`,
    issueDate: addedDays[at % addedDays.length] ?? today,
    currency: 'EUR',
    totalMinor: openMinor,
    openMinor,
    status: 'open',
  };
}

const addedDays = Array.from({ length: 28 }, (_, day) => addDays(today, -30 + day));

export function fill(ledger: Ledger, documents: number): void {
  for (let at = 0; at < documents; at += 1) {
    ledger.putDocument(documentOf(at));
    if (at % 2 === 0) ledger.putRelation(relationOf(at >> 1));
  }
}

function relationOf(at: number) {
  return { id: `relation-${at}`, role: 'customer' as const, name: nameOf(at), aliases: [], ibans: [accountOf(at)] };
}

function nameOf(relation: number): string {
  return `Firma ${relation.toString(36).toUpperCase()}X BV`;
}

/** No real account; the check digits are not looked at where a line and a relation agree. */
function accountOf(relation: number): string {
  return `BE00${String(relation).padStart(12, '0')}`;
}

/**
 * Lines as a busy account has them: most carry the communication, some the number in words, some nothing but a known
 * account; a few pay in part, name two, or pay no document at all.
 */
export function linesOver(documents: number, count: number): BankLine[] {
  const step = Math.floor(documents / count) & ~1;
  return Array.from({ length: count }, (_, at) => lineOf(at, documentOf(at * step)));
}

function lineOf(at: number, document: OpenDocument): BankLine {
  const relation = Number(document.relationId?.slice('relation-'.length));
  const line: BankLine = {
    id: `line-${String(at).padStart(7, '0')}`,
    accountIban: ownAccount,
    executionDate: today,
    valueDate: today,
    amountMinor: document.openMinor,
    currency: 'EUR',
    counterpartName: nameOf(relation).toUpperCase(),
    counterpartReference: accountOf(relation),
    bankTransactionCode: 'PMNT-RCDT-ESCT',
    source: 'ponto',
  };
  const share = at % 20;
  const { structuredCommunication } = document;
  if (share < 11) {
    return { ...line, remittanceInformation: structuredCommunication, remittanceInformationType: 'structured' };
  }
  if (share < 13) return { ...line, remittanceInformation: `betaling +++${structuredCommunication ?? ''}+++ dank u` };
  if (share < 16) return { ...line, remittanceInformation: `uw factuur ${document.number} volgens afspraak` };
  if (share < 18) return { ...line, remittanceInformation: 'overschrijving' };
  if (share < 19) return { ...line, amountMinor: line.amountMinor / 2n, remittanceInformation: document.number };
  return {
    ...line,
    amountMinor: -4_50n,
    counterpartName: undefined,
    counterpartReference: undefined,
    bankTransactionCode: undefined,
    remittanceInformation: 'kosten rekening',
  };
}

/** What the matcher must book of these lines: all but the last share. */
export function bookable(count: number): number {
  return Array.from({ length: count }, (_, at) => at % 20).filter((share) => share < 19).length;
}
