import { bankDayOf } from '@onfact-ponto/primitives';
import type { BankLine, LedgerSettings, OpenDocument, Relation } from '../model.ts';

/** Invented lines and documents: a payment of 121 euro by one customer, changed where a test says so. */
export const march = bankDayOf('2026-03-02');

export const settings: LedgerSettings = {
  name: 'Zaagwerk Test BV',
  ownAccounts: ['BE71096123456769', 'BE43068999999501'],
  paymentDifferenceLimitMinor: 0n,
};

export function aLine(change: Partial<BankLine> = {}): BankLine {
  return {
    id: 'line',
    accountIban: 'BE71096123456769',
    executionDate: march,
    valueDate: march,
    amountMinor: 121_00n,
    currency: 'EUR',
    source: 'ponto',
    ...change,
  };
}

export function aDocument(change: Partial<OpenDocument> = {}): OpenDocument {
  const openMinor = change.openMinor ?? 121_00n;
  return {
    id: 'document',
    kind: 'sales_invoice',
    number: '2026-00114',
    relationId: 'customer',
    issueDate: bankDayOf('2026-02-10'),
    currency: 'EUR',
    totalMinor: openMinor,
    openMinor,
    status: 'open',
    ...change,
  };
}

export function aRelation(change: Partial<Relation> = {}): Relation {
  return { id: 'customer', role: 'customer', name: 'Van Grindhout Tuinen BV', aliases: [], ibans: [], ...change };
}
