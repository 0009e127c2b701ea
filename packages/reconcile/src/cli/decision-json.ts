import type { Allocation } from '../model.ts';
import type { Choice, Decision } from '../decision.ts';

/** A decision as one line of the answer. Amounts of bank lines are far below what a JSON number holds exactly. */
export function decisionJson(decision: Decision): string {
  const { lineId, outcome, level, kind, rule, automation, vetoes, pairedLineId, alternatives } = decision;
  return JSON.stringify({
    type: 'decision',
    transactionId: lineId,
    outcome,
    kind: kind ?? null,
    ...choiceJson(decision),
    alternatives: alternatives.map(choiceJson),
    level,
    rule: rule ?? null,
    automation,
    vetoes,
    pairedTransactionId: pairedLineId ?? null,
  });
}

function choiceJson({ allocations, confidence, reasons }: Choice) {
  return { allocations: allocations.map(allocationJson), confidence, reasons };
}

function allocationJson({ documentId, amountMinor }: Allocation) {
  return { documentId, amountMinor: Number(amountMinor) };
}
