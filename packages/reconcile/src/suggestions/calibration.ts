import type { Memory } from '../memory.ts';

/**
 * How likely a choice is: what its evidence says in general, corrected by how often choices of this kind were right in
 * this company. The general part counts as a few answers; after some dozens the company's own outcomes decide.
 */
export function calibrated(memory: Memory, evidenceClass: string, general: number, weight = generalWeight): number {
  const entry = memory.get('rule_trust', evidenceClass);
  const right = entry?.confirmations ?? 0;
  const wrong = entry?.contradictions ?? 0;
  return Math.round(((general * weight + right) / (weight + right + wrong)) * 10_000) / 10_000;
}

const generalWeight = 5;
/** A certain choice starts from few mistakes in thousands. */
export const certainWeight = 2_000;
