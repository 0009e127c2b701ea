import type { ReasonView } from '@onfact-ponto/application';
import type { MatchReason } from '@onfact-ponto/api-contract';

/** A reason of the matcher, from the domain to the wire. */
export function reasonOf({ code, side, documentId, matchedText, confirmations, lastOn }: ReasonView): MatchReason {
  return {
    code,
    side,
    documentId: documentId ?? null,
    matchedText,
    facts: {
      ...(confirmations === undefined ? {} : { confirmations: String(confirmations) }),
      ...(lastOn === undefined ? {} : { lastOn }),
    },
  };
}
