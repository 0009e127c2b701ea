import type { Item } from './books/item.ts';
import type { Decision, Explanation } from './decision.ts';
import type { Evidence } from './evidence/evidence.ts';
import { valueOn } from './books/item.ts';
import { commonVetoes } from './rules/common-vetoes.ts';
import { candidateOf } from './suggestions/candidate.ts';

/** What speaks for and against one document on one line, as the books stand now, beside what was decided. */
export function explain(evidence: Evidence, decision: Decision, item: Item): Omit<Explanation, 'matcherVersion'> {
  const { id } = item.document;
  const choices = [decision, ...decision.alternatives];
  const rank = choices.findIndex(({ allocations }) => allocations.some(({ documentId }) => documentId === id));
  const chosen = rank < 0 ? undefined : choices[rank];
  const candidate = candidateOf(evidence, [item]);
  const finding = {
    ...candidate,
    parts: [{ item, amountMinor: item.openMinor }],
    rule: 'suggestion',
    automation: 'learned',
  } as const;
  return {
    lineId: evidence.line.id,
    documentId: id,
    rank: rank < 0 ? undefined : rank,
    decision,
    reasons: chosen?.reasons ?? candidate.reasons,
    vetoes: [
      ...(rank === 0 ? decision.vetoes : candidate.vetoes),
      ...(decision.outcome === 'booked' && rank === 0 ? [] : commonVetoes(finding, evidence)),
      ...(valueOn(item, evidence.sign) < 0n ? [{ code: 'wrong_direction', documentId: id } as const] : []),
    ],
  };
}
