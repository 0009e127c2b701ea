import type { Books } from './books/books.ts';
import type { Decision } from './decision.ts';
import type { LineResult } from './match-run.ts';
import type { Finding } from './rules/finding.ts';
import { calibrated, certainWeight } from './suggestions/calibration.ts';
import { allocationsOf, suggest } from './suggestions/suggest.ts';

/** Puts what the passes found into words for one line; what is not certain becomes a suggestion or nothing. */
export function decide({ evidence, booked, findings }: LineResult, books: Books): Decision {
  const lineId = evidence.line.id;
  if (booked) return certain(lineId, booked, books);
  const classification = evidence.classification();
  const withoutDocument: Decision = {
    ...undecided,
    lineId,
    outcome: 'not_a_document_payment',
    kind: classification?.kind,
    rule: 'classification',
  };
  if (classification?.isSure === true) return withoutDocument;
  const suggestion = suggest(evidence, findings);
  const [first, ...alternatives] = suggestion?.choices ?? [];
  const isNamed = evidence.named().open.length > 0;
  if (classification && !isNamed) return withoutDocument;
  if (!suggestion || !first) return { ...undecided, lineId };
  return {
    ...undecided,
    lineId,
    outcome: 'suggested',
    level: suggestion.level,
    rule: findings[0]?.rule ?? 'suggestion',
    ...first,
    vetoes: suggestion.vetoes,
    evidenceClass: suggestion.evidenceClass,
    alternatives,
  };
}

function certain(lineId: string, { rule, automation, parts, reasons }: Finding, { memory }: Books): Decision {
  return {
    ...undecided,
    lineId,
    outcome: 'booked',
    level: 'certain',
    rule,
    automation,
    allocations: allocationsOf(parts),
    confidence: calibrated(memory, rule, certainInGeneral, certainWeight),
    reasons,
    evidenceClass: rule,
  };
}

const certainInGeneral = 0.9995;

const undecided: Decision = {
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
