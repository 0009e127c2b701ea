import type { LineOfAccount, OpenDocument, Proposal, StoredChoice, StoredReason } from '@onfact-ponto/db';
import { matcherVersion } from '@onfact-ponto/reconcile';
import type { Allocation, Choice, Decision, Reason, Veto } from '@onfact-ponto/reconcile';
import type { SeenBooking } from './book-batch.ts';

/** The matcher's decisions as rows. Pure. */

/** What the decisions of a run rest on. */
export type Seen = Readonly<{
  lines: ReadonlyMap<string, LineOfAccount>;
  documents: ReadonlyMap<string, OpenDocument>;
  /** Pairs that somebody took apart, as `pairKey`: never booked by a rule again. */
  takenApart: ReadonlySet<string>;
}>;

export function pairKey(bankTransactionId: string, documentId: string): string {
  return `${bankTransactionId} ${documentId}`;
}

/** Whether it may be booked without a person: certain, allowed on the account, and not taken apart before. */
export function isBookable(decision: Decision, { lines, takenApart }: Seen): boolean {
  if (decision.outcome !== 'booked') return false;
  const mode = lines.get(decision.lineId)?.automaticMatching;
  const isAllowed = mode === 'learned' || mode === decision.automation;
  return (
    isAllowed && !decision.allocations.some(({ documentId }) => takenApart.has(pairKey(decision.lineId, documentId)))
  );
}

export function bookingOf(decision: Decision, seen: Seen, matchRunId: string): SeenBooking {
  return {
    booking: {
      bankTransactionId: decision.lineId,
      allocations: decision.allocations.map(({ documentId, amountMinor, adjustment }) => ({
        documentId,
        amountMinor,
        adjustmentMinor: adjustment?.amountMinor ?? 0n,
        adjustmentKind: adjustment?.kind ?? null,
      })),
      cause: 'rule',
      rule: decision.rule ?? 'exact-reference',
      matcherVersion,
      confidence: decision.confidence,
      matchRunId,
      reasons: decision.reasons.map((reason) => storedReasonOf(reason)),
    },
    seenRevision: seen.lines.get(decision.lineId)?.line.revision ?? 0,
    seenVersions: new Map(
      decision.allocations.map(({ documentId }) => [documentId, seen.documents.get(documentId)?.version ?? 0]),
    ),
    automation: decision.automation,
  };
}

/**
 * What is kept of a decision that was not booked: choices for a person, or what the line is. Undefined when the
 * matcher has nothing to say.
 * @param versionOf of a document now, after what this run booked itself
 */
export function proposalOf(
  decision: Decision,
  seen: Seen,
  {
    companyId,
    proposedAt,
    versionOf,
  }: { companyId: string; proposedAt: Date; versionOf: (documentId: string) => number },
): Proposal | undefined {
  const choices = choicesOf(decision).map((choice) => storedChoiceOf(choice, versionOf));
  if (choices.length === 0 && decision.kind === undefined) return undefined;
  const line = seen.lines.get(decision.lineId)?.line;
  return {
    companyId,
    bankTransactionId: decision.lineId,
    level: decision.level,
    lineKind: decision.kind ?? null,
    pairedTransactionId: decision.pairedLineId ?? null,
    rule: decision.rule ?? null,
    automation: decision.automation,
    confidence: decision.confidence,
    evidenceClass: decision.evidenceClass ?? null,
    choices,
    reasons: decision.reasons.map((reason) => storedReasonOf(reason)),
    vetoes: decision.vetoes.map((veto) => storedReasonOf(veto)),
    seenRevision: line?.revision ?? 0,
    matcherVersion,
    proposedAt,
  };
}

/** The first choice and the others. */
function choicesOf({ allocations, confidence, reasons, alternatives }: Decision): Choice[] {
  return allocations.length === 0 ? [...alternatives] : [{ allocations, confidence, reasons }, ...alternatives];
}

function storedChoiceOf(choice: Choice, versionOf: (documentId: string) => number): StoredChoice {
  return {
    allocations: choice.allocations.map(({ documentId, amountMinor, adjustment }: Allocation) => ({
      documentId,
      amountMinor: amountMinor.toString(),
      ...(adjustment && { adjustment: { ...adjustment, amountMinor: adjustment.amountMinor.toString() } }),
      version: versionOf(documentId),
    })),
    confidence: choice.confidence,
    reasons: choice.reasons.map((reason) => storedReasonOf(reason)),
  };
}

export function storedReasonOf(reason: Reason | Veto): StoredReason {
  return { ...reason, matchedText: 'matchedText' in reason ? (reason.matchedText ?? null) : null };
}
