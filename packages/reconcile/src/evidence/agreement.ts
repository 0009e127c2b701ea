import type { Reason } from '../decision.ts';
import { valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import type { Evidence } from './evidence.ts';
import { agreementOfNames } from './payer.ts';

/** Why the payer may well be the one of this document; undefined when nothing says so. */
export function agreementWith(evidence: Evidence, { document }: Item): readonly Reason[] | undefined {
  if (document.relationId === undefined) return undefined;
  const payer = evidence.payer();
  if (payer.relationIds.includes(document.relationId)) return payer.reasons;
  const relation = evidence.books.relations.find(document.relationId);
  if (!relation) return undefined;
  const agreement = agreementOfNames(evidence.line.counterpartName, relation);
  if (agreement !== 'equal' && agreement !== 'alike') return undefined;
  const code = agreement === 'equal' ? 'name_equal' : 'name_alike';
  return [{ code, matchedText: evidence.line.counterpartName, field: 'counterpartName' }];
}

/** Whether this account is known to pay for somebody else than the one of the document. */
export function isOfAnother(evidence: Evidence, { document }: Item): boolean {
  const { certainty, relationIds } = evidence.payer();
  return certainty === 'identified' && !relationIds.includes(document.relationId ?? '');
}

/** Whether the document allows to leave off exactly what this line leaves off. */
export function isWithDiscount({ sign, amountMinor, line }: Evidence, item: Item): boolean {
  const { discount, totalMinor } = item.document;
  if (!discount || item.openMinor !== totalMinor) return false;
  return line.executionDate <= discount.until && valueOn(item, sign) - discount.amountMinor === amountMinor;
}
