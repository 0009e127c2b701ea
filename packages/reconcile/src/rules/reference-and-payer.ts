import type { Reason, RuleName, Veto } from '../decision.ts';
import { valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import { agreementWith, isOfAnother, isWithDiscount } from '../evidence/agreement.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { isExactForm } from '../evidence/mention.ts';
import type { NamedItem } from '../evidence/named.ts';
import { partsOf, pileOf, setsWithSum } from '../evidence/pile.ts';
import type { Pile } from '../evidence/pile.ts';
import type { Adjustment } from '../model.ts';
import { reasonsOfNames } from './finding.ts';
import type { MatchRule } from './finding.ts';
import { tailIn } from './tail-and-amount.ts';

/**
 * Does the line name exactly one open document, but pay less or more than is open on it? What fits its own discount
 * or the company's limit is a whole payment. Otherwise nothing else that the relation has
 * open may explain the amount, or what is left over; and who pays a part must be the one of the document.
 */
export const byReferenceAndPayer: MatchRule = (evidence) => {
  const { open, isAmbiguous } = evidence.named();
  const [found] = open;
  if (!found || open.length > 1 || isAmbiguous) return undefined;
  const { item } = found;
  const value = valueOn(item, evidence.sign);
  if (value <= 0n || value === evidence.amountMinor) return undefined;

  const fit = fitOf(evidence, item, value);
  const agreement = agreementWith(evidence, item);
  return {
    rule: ruleOf[fit],
    automation: 'learned',
    parts: [
      { item, amountMinor: smaller(value, evidence.amountMinor), adjustment: adjustmentOf(evidence, fit, value) },
    ],
    reasons: [
      ...reasonsOfNames(open),
      { code: amountReasonOf[fit], documentId: item.document.id },
      ...(agreement ?? []),
    ],
    vetoes: [
      ...(found.mention.form === 'number_look_alike' ? [{ code: 'payer_unknown' } as const] : []),
      ...(isWhole(fit) ? [] : vetoesFor(evidence, found, agreement !== undefined)),
    ],
  };
};

/** How the amount of the line fits what is open on the document, where the two differ. */
type Fit = 'discount' | 'within_limit' | 'part' | 'over';
const ruleOf: Readonly<Record<Fit, RuleName>> = {
  discount: 'reference-whole',
  within_limit: 'reference-whole',
  part: 'reference-in-part',
  over: 'reference-overpaid',
};
const amountReasonOf: Readonly<Record<Fit, Reason['code']>> = {
  discount: 'amount_with_discount',
  within_limit: 'amount_within_limit',
  part: 'amount_part',
  over: 'amount_over',
};

function fitOf(evidence: Evidence, item: Item, value: bigint): Fit {
  if (isWithDiscount(evidence, item)) return 'discount';
  const difference = value - evidence.amountMinor;
  /** The limit is in euro: a difference in another currency is never let go. */
  const limit = evidence.line.currency === 'EUR' ? evidence.books.paymentDifferenceLimitMinor : 0n;
  if (difference <= limit && -difference <= limit) return 'within_limit';
  return difference > 0n ? 'part' : 'over';
}

function isWhole(fit: Fit): boolean {
  return fit === 'discount' || fit === 'within_limit';
}

/** What a payment that counts as whole leaves off. */
function adjustmentOf({ amountMinor: paid }: Evidence, fit: Fit, value: bigint): Adjustment | undefined {
  const amountMinor = value - paid;
  if (amountMinor <= 0n || !isWhole(fit)) return undefined;
  return { amountMinor, kind: fit === 'discount' ? 'discount' : 'payment_difference' };
}

function vetoesFor(evidence: Evidence, found: NamedItem, isAgreed: boolean): Veto[] {
  const { item } = found;
  const pile = without(pileOf(evidence, payersOf(evidence, item)), item);
  const excess = evidence.amountMinor - valueOn(item, evidence.sign);
  const vetoes: Veto[] = isAgreed || isExcessOfNothing(evidence, found, excess) ? [] : [{ code: 'payer_unknown' }];
  const rival = partsOf(pile).find(({ value }) => value === evidence.amountMinor || value === excess);
  if (rival) return [...vetoes, { code: 'amount_fits_other', documentId: rival.item.document.id }];

  if (tailsOfOthers(evidence, pile)) return [...vetoes, { code: 'reference_names_other' }];
  const { solutions, isComplete } =
    excess > 0n ? setsWithSum(pile, excess) : setsWithSum(pile, evidence.amountMinor, rivalLimits);
  if (solutions.length > 0) return [...vetoes, { code: 'amount_fits_other' }];
  return excess > 0n && !isComplete ? [...vetoes, { code: 'search_unfinished' }] : vetoes;
}

/** Who seems to pay, and who should. */
function payersOf(evidence: Evidence, { document: { relationId = '' } }: Item): readonly string[] {
  const { relationIds } = evidence.payer();
  return relationIds.includes(relationId) ? relationIds : [...relationIds, relationId];
}

/**
 * Paying too much needs no known payer when the reference has its own check, and nothing at all that is open has the
 * amount of the line or of what is left over.
 */
function isExcessOfNothing(evidence: Evidence, { item, mention }: NamedItem, excess: bigint): boolean {
  const { documents } = evidence.books;
  return (
    excess > 0n &&
    isExactForm(mention.form) &&
    documents.amountCount(excess) + documents.amountCount(evidence.amountMinor) === 0 &&
    !isOfAnother(evidence, item)
  );
}

/** "2026-123 + 130": a second number, of which only the end was written. */
function tailsOfOthers(evidence: Evidence, pile: Pile): boolean {
  const { loose } = evidence.references();
  return loose.length > 0 && partsOf(pile).some(({ item }) => tailIn(item, loose) !== undefined);
}

function without({ sales, purchases }: Pile, item: Item): Pile {
  return {
    sales: sales.filter((part) => part.item !== item),
    purchases: purchases.filter((part) => part.item !== item),
  };
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

/** For a part of one document: more than three others by chance explain nearly any amount. */
const rivalLimits = { maximumSize: 3, maximumNodes: 5_000, maximumSolutions: 1 };
