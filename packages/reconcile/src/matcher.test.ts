import fc from 'fast-check';
import { structuredCommunicationOf } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import { proposeAllocations } from './matcher.ts';
import type { OpenDocument, ReceivedLine } from './matcher.ts';

const ogm = structuredCommunicationOf(909_337_554n);
const otherOgm = structuredCommunicationOf(1n);

it('books a line that carries the communication of one open document and pays exactly what is open', () => {
  expect(
    proposeAllocations([line()], [document(), document({ id: 'other', structuredCommunication: otherOgm })]),
  ).toEqual([
    {
      lineId: 'line',
      documentId: 'document',
      amountMinor: 121_00n,
      rule: 'structured-communication',
      reasons: [
        { code: 'structured_communication_equal', matchedText: 'betaling' },
        { code: 'amount_equal', matchedText: undefined },
      ],
    },
  ]);
});

it.each<[string, Partial<ReceivedLine>, Partial<OpenDocument>]>([
  ['one cent less', { amountMinor: 120_99n }, {}],
  ['one cent more', { amountMinor: 121_01n }, {}],
  ['another currency', { currency: 'USD' }, {}],
  ['money that goes out', { amountMinor: -121_00n }, {}],
  ['no communication', { structuredCommunication: undefined }, { structuredCommunication: undefined }],
  ['a communication of nothing open', { structuredCommunication: otherOgm }, {}],
  ['a document with another open amount', {}, { openMinor: 100_00n }],
])('leaves %s to a person', (_, lineChange, documentChange) => {
  expect(proposeAllocations([line(lineChange)], [document(documentChange)])).toEqual([]);
});

it('leaves it to a person when two documents have the communication, even with different amounts', () => {
  expect(proposeAllocations([line()], [document(), document({ id: 'twin', openMinor: 5n })])).toEqual([]);
});

it('leaves it to a person when two lines want the same document', () => {
  expect(proposeAllocations([line(), line({ id: 'again' })], [document()])).toEqual([]);
});

it('never proposes a pair again that was taken apart', () => {
  expect(proposeAllocations([line()], [document()], [{ lineId: 'line', documentId: 'document' }])).toEqual([]);
});

it('gives the same answer whatever the order of its inputs, and each document at most once', () => {
  const lines = fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 12 });
  const documents = fc.array(fc.tuple(fc.nat(4), fc.nat(2)), { maxLength: 12 });
  fc.assert(
    fc.property(lines, documents, fc.gen(), (someLines, someDocuments, gen) => {
      const ours = someLines.map(([key, amount], index) =>
        line({ id: `l${index}`, structuredCommunication: communication(key), amountMinor: BigInt(amount + 1) }),
      );
      const theirs = someDocuments.map(([key, amount], index) =>
        document({ id: `d${index}`, structuredCommunication: communication(key), openMinor: BigInt(amount + 1) }),
      );
      const proposals = proposeAllocations(ours, theirs);
      const shuffled = proposeAllocations(shuffle(ours, gen), shuffle(theirs, gen));
      expect(byLine(shuffled)).toEqual(byLine(proposals));
      const documentIds = proposals.map(({ documentId }) => documentId);
      expect(new Set(documentIds).size).toBe(documentIds.length);
    }),
  );
});

function line(change: Partial<ReceivedLine> = {}): ReceivedLine {
  const remittanceInformation = 'betaling';
  return {
    id: 'line',
    amountMinor: 121_00n,
    currency: 'EUR',
    structuredCommunication: ogm,
    remittanceInformation,
    ...change,
  };
}

function document(change: Partial<OpenDocument> = {}): OpenDocument {
  return { id: 'document', openMinor: 121_00n, currency: 'EUR', structuredCommunication: ogm, ...change };
}

function communication(key: number) {
  return structuredCommunicationOf(BigInt(key));
}

function shuffle<Item>(items: readonly Item[], gen: fc.GeneratorValue): Item[] {
  return gen(() => fc.shuffledSubarray([...items], { minLength: items.length }));
}

function byLine<Proposal extends { lineId: string }>(proposals: readonly Proposal[]): Proposal[] {
  return proposals.toSorted((left, right) => left.lineId.localeCompare(right.lineId));
}
