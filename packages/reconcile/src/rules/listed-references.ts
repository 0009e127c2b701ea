import { isSales } from '../books/item.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { resolveNames } from '../evidence/named.ts';
import type { Named } from '../evidence/named.ts';
import { inFull, reasonsOfNames, sumOf } from './finding.ts';
import type { Finding, MatchRule } from './finding.ts';

/** Does the line name several documents, with ranges or without, that together are open for exactly its amount? */
export const byListedReferences: MatchRule = (evidence) => {
  const exact = findingFor(evidence, evidence.named());
  if (exact) return exact;
  const { mentions, between } = evidence.references();
  return between.length === 0 ? undefined : findingFor(evidence, resolveNames(evidence, [...mentions, ...between]));
};

function findingFor(evidence: Evidence, { open, isAmbiguous }: Named): Finding | undefined {
  if (open.length < 2 || isAmbiguous) return undefined;
  const items = open.map(({ item }) => item);
  if (new Set(items.map(({ document }) => isSales(document.kind))).size > 1) return undefined;
  if (sumOf(items, evidence) !== evidence.amountMinor) return undefined;
  return {
    rule: 'listed-references',
    automation: 'learned',
    parts: inFull(items),
    reasons: [...reasonsOfNames(open), { code: 'amount_sum' }],
    vetoes: [],
  };
}
