import type { MatchRule } from '../matcher.ts';

/**
 * Does the line carry the structured communication of exactly one open document, and pay exactly what is open?
 * Anything less (another amount, two documents with one communication, money going out) is for a person.
 */
export const byStructuredCommunication: MatchRule = (line, documents) => {
  if (line.structuredCommunication === undefined || line.amountMinor <= 0n) return undefined;

  const [document, ...others] = documents.filter(
    ({ structuredCommunication }) => structuredCommunication === line.structuredCommunication,
  );
  if (!document || others.length > 0) return undefined;
  if (document.currency !== line.currency || document.openMinor !== line.amountMinor) return undefined;

  return {
    lineId: line.id,
    documentId: document.id,
    amountMinor: line.amountMinor,
    rule: 'structured-communication',
    reasons: [
      { code: 'structured_communication_equal', matchedText: line.remittanceInformation },
      { code: 'amount_equal', matchedText: undefined },
    ],
  };
};
