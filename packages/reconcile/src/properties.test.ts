import fc from 'fast-check';
import { addDays, structuredCommunicationOf } from '@onfact-ponto/primitives';
import { describe, expect, it } from 'vitest';
import type { Decision } from './decision.ts';
import { createLedger } from './ledger.ts';
import type { BankLine, OpenDocument } from './model.ts';
import { aDocument, aLine, aRelation, march, settings } from './testing/cases.ts';

/** Few amounts, few payers and few references, so that they meet often. */
const kinds = [
  'sales_invoice',
  'sales_invoice',
  'sales_credit_note',
  'purchase_invoice',
  'purchase_credit_note',
] as const;
const amount = fc.constantFrom(100n, 200n, 300n, 500n, 777n);
const relations = [0, 1, 2].map((at) =>
  aRelation({ id: `r${at}`, role: 'both', name: `Firma Nummer${at}`, ibans: [accountOf(at)] }),
);

const document = fc
  .tuple(fc.constantFrom(...kinds), amount, fc.nat(2), fc.nat(5), fc.constantFrom('open', 'open', 'disputed', 'closed'))
  .map(([kind, openMinor, relation, sequence, status]) => ({ kind, openMinor, relation, sequence, status }) as const);
const line = fc
  .tuple(amount, fc.boolean(), fc.nat(3), fc.constantFrom('', 'ogm', 'number', 'list', 'tail'), fc.nat(5), fc.nat(5))
  .map(([minor, isIncoming, payer, form, first, second]) => ({ minor, isIncoming, payer, form, first, second }));
const books = fc.record({
  documents: fc.array(document, { maxLength: 9 }).map((all) => all.map(documentOf)),
  lines: fc.array(line, { maxLength: 7 }).map((all) => all.map(lineOf)),
});
type Books = Readonly<{ documents: readonly OpenDocument[]; lines: readonly BankLine[] }>;

