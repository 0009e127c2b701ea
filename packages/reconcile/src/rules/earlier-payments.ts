import type { Item } from '../books/item.ts';
import type { Veto } from '../decision.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { isExactForm } from '../evidence/mention.ts';
import type { Finding } from './finding.ts';

/**
 * A payment came earlier and still waits: by the same account or relation, with money enough, or by nobody that is known,
 * with exactly this amount. It names nothing else, and the relation has a newer document of this amount open too: the
 * earlier one may well have paid this document, and this one repeats an old reference. Only what is copied is asked:
 * nobody types an old number month after month.
 */
export function earlierPaymentVeto({ parts }: Finding, evidence: Evidence): Veto | undefined {
  const [part] = parts;
  if (!part || parts.length > 1) return undefined;
  const { item } = part;
  const { id, relationId } = item.document;
  if (relationId === undefined || item.openMinor !== evidence.amountMinor) return undefined;
  const isCopied = evidence.named().open.some((named) => named.item === item && isExactForm(named.mention.form));
  if (!isCopied) return undefined;

  const { waiting } = evidence.books;
  const isNewerTwin = ({ document, openMinor, issueDay }: Item) =>
    issueDay > item.issueDay && openMinor === item.openMinor && document.kind === item.document.kind;
  if (!item.openOfRelation.some(isNewerTwin)) return undefined;

  const mayHavePaid = (other: Evidence) =>
    other !== evidence &&
    other.day <= evidence.day &&
    other.day >= item.issueDay &&
    other.sign === evidence.sign &&
    other.amountMinor >= item.openMinor &&
    other.line.currency === evidence.line.currency &&
    other.named().open.every((named) => named.item === item) &&
    !other.isSurelyOther();
  const isContested =
    waiting.ofPayer(evidence, relationId).some(mayHavePaid) || waiting.ofNobody(item.openMinor).some(mayHavePaid);
  return isContested ? { code: 'contested', documentId: id } : undefined;
}
