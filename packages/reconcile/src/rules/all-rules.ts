import { byExactReference } from './exact-reference.ts';
import type { MatchRule } from './finding.ts';
import { byKnownPayer } from './known-payer.ts';
import { byListedReferences } from './listed-references.ts';
import { byNumberAndAmount } from './number-and-amount.ts';
import { byReferenceAndPayer } from './reference-and-payer.ts';
import { byCompletedReferences } from './references-completed.ts';
import { byTailAndAmount } from './tail-and-amount.ts';

/**
 * A pass over the whole batch for each, from the most to the least trusted, so that a weak explanation never takes a
 * document that a strong one needs.
 */
export const allRules: readonly MatchRule[] = [
  byExactReference,
  byNumberAndAmount,
  byListedReferences,
  byReferenceAndPayer,
  byTailAndAmount,
  byCompletedReferences,
  byKnownPayer,
];
