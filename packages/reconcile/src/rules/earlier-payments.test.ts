import { addDays, bankDayOf } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import { createLedger } from '../ledger.ts';
import type { BankLine, OpenDocument } from '../model.ts';
import { aDocument, aLine, aRelation, march, settings } from '../testing/cases.ts';

/** A subscriber has January and February open for one price. A payment without a word came first; then the standing
 * order with the communication of January. Each may be for either month. */

const january = aDocument({ id: 'january', number: '2026-00101', structuredCommunication: '090933755493' });
const february = aDocument({ id: 'february', number: '2026-00202', issueDate: bankDayOf('2026-02-20') });
const standingOrder = aLine({
  id: 'standing order',
  remittanceInformation: '090933755493',
  remittanceInformationType: 'structured',
  counterpartReference: 'BE68539007547034',
});
const earlier = aLine({
  id: 'earlier',
  executionDate: addDays(march, -10),
  counterpartReference: 'BE68539007547034',
  remittanceInformation: 'dank u',
});

it('does not book a communication that an earlier payment of this payer may have been for', () => {
  expect(decided([january, february], [earlier, standingOrder])).toMatchObject({
    outcome: 'suggested',
    allocations: [{ documentId: 'january' }],
    vetoes: [{ code: 'contested', documentId: 'january' }],
  });
});

it('nor when the earlier payment came from another account of somebody of that name, or was for both months', () => {
  const byName = { ...earlier, counterpartReference: 'BE62510007547061', counterpartName: 'VAN GRINDHOUT TUINEN' };
  expect(decided([january, february], [byName, standingOrder]).outcome).toBe('suggested');
  const { amountMinor } = earlier;
  const forBoth = {
    ...earlier,
    amountMinor: amountMinor * 2n,
    counterpartReference: standingOrder.counterpartReference,
  };
  expect(decided([january, february], [{ ...forBoth, currency: 'EUR' }, standingOrder]).outcome).toBe('suggested');
});

it('nor when the earlier payment is of exactly this amount, by somebody who may be anybody', () => {
  const byNobody = { ...earlier, counterpartReference: undefined };
  expect(decided([january, february], [byNobody, standingOrder]).outcome).toBe('suggested');
});

const somebodyElse = aRelation({ id: 'other', name: 'Bakkerij Test', ibans: ['BE64733120447152'] });

const harmless: readonly [string, OpenDocument[], BankLine[]][] = [
  ['nothing came earlier', [january, february], []],
  ['the payer has nothing else open of this amount', [january], [earlier]],
  [
    'what else the payer has open of this amount is older',
    [january, { ...february, issueDate: addDays(january.issueDate, -1) }],
    [earlier],
  ],
  [
    'the earlier payment came before the document was written',
    [january, february],
    [{ ...earlier, executionDate: addDays(january.issueDate, -1) }],
  ],
  [
    'the earlier payment names the other document',
    [january, february],
    [{ ...earlier, remittanceInformation: '2026-00202' }],
  ],
  [
    'the earlier payment is of somebody else',
    [january, february],
    [{ ...earlier, counterpartReference: 'BE64733120447152' }],
  ],
  [
    'the earlier payment is of nobody that is known, and of more money',
    [january, february],
    [{ ...earlier, counterpartReference: undefined, amountMinor: 122_00n }],
  ],
  ['the earlier payment is too small', [january, february], [{ ...earlier, amountMinor: 60_00n }]],
  ['the money went out', [january, february], [{ ...earlier, amountMinor: -121_00n }]],
];

it.each(harmless)('books it when %s', (_, documents, lines) => {
  expect(decided(documents, [...lines, standingOrder])).toMatchObject({
    outcome: 'booked',
    rule: 'exact-reference',
    allocations: [{ documentId: 'january' }],
  });
});

it('books neither of two payments that look the same on the same day', () => {
  const twin = { ...standingOrder, id: 'twin' };
  expect(decided([january, february], [twin, standingOrder]).outcome).toBe('suggested');
});

function decided(documents: readonly OpenDocument[], lines: readonly BankLine[]) {
  const ledger = createLedger(settings);
  ledger.putRelation(aRelation());
  ledger.putRelation(somebodyElse);
  for (const document of documents) ledger.putDocument(document);
  for (const line of lines) ledger.putLine(line);
  const decision = ledger.match({ today: march }).find(({ lineId }) => lineId === standingOrder.id);
  if (!decision) throw new Error('Nothing was decided');
  return decision;
}
