import { addDays } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import { createLedger } from './ledger.ts';
import type { BankLine } from './model.ts';
import { aDocument, aLine, march, settings } from './testing/cases.ts';

const [current = '', savings = ''] = settings.ownAccounts;

it('names each side of a transfer as the pair of the other, and looks for no document', () => {
  const decisions = decide([out(), back()]);
  expect(decisions).toMatchObject([
    { lineId: 'in', outcome: 'not_a_document_payment', kind: 'own_transfer', pairedLineId: 'out', allocations: [] },
    { lineId: 'out', outcome: 'not_a_document_payment', kind: 'own_transfer', pairedLineId: 'in', allocations: [] },
  ]);
});

it('reads an own account however the bank wrote it', () => {
  const written = savings.replaceAll(/(.{4})/g, '$1 ').toLowerCase();
  expect(decide([out({ counterpartReference: written }), back()]).map(({ pairedLineId }) => pairedLineId)).toEqual([
    'out',
    'in',
  ]);
});

const unpaired: readonly [string, BankLine[]][] = [
  ['whose other side has not come', [out()]],
  ['of another amount', [out(), back({ amountMinor: 121_01n })]],
  ['in another currency', [out(), back({ currency: 'USD' })]],
  ['on an account that it did not go to', [out(), back({ accountIban: 'BE68844010370034' })]],
  ['from an account that it did not leave', [out(), back({ counterpartReference: savings })]],
  ['four days apart', [out(), back({ executionDate: addDays(march, 4) })]],
  ['that could be one of two', [out(), back(), back({ id: 'in again' })]],
];

it.each(unpaired)('leaves a side without a pair %s, and looks for no document either', (_, lines) => {
  for (const decision of decide(lines)) {
    expect(decision).toMatchObject({ kind: 'own_transfer', pairedLineId: undefined, allocations: [] });
  }
});

it('pairs what is three days apart', () => {
  expect(decide([out(), back({ executionDate: addDays(march, 3) })])[0]?.pairedLineId).toBe('out');
});

/** Beside an invoice of the very amount. */
function decide(lines: readonly BankLine[]) {
  const ledger = createLedger(settings);
  ledger.putDocument(aDocument());
  for (const line of lines) ledger.putLine(line);
  return ledger.match({ today: march });
}

function out(change: Partial<BankLine> = {}): BankLine {
  return aLine({ id: 'out', accountIban: current, counterpartReference: savings, amountMinor: -121_00n, ...change });
}

function back(change: Partial<BankLine> = {}): BankLine {
  return aLine({ id: 'in', accountIban: savings, counterpartReference: current, ...change });
}
