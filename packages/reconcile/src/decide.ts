import type { Books } from './books/books.ts';
import type { Decision } from './decision.ts';
import type { LineResult } from './match-run.ts';
import type { Finding } from './rules/finding.ts';
import { calibrated, certainWeight } from './suggestions/calibration.ts';
import { allocationsOf, suggest } from './suggestions/suggest.ts';

/** Puts what the passes found into words for one line; what is not certain becomes a suggestion or nothing. */
export function decide({ evidence, booked, findings }: LineResult, pairedLineId: string | undefined): Decision {
  const { books, line } = evidence;
  if (booked) return certain(line.id, booked, books, pairedLineId);
  const undecided = { ...nothing, lineId: line.id, pairedLineId };
  const classification = evidence.classification();
  if (classification && (classification.isSure || evidence.named().open.length === 0)) {
    return {
      ...undecided,
      outcome: 'not_a_document_payment',
      kind: classification.kind,
      rule: 'classification',
    };
  }
  const suggestion = suggest(evidence, findings);
  const [first, ...alternatives] = suggestion?.choices ?? [];
  if (!suggestion || !first) return undecided;
  return {
    ...undecided,
    outcome: 'suggested',
    level: suggestion.level,
    rule: findings[0]?.rule ?? 'suggestion',
    ...first,
    vetoes: suggestion.vetoes,
    evidenceClass: suggestion.evidenceClass,
    alternatives,
  };
}

function certain(
  lineId: string,
  { rule, automation, parts, reasons }: Finding,
  { memory }: Books,
  pairedLineId: string | undefined,
): Decision {
  return {
    lineId,
    outcome: 'booked',
    level: 'certain',
    kind: undefined,
    rule,
    automation,
    allocations: allocationsOf(parts),
    confidence: calibrated(memory, rule, certainInGeneral, certainWeight),
    reasons,
    vetoes: nothing.vetoes,
    evidenceClass: rule,
    alternatives: nothing.alternatives,
    pairedLineId,
  };
}

const certainInGeneral = 0.9995;

const nothing: Decision = {
  lineId: '',
  outcome: 'none',
  level: 'none',
  kind: undefined,
  rule: undefined,
  automation: 'learned',
  allocations: [],
  confidence: 0,
  reasons: [],
  vetoes: [],
  evidenceClass: undefined,
  alternatives: [],
  pairedLineId: undefined,
};
