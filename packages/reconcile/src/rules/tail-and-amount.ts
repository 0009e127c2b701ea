import { valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import { agreementWith, isOfAnother } from '../evidence/agreement.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { LooseNumber } from '../evidence/mention.ts';
import { isPayable, partsOf, pileOf } from '../evidence/pile.ts';
import { inFull, sumOf } from './finding.ts';
import type { Finding, MatchRule } from './finding.ts';

/**
 * Is a number in the text the end of a document number, and is exactly that amount open? Among what the payer has
 * open any tail will do, and several may add up. Among all documents it must have four digits, one document only may
 * fit, and nothing may say that somebody else pays.
 */
export const byTailAndAmount: MatchRule = (evidence) => {
  const { loose } = evidence.references();
  if (loose.length === 0 || evidence.named().open.length > 0 || evidence.classification()) return undefined;
  return amongThePayers(evidence, loose) ?? amongAll(evidence, loose);
};

function amongThePayers(evidence: Evidence, loose: readonly LooseNumber[]): Finding | undefined {
  const { certainty, relationIds, reasons } = evidence.payer();
  if (certainty !== 'identified' && certainty !== 'shared') return undefined;
  const parts = partsOf(pileOf(evidence, relationIds));
  const named = parts.map(({ item }) => item).filter((item) => tailIn(item, loose) !== undefined);
  const single = named.filter((item) => valueOn(item, evidence.sign) === evidence.amountMinor);
  const items = single.length > 0 ? single : named;
  if (items.length === 0 || sumOf(items, evidence) !== evidence.amountMinor) return undefined;
  return findingOf(items, loose, reasons);
}

function amongAll(evidence: Evidence, loose: readonly LooseNumber[]): Finding | undefined {
  const { documents } = evidence.books;
  if (documents.amountCount(evidence.amountMinor) > mostWithAmount) return undefined;
  const items = documents
    .withAmount(evidence.amountMinor)
    .filter((item) => isPayable(item, evidence) && valueOn(item, evidence.sign) > 0n)
    .filter((item) => isLongEnough(evidence, item, tailIn(item, loose)));
  const [item] = items;
  if (!item || items.length > 1) return undefined;
  const finding = findingOf(items, loose, agreementWith(evidence, item) ?? []);
  return isOfAnother(evidence, item) ? { ...finding, vetoes: [{ code: 'payer_is_other' }] } : finding;
}

/** Four digits stand by themselves; three are enough beside the right name. */
function isLongEnough(evidence: Evidence, item: Item, tail: LooseNumber | undefined): boolean {
  if (!tail) return false;
  const { length } = tail.matchedText;
  return length >= 4 || (length === 3 && agreementWith(evidence, item) !== undefined);
}

function findingOf(items: readonly Item[], loose: readonly LooseNumber[], reasons: Finding['reasons']): Finding {
  return {
    rule: 'tail-and-amount',
    automation: 'learned',
    parts: inFull(items),
    reasons: [
      ...items.map((item) => ({ code: 'number_tail' as const, documentId: item.document.id, ...placeOf(item, loose) })),
      { code: items.length === 1 ? 'amount_exact' : 'amount_sum' },
      ...reasons,
    ],
    vetoes: [],
  };
}

export function tailIn({ tail }: Item, loose: readonly LooseNumber[]): LooseNumber | undefined {
  return loose.find(({ value }) => value === tail);
}

function placeOf(item: Item, loose: readonly LooseNumber[]) {
  const found = tailIn(item, loose);
  return found && { matchedText: found.matchedText, offset: found.offset, field: found.field };
}

/** An amount that this many documents have says next to nothing. */
const mostWithAmount = 60;
