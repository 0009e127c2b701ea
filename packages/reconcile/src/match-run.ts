import type { Books } from './books/books.ts';
import type { Item } from './books/item.ts';
import type { Veto } from './decision.ts';
import type { Evidence } from './evidence/evidence.ts';
import { allRules } from './rules/all-rules.ts';
import { commonVetoes } from './rules/common-vetoes.ts';
import type { Finding, MatchRule } from './rules/finding.ts';

/** What the passes made of one line. */
export type LineResult = {
  readonly evidence: Evidence;
  booked: Finding | undefined;
  /** Found, but kept from being booked; strongest rule first. */
  readonly findings: Finding[];
};

/**
 * Runs the rules over the whole batch, strongest first. Within one pass every line sees the same state; what is
 * certain is booked at its end, except documents that several lines want: those nobody gets in this run.
 */
export function runPasses(lines: readonly Evidence[], { documents }: Books): LineResult[] {
  const results = lines.map((evidence): LineResult => ({ evidence, booked: undefined, findings: [] }));
  const contested = new Set<Item>();
  let undecided = results;
  for (const rule of allRules) {
    const offers = undecided.flatMap((result) => offerOf(result, rule));
    const wanted = wantedOf(offers);
    for (const [item, amountMinor] of wanted) if (amountMinor > item.openMinor) contested.add(item);
    for (const { result, finding } of offers) {
      const vetoes = finding.parts.flatMap(({ item }): Veto[] =>
        contested.has(item) ? [{ code: 'contested', documentId: item.document.id }] : [],
      );
      if (vetoes.length > 0) result.findings.push({ ...finding, vetoes });
      else result.booked = finding;
    }
    if (offers.length === 0) continue;
    undecided = undecided.filter(({ booked }) => booked === undefined);
    for (const { result } of offers) {
      for (const { item, amountMinor } of result.booked?.parts ?? []) {
        documents.setOpen(item, item.openMinor - amountMinor);
      }
    }
  }
  return results;
}

type Offer = { result: LineResult; finding: Finding };

function offerOf(result: LineResult, rule: MatchRule): Offer[] {
  const found = rule(result.evidence);
  if (!found || result.evidence.classification()?.isSure === true) return [];
  const vetoes = [...found.vetoes, ...commonVetoes(found, result.evidence)];
  if (vetoes.length === 0) return [{ result, finding: found }];
  result.findings.push({ ...found, vetoes });
  return [];
}

/** How much of each document the offers of one pass ask for together. */
function wantedOf(offers: readonly Offer[]): Map<Item, bigint> {
  const wanted = new Map<Item, bigint>();
  for (const { finding } of offers) {
    for (const { item, amountMinor } of finding.parts) wanted.set(item, (wanted.get(item) ?? 0n) + amountMinor);
  }
  return wanted;
}
