import type { BankTransaction, BankTransactionReading, LedgerEntry, StatementMovement } from '@onfact-ponto/db';
import { fillFromCoda } from './fill-from-coda.ts';
import type { LedgerLine, LineFacts } from './merge-types.ts';

/** What each of the two sources says of one line of the ledger. */

export type Reading = BankTransactionReading;

/** The fields that a source tells and that a line stores. */
const readingFields = [
  'sourceReference',
  'executionDate',
  'valueDate',
  'amountMinor',
  'currency',
  'counterpartName',
  'counterpartReference',
  'remittanceInformation',
  'remittanceInformationType',
  'structuredCommunication',
  'description',
  'endToEndId',
  'bankTransactionCode',
  'proprietaryBankTransactionCode',
  'purposeCode',
  'mandateId',
  'creditorId',
  'additionalInformation',
  'bankReference',
  'contentHash',
] as const satisfies readonly (keyof Reading)[];

/** As Ponto told it, without what CODA added; null for a line that Ponto does not tell. */
export function pontoReadingOf(line: BankTransaction): Reading | null {
  if (line.source !== 'ponto') return null;
  const reading = Object.fromEntries(
    readingFields.map((name) => [name, line.filledFromCoda.includes(name) ? null : line[name]]),
  ) as unknown as Reading;
  return {
    ...reading,
    providerCreatedAt: line.providerCreatedAt?.toISOString() ?? null,
    providerUpdatedAt: line.providerUpdatedAt?.toISOString() ?? null,
  };
}

/** As the CODA statement told it, under the id of the movement. */
export function codaReadingOf(movement: StatementMovement): Reading {
  return { ...readingOfJson(movement.content), sourceReference: movement.statementMovementId };
}

/** Content as it is kept in JSON: amounts are text there. */
export function readingOfJson(content: Readonly<Record<string, string | null>>): Reading {
  return { ...(content as unknown as Reading), amountMinor: BigInt(content.amountMinor ?? '0') };
}

export function jsonOfReading(reading: Omit<Reading, 'sourceReference'>): Record<string, string | null> {
  return { ...reading, amountMinor: reading.amountMinor.toString() };
}

export function factsOf(reading: Omit<Reading, 'sourceReference' | 'contentHash'>): LineFacts {
  return {
    bookingDate: reading.executionDate,
    amountMinor: reading.amountMinor,
    currency: reading.currency,
    counterpartReference: reading.counterpartReference,
    counterpartName: reading.counterpartName,
    text: reading.remittanceInformation,
    structuredCommunication: reading.structuredCommunication,
    endToEndId: reading.endToEndId,
  };
}

/** What a line stores when both tell of it: Ponto's words, and CODA's where Ponto has none. */
export function joined(
  ponto: Reading | null,
  coda: Reading | null,
): { reading: Reading; source: BankTransaction['source']; filledFromCoda: readonly string[] } {
  if (ponto === null) {
    if (coda === null) throw new Error('A line needs somebody who tells it');
    return { reading: coda, source: 'coda', filledFromCoda: [] };
  }
  if (coda === null) return { reading: ponto, source: 'ponto', filledFromCoda: [] };
  const { content, filled } = fillFromCoda(ponto, coda);
  return { reading: content, source: 'ponto', filledFromCoda: filled };
}

export type Detail = { detail: StatementMovement; isAbsorbed: boolean };

/** @param detailsOf the details of the total that this movement is */
export function ledgerLineOf(
  { line, movements, isToldInTotal }: LedgerEntry,
  detailsOf: (movement: StatementMovement) => readonly Detail[],
): LedgerLine {
  const ponto = pontoReadingOf(line);
  const [movement] = movements;
  return {
    id: line.bankTransactionId,
    ponto: ponto && factsOf(ponto),
    coda: movement ? factsOf(codaReadingOf(movement)) : null,
    isAllocated: line.allocatedMinor > 0n,
    isToldInTotal,
    isTotal: movement !== undefined && isTotalCode(movement.transactionCode),
    parts: (movement ? detailsOf(movement) : []).map(({ detail, isAbsorbed }) => ({
      ...factsOf(codaReadingOf(detail)),
      id: detail.statementMovementId,
      isWitnessed: isAbsorbed,
    })),
  };
}

/** Type 1: a total that the customer made; 2: one that the bank made. */
export function isTotalCode(transactionCode: string): boolean {
  return transactionCode.startsWith('1') || transactionCode.startsWith('2');
}
