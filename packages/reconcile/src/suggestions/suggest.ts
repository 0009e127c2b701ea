import type { Allocation } from '../model.ts';
import type { Choice, Veto } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Finding, FoundPart } from '../rules/finding.ts';
import { calibrated } from './calibration.ts';
import type { Candidate } from './candidate.ts';
import { findCandidates } from './find-candidates.ts';
import { evidenceClassOf, weigh } from './weigh.ts';

export type Suggestion = Readonly<{
  level: 'strong' | 'possible';
  /** Best first, five at most. */
  choices: readonly Choice[];
  vetoes: readonly Veto[];
  evidenceClass: string;
}>;

/** Ranks what a person may be shown. Order is by evidence; equal evidence is shown oldest document first. */
export function suggest(evidence: Evidence, findings: readonly Finding[]): Suggestion | undefined {
  const weighed = findCandidates(evidence, findings)
    .map((candidate) => ({ candidate, bits: weigh(evidence, candidate) }))
    .filter(({ bits }) => bits >= leastBits)
    .toSorted((left, right) => right.bits - left.bits || byKey(left.candidate, right.candidate))
    .slice(0, mostChoices);
  const [first, second] = weighed;
  if (!first) return undefined;
  const evidenceClass = evidenceClassOf(first.candidate);
  const shares = sharesOf(weighed.map(({ bits }) => bits));
  const gap = second ? first.bits - second.bits : first.bits;
  const rank = `${evidenceClass} ${gap >= clearGap ? 'clear' : gap > 0 ? 'close' : 'equal'}`;
  return {
    level: first.bits >= strongBits && gap >= clearGap ? 'strong' : 'possible',
    choices: weighed.map(({ candidate }, at) => ({
      allocations: allocationsOf(candidate.parts),
      confidence: at === 0 ? calibrated(evidence.books.memory, rank, shares[0] ?? 0) : (shares[at] ?? 0),
      reasons: candidate.reasons,
    })),
    vetoes: first.candidate.vetoes,
    evidenceClass: rank,
  };
}

/** What each of the choices has of all the weight, with room for "none of these". */
function sharesOf(bits: readonly number[]): number[] {
  const weights = bits.map((value) => 2 ** value);
  const total = weights.reduce((sum, weight) => sum + weight, 2 ** noneBits);
  return weights.map((weight) => Math.round((weight / total) * 1000) / 1000);
}

/** Sorted by document, so that a decision reads the same whatever found it. */
export function allocationsOf(parts: readonly FoundPart[]): Allocation[] {
  const allocations = parts.map(({ item: { document }, amountMinor, adjustment }) =>
    adjustment ? { documentId: document.id, amountMinor, adjustment } : { documentId: document.id, amountMinor },
  );
  return allocations.sort((left, right) => (left.documentId < right.documentId ? -1 : 1));
}

function byKey(left: Candidate, right: Candidate): number {
  return ageOf(left) - ageOf(right) || (idsOf(left) < idsOf(right) ? -1 : 1);
}

function ageOf({ parts }: Candidate): number {
  return Math.min(...parts.map(({ item }) => item.issueDay));
}

function idsOf({ parts }: Candidate): string {
  return parts.map(({ item }) => item.document.id).join(' ');
}

const mostChoices = 5;
const leastBits = 3;
const noneBits = 9;
const strongBits = 12;
const clearGap = 3;
