import { addDays } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import type { Explanation } from './decision.ts';
import { createLedger, matcherVersion } from './ledger.ts';
import type { BankLine, OpenDocument } from './model.ts';
import { aDocument, aLine, aRelation, march, settings } from './testing/cases.ts';

it('says why a document was booked: where it is named, quoted from the line, and that the amount fits', () => {
  const explanation = explained({ remittanceInformation: 'factuur 2026-00114, dank' });
  expect(explanation).toMatchObject({ rank: 0, matcherVersion, vetoes: [], decision: { outcome: 'booked' } });
  expect(explanation?.reasons).toEqual([
    {
      code: 'number',
      documentId: 'document',
      matchedText: '2026-00114',
      offset: 8,
      field: 'remittanceInformation',
    },
    { code: 'amount_exact', documentId: 'document' },
  ]);
});

const refusals: readonly [string, Partial<BankLine>, Partial<OpenDocument>, object][] = [
  ['it is disputed', {}, { status: 'disputed' }, { code: 'document_disputed', documentId: 'document' }],
  ['it is in another currency', {}, { currency: 'USD' }, { code: 'currency_differs', documentId: 'document' }],
  ['it was closed', {}, { status: 'closed' }, { code: 'document_closed', documentId: 'document' }],
  [
    'it is dated long after the payment',
    {},
    { issueDate: addDays(march, 11) },
    { code: 'document_newer', documentId: 'document' },
  ],
  ['money went the other way', { amountMinor: -121_00n }, {}, { code: 'wrong_direction', documentId: 'document' }],
  [
    'the line names another document',
    { remittanceInformation: '2026-00115' },
    {},
    { code: 'reference_names_other', documentId: 'other' },
  ],
];

it.each(refusals)('says why not, when %s', (_, line, document, veto) => {
  expect(explained(line, document)?.vetoes).toContainEqual(veto);
});

it('says of what was not chosen what speaks for it all the same, and that it has no place', () => {
  const line = { amountMinor: 75_00n, remittanceInformation: '2026-00115', counterpartName: 'Van Grindhout Tuinen' };
  const explanation = explained(line);
  expect(explanation).toMatchObject({ rank: undefined, decision: { allocations: [{ documentId: 'other' }] } });
  expect(explanation?.reasons.map(({ code }) => code)).toEqual(['number_repaired', 'amount_part', 'name_equal']);
});

it('knows nothing of a line or a document that it was not given, or before it decided', () => {
  const ledger = createLedger(settings);
  ledger.putDocument(aDocument());
  ledger.putLine(aLine());
  expect(ledger.explain('line', 'document')).toBeUndefined();
  ledger.match({ today: march });
  expect(ledger.explain('line', 'document')).toBeDefined();
  expect(ledger.explain('line', 'unknown')).toBeUndefined();
  expect(ledger.explain('unknown', 'document')).toBeUndefined();
});

/** Of the line and the document, beside another open document of the same customer. */
function explained(line: Partial<BankLine>, document: Partial<OpenDocument> = {}): Explanation | undefined {
  const ledger = createLedger(settings);
  ledger.putRelation(aRelation());
  ledger.putDocument(aDocument(document));
  ledger.putDocument(aDocument({ id: 'other', number: '2026-00115', openMinor: 75_00n }));
  ledger.putLine(aLine(line));
  ledger.match({ today: march });
  return ledger.explain('line', 'document');
}
