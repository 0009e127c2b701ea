import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Decision } from './decision.ts';
import { createLedger } from './ledger.ts';
import type { Allocation, BankLine, OpenDocument, Relation } from './model.ts';
import { aDocument, aLine, aRelation, march, settings } from './testing/cases.ts';

/**
 * One case a file: what the books hold, one line, what must be decided, and one sentence why. A file says only what
 * matters; the rest is that of `testing/cases.ts`. A wrong booking that support finds becomes a file here.
 */
type Golden = Readonly<{
  why: string;
  relations: readonly Partial<Relation>[];
  documents: readonly (Omit<Partial<OpenDocument>, 'openMinor' | 'discount'> & GoldenAmounts)[];
  line: Omit<Partial<BankLine>, 'amountMinor'> & { amountMinor?: number };
  expected: Readonly<Partial<Decision> & { allocations?: readonly GoldenAllocation[]; vetoes?: readonly string[] }>;
}>;
type GoldenAmounts = { openMinor?: number; discount?: { amountMinor: number; until: string } };
type GoldenAllocation = Readonly<{ documentId: string; amountMinor: number }>;

const folder = new URL('../golden/', import.meta.url);

describe.each(readdirSync(folder).filter((file) => file.endsWith('.json')))('%s', (file) => {
  const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Golden;

  it(golden.why, () => {
    const ledger = createLedger(settings);
    for (const relation of golden.relations) ledger.putRelation(aRelation(relation));
    for (const document of golden.documents) ledger.putDocument(documentOf(document));
    ledger.putLine(aLine({ ...golden.line, amountMinor: BigInt(golden.line.amountMinor ?? 121_00) }));
    const [decision] = ledger.match({ today: march });
    const { allocations, vetoes, ...rest } = golden.expected;
    expect(decision).toMatchObject(rest);
    if (allocations) expect(decision?.allocations.map(inNumbers)).toEqual(allocations);
    if (vetoes) expect(decision?.vetoes.map(({ code }) => code)).toEqual(expect.arrayContaining([...vetoes]));
  });
});

function documentOf({ openMinor, discount, ...rest }: Golden['documents'][number]): OpenDocument {
  return aDocument({
    ...rest,
    openMinor: BigInt(openMinor ?? 121_00),
    ...(discount && { discount: { ...discount, amountMinor: BigInt(discount.amountMinor) } }),
  } as Partial<OpenDocument>);
}

function inNumbers({ documentId, amountMinor }: Allocation): GoldenAllocation {
  return { documentId, amountMinor: Number(amountMinor) };
}
