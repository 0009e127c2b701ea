import { valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import type { Reason, Veto } from '../decision.ts';
import { agreementWith, isOfAnother, isWithDiscount } from '../evidence/agreement.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { reasonOf } from '../evidence/mention.ts';
import type { FoundPart } from '../rules/finding.ts';
import { tailIn } from '../rules/tail-and-amount.ts';
import { repairedReasons } from './repairs.ts';

/** A set of documents that a person may be shown, with everything that speaks for it. */
export type Candidate = Readonly<{
  parts: readonly FoundPart[];
  reasons: readonly Reason[];
  vetoes: readonly Veto[];
}>;

/** Describes one set of documents for one line: how it is named, how the amount fits, who pays. */
export function candidateOf(evidence: Evidence, items: readonly Item[]): Candidate {
  const [first] = items;
  const payer = first ? agreementWith(evidence, first) : undefined;
  const { certainty } = evidence.payer();
  const isOther = payer === undefined && first !== undefined && isOfAnother(evidence, first);
  return {
    parts: allocate(evidence, items),
    reasons: [
      ...items.flatMap((item) => namingReasons(evidence, item)),
      amountReasonOf(evidence, items),
      ...(payer ?? []),
    ],
    vetoes: [
      ...items.flatMap((item) => stateVetoes(evidence, item)),
      ...(isOther ? [{ code: 'payer_is_other' } as const] : []),
      ...(payer === undefined && certainty === 'unknown' ? [{ code: 'payer_unknown' } as const] : []),
    ],
  };
}

function stateVetoes({ line }: Evidence, { document: { id, status, currency } }: Item): Veto[] {
  return [
    ...(status === 'disputed' ? [{ code: 'document_disputed', documentId: id } as const] : []),
    ...(currency === line.currency ? [] : [{ code: 'currency_differs', documentId: id } as const]),
  ];
}

function namingReasons(evidence: Evidence, item: Item): Reason[] {
  const { mentions, between, loose } = evidence.references();
  const mention = [...mentions, ...between].find(({ items }) => items.includes(item));
  if (mention) return [reasonOf(mention, item)];
  const tail = tailIn(item, loose);
  if (tail) {
    const { matchedText, offset, field } = tail;
    return [{ code: 'number_tail', documentId: item.document.id, matchedText, offset, field }];
  }
  const repaired = repairedReasons(evidence, item);
  return repaired.length > 0 ? repaired : oldReferenceReasons(evidence, item);
}

/** The line names a document of the same relation that was paid before. */
function oldReferenceReasons(evidence: Evidence, { document }: Item): Reason[] {
  const old = evidence.named().closed.find(({ item }) => item.document.relationId === document.relationId);
  if (!old || document.relationId === undefined) return [];
  const { matchedText, offset, field } = old.mention;
  return [{ code: 'old_reference', documentId: document.id, matchedText, offset, field }];
}

function amountReasonOf(evidence: Evidence, items: readonly Item[]): Reason {
  const sum = items.reduce((total, item) => total + valueOn(item, evidence.sign), 0n);
  const [first] = items;
  if (sum === evidence.amountMinor) return { code: items.length === 1 ? 'amount_exact' : 'amount_sum' };
  if (first && items.length === 1 && isWithDiscount(evidence, first)) return { code: 'amount_with_discount' };
  return { code: sum > evidence.amountMinor ? 'amount_part' : 'amount_over' };
}

/** Credit notes in full, invoices in the given order as far as the money goes. */
function allocate(evidence: Evidence, items: readonly Item[]): FoundPart[] {
  let left = evidence.amountMinor;
  const parts: FoundPart[] = [];
  for (const item of items) {
    const value = valueOn(item, evidence.sign);
    if (value >= 0n) continue;
    left -= value;
    parts.push({ item, amountMinor: -value });
  }
  for (const item of items) {
    const value = valueOn(item, evidence.sign);
    const amountMinor = value < left ? value : left;
    if (value <= 0n || amountMinor <= 0n) continue;
    left -= amountMinor;
    parts.push({ item, amountMinor });
  }
  return parts;
}
