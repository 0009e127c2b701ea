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

  const agreement = agreementWith(evidence, item);
  return {
    rule: ruleOf(evidence, item),
    automation: 'learned',
    parts: [{ item, amountMinor: smaller(value, evidence.amountMinor), adjustment: adjustmentOf(evidence, item) }],
    reasons: [...reasonsOfNames(open), amountReason(evidence, item), ...(agreement ?? [])],
    vetoes: [
      ...(found.mention.form === 'number_look_alike' ? [{ code: 'payer_unknown' } as const] : []),
      ...(isWhole(evidence, item) ? [] : vetoesFor(evidence, found, agreement !== undefined)),
    ],
  };
};

function vetoesFor(evidence: Evidence, found: NamedItem, isAgreed: boolean): Veto[] {
  const { item } = found;
  const relationIds = new Set([...evidence.payer().relationIds, item.document.relationId ?? '']);
  const pile = without(pileOf(evidence, [...relationIds]), item);
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

function ruleOf(evidence: Evidence, item: Item): RuleName {
  if (isWhole(evidence, item)) return 'reference-whole';
  return valueOn(item, evidence.sign) > evidence.amountMinor ? 'reference-in-part' : 'reference-overpaid';
}

function isWhole(evidence: Evidence, item: Item): boolean {
  const difference = valueOn(item, evidence.sign) - evidence.amountMinor;
  /** The limit is in euro: a difference in another currency is never let go. */
  const limit = evidence.line.currency === 'EUR' ? evidence.books.paymentDifferenceLimitMinor : 0n;
  return isWithDiscount(evidence, item) || (difference <= limit && -difference <= limit);
}

export function amountReason(evidence: Evidence, item: Item): Reason {
  const documentId = item.document.id;
  const value = valueOn(item, evidence.sign);
  if (value === evidence.amountMinor) return { code: 'amount_exact', documentId };
  if (isWithDiscount(evidence, item)) return { code: 'amount_with_discount', documentId };
  if (isWhole(evidence, item)) return { code: 'amount_within_limit', documentId };
  return { code: value > evidence.amountMinor ? 'amount_part' : 'amount_over', documentId };
}

/** What a payment that counts as whole leaves off. */
function adjustmentOf(evidence: Evidence, item: Item): Adjustment | undefined {
  const amountMinor = valueOn(item, evidence.sign) - evidence.amountMinor;
  if (amountMinor <= 0n || !isWhole(evidence, item)) return undefined;
  return { amountMinor, kind: isWithDiscount(evidence, item) ? 'discount' : 'payment_difference' };
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