describe('whatever the books hold', () => {
  it('the answer does not depend on the order in which lines, documents and relations were put', () => {
    fc.assert(
      fc.property(books, fc.gen(), ({ documents, lines }, gen) => {
        const mixed = <Item>(items: readonly Item[]) =>
          gen(() => fc.shuffledSubarray([...items], { minLength: items.length }));
        const shuffled = { documents: mixed(documents), lines: mixed(lines) };
        expect(decide(shuffled, mixed(relations))).toEqual(decide({ documents, lines }, relations));
      }),
    );
  });

  it('no document gets more than is open, no line gives more than it has, and every amount is positive', () => {
    fc.assert(
      fc.property(books, ({ documents, lines }) => {
        const booked = decide({ documents, lines }).filter(({ outcome }) => outcome === 'booked');
        const given = new Map<string, bigint>();
        for (const { lineId, allocations } of booked) {
          let settled = 0n;
          for (const { documentId, amountMinor } of allocations) {
            expect(typeof amountMinor).toBe('bigint');
            expect(amountMinor > 0n).toBe(true);
            given.set(documentId, (given.get(documentId) ?? 0n) + amountMinor);
            settled += signOf(documents.find(({ id }) => id === documentId)!) * amountMinor;
          }
          const { amountMinor } = lines.find(({ id }) => id === lineId)!;
          const left = amountMinor < 0n ? settled - amountMinor : amountMinor - settled;
          expect(left >= 0n && settled * amountMinor > 0n).toBe(true);
        }
        for (const { id, openMinor } of documents) expect((given.get(id) ?? 0n) <= openMinor).toBe(true);
      }),
    );
  });

  it('nothing is booked on a document that is disputed or closed, nor twice for one line', () => {
    fc.assert(
      fc.property(books, ({ documents, lines }) => {
        const untouchable = new Set(documents.filter(({ status }) => status !== 'open').map(({ id }) => id));
        for (const { outcome, allocations } of decide({ documents, lines })) {
          const ids = allocations.map(({ documentId }) => documentId);
          expect(new Set(ids).size).toBe(ids.length);
          if (outcome === 'booked') expect(ids.some((id) => untouchable.has(id))).toBe(false);
        }
      }),
    );
  });

  it('a second run over the same state changes nothing', () => {
    fc.assert(
      fc.property(books, ({ documents, lines }) => {
        const ledger = ledgerOf({ documents, lines }, relations);
        const first = ledger.match({ today: march });
        const second = ledger.match({ today: march });
        const third = ledger.match({ today: march });
        expect(second.map(({ lineId }) => lineId)).toEqual(
          first.filter(({ outcome }) => outcome !== 'booked').map(({ lineId }) => lineId),
        );
        expect(third).toEqual(second.filter(({ outcome }) => outcome !== 'booked'));
      }),
    );
  });

  it('a choice holds at most five explanations, all different, and says how likely each is', () => {
    fc.assert(
      fc.property(books, (some) => {
        for (const decision of decide(some)) {
          const choices = [decision, ...decision.alternatives].map(({ allocations }) =>
            JSON.stringify(allocations, text),
          );
          expect(choices.length).toBeLessThanOrEqual(5);
          expect(new Set(choices).size).toBe(choices.length);
          for (const { confidence } of [decision, ...decision.alternatives]) {
            expect(confidence).toBeGreaterThanOrEqual(0);
            expect(confidence).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});

it('never books a tie: documents of one payer and one amount, with nothing that chooses', () => {
  const count = fc.integer({ min: 2, max: 40 });
  fc.assert(
    fc.property(count, amount, fc.constantFrom(undefined, 'betaling', 'dank u'), (documents, openMinor, remittance) => {
      const twins = Array.from({ length: documents }, (_, at) =>
        aDocument({ id: `d${at}`, number: `2026-${at}`, openMinor, relationId: 'r0' }),
      );
      const payment = aLine({
        amountMinor: openMinor,
        counterpartReference: accountOf(0),
        remittanceInformation: remittance,
      });
      const [decision] = decide({ documents: twins, lines: [payment] });
      expect(decision?.outcome).toBe('suggested');
      expect(decision?.vetoes).toContainEqual({ code: 'tie' });
    }),
  );
});

it('gives a document that two lines want alike to neither', () => {
  fc.assert(
    fc.property(fc.constantFrom('ogm', 'number', ''), (form) => {
      const wanted = documentOf(
        { kind: 'sales_invoice', openMinor: 300n, relation: 0, sequence: 1, status: 'open' },
        0,
      );
      const payment = { minor: 300n, isIncoming: true, payer: 0, form, first: 1, second: 1 };
      const decisions = decide({ documents: [wanted], lines: [lineOf(payment, 0), lineOf(payment, 1)] });
      expect(decisions.map(({ outcome }) => outcome)).toEqual(['suggested', 'suggested']);
    }),
  );
});

function decide(some: Books, known = relations): Decision[] {
  return ledgerOf(some, known).match({ today: march });
}

function ledgerOf({ documents, lines }: Books, known: typeof relations) {
  const ledger = createLedger(settings);
  for (const relation of known) ledger.putRelation(relation);
  for (const one of documents) ledger.putDocument(one);
  for (const one of lines) ledger.putLine(one);
  return ledger;
}

type DocumentSeed = Readonly<{
  kind: OpenDocument['kind'];
  openMinor: bigint;
  relation: number;
  sequence: number;
  status: OpenDocument['status'];
}>;

function documentOf({ kind, openMinor, relation, sequence, status }: DocumentSeed, at: number): OpenDocument {
  return aDocument({
    id: `d${at}`,
    kind,
    number: `2026-${100 + sequence}`,
    structuredCommunication: structuredCommunicationOf(BigInt(sequence)),
    relationId: `r${relation}`,
    totalMinor: openMinor,
    openMinor: status === 'closed' ? 0n : openMinor,
    status,
    issueDate: addDays(march, -10 - sequence),
  });
}

type LineSeed = { minor: bigint; isIncoming: boolean; payer: number; form: string; first: number; second: number };

function lineOf({ minor, isIncoming, payer, form, first, second }: LineSeed, at: number): BankLine {
  const texts: Record<string, string | undefined> = {
    ogm: structuredCommunicationOf(BigInt(first)),
    number: `factuur 2026/${100 + first}`,
    list: `2026-${100 + first} en ${100 + second}`,
    tail: `${100 + first}`,
  };
  return aLine({
    id: `l${at}`,
    amountMinor: isIncoming ? minor : -minor,
    counterpartReference: payer < 3 ? accountOf(payer) : undefined,
    remittanceInformation: texts[form],
  });
}

function signOf({ kind }: OpenDocument): 1n | -1n {
  return kind === 'sales_invoice' || kind === 'purchase_credit_note' ? 1n : -1n;
}

function accountOf(at: number): string {
  return ['BE68539007547034', 'BE62510007547061', 'BE12345678901292'][at] ?? '';
}

function text(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
