import type { Currency } from '@onfact-ponto/primitives';
import type { StructuredCommunication } from '@onfact-ponto/primitives';
import { byStructuredCommunication } from './rules/structured-communication.ts';

/** Money that came in or went out and is not assigned to a document yet. */
export type ReceivedLine = Readonly<{
  id: string;
  /** Positive came in. */
  amountMinor: bigint;
  currency: Currency;
  structuredCommunication: StructuredCommunication | undefined;
  remittanceInformation: string | undefined;
}>;

/** A document on which a payment may still be booked. */
export type OpenDocument = Readonly<{
  id: string;
  openMinor: bigint;
  currency: Currency;
  structuredCommunication: StructuredCommunication | undefined;
}>;

/** Why a line belongs to a document, in words that a user interface can translate. `matchedText` quotes the line. */
export type Reason = Readonly<{
  code: 'structured_communication_equal' | 'amount_equal';
  matchedText: string | undefined;
}>;

/** A line that pays exactly one document; certain enough to be booked without a person. */
export type Proposal = Readonly<{
  lineId: string;
  documentId: string;
  amountMinor: bigint;
  rule: 'structured-communication';
  reasons: readonly Reason[];
}>;

export type RejectedPair = Readonly<{ lineId: string; documentId: string }>;

/** One rule, one question. Rules never see a database, a clock or each other. */
export type MatchRule = (line: ReceivedLine, documents: readonly OpenDocument[]) => Proposal | undefined;

const rules: readonly MatchRule[] = [byStructuredCommunication];

/**
 * What may be booked without a person. Independent of the order of its inputs.
 * Two lines that want the same document are both left to a person: one of them is paid twice or wrongly addressed,
 * and nothing here says which.
 */
export function proposeAllocations(
  lines: readonly ReceivedLine[],
  documents: readonly OpenDocument[],
  rejected: readonly RejectedPair[] = [],
): Proposal[] {
  const takenApart = new Set(rejected.map(pairKey));
  const proposals = lines
    .flatMap((line) => firstAnswer(line, documents) ?? [])
    .filter((proposal) => !takenApart.has(pairKey(proposal)));
  const wanted = Map.groupBy(proposals, ({ documentId }) => documentId);
  return proposals.filter(({ documentId }) => wanted.get(documentId)?.length === 1);
}

/** Asks the rules from most to least trusted; the first answer wins. */
function firstAnswer(line: ReceivedLine, documents: readonly OpenDocument[]): Proposal | undefined {
  for (const rule of rules) {
    const proposal = rule(line, documents);
    if (proposal) return proposal;
  }
  return undefined;
}

function pairKey({ lineId, documentId }: RejectedPair): string {
  return `${lineId} ${documentId}`;
}
