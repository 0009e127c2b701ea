import type { Veto } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Finding } from './finding.ts';

/**
 * A payment by the same account or relation came earlier and still waits, it names nothing else, its money is enough,
 * and the relation has two documents of this amount open: the earlier one may well have paid this document, and this
 * one repeats an old reference.
 */
export function earlierPaymentVetoes({ parts }: Pick<Finding, 'parts'>, evidence: Evidence): Veto[] {
  const [part] = parts;
  if (!part || parts.length > 1) return [];
  const { item } = part;
  const { id, relationId } = item.document;
  if (relationId === undefined || item.openMinor !== evidence.amountMinor) return [];

  const { documents, waiting } = evidence.books;
  const twin = documents
    .ofRelation(relationId)
    .find(
      (other) => other !== item && other.openMinor === item.openMinor && other.document.kind === item.document.kind,
    );
  if (!twin) return [];

  const mayHavePaid = (other: Evidence) =>
    other !== evidence &&
    other.day <= evidence.day &&
    other.day >= item.issueDay &&
    other.sign === evidence.sign &&
    other.amountMinor >= item.openMinor &&
    other.line.currency === evidence.line.currency &&
    other.named().open.every((named) => named.item === item) &&
    !other.isSurelyOther();
  return waiting.ofPayer(evidence, relationId).some(mayHavePaid) ? [{ code: 'contested', documentId: id }] : [];
}
