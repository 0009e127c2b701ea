import { byAge, isOpen, isSales, valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import type { Evidence } from './evidence.ts';
import { findSubsets, mostCandidates, subsetLimits } from './subset-sum.ts';
import type { Part, SubsetSearch } from './subset-sum.ts';

/** What these relations have open that a line like this one may pay: sales and purchases are never mixed. */
export type Pile = Readonly<{ sales: readonly Part[]; purchases: readonly Part[] }>;

export function pileOf(evidence: Evidence, relationIds: readonly string[]): Pile {
  const sales: Part[] = [];
  const purchases: Part[] = [];
  for (const relationId of relationIds) {
    for (const item of evidence.books.documents.ofRelation(relationId)) {
      if (!isPayable(item, evidence)) continue;
      const part = { item, value: valueOn(item, evidence.sign) };
      (isSales(item.document.kind) ? sales : purchases).push(part);
    }
  }
  if (sales.length > 1) sales.sort(byAgeOfItem);
  if (purchases.length > 1) purchases.sort(byAgeOfItem);
  return { sales, purchases };
}

function byAgeOfItem(left: Part, right: Part): number {
  return byAge(left.item, right.item);
}

/** Open, in the currency of the line, and not written long after it was paid. */
export function isPayable(item: Item, { line, day }: Evidence): boolean {
  return isOpen(item) && item.document.currency === line.currency && item.issueDay <= day + proFormaDays;
}

export function partsOf({ sales, purchases }: Pile): readonly Part[] {
  return purchases.length === 0 ? sales : sales.length === 0 ? purchases : [...sales, ...purchases];
}

/** Which sets of the pile make this sum? Of a pile that is too large to look through, single documents and the oldest. */
export function setsWithSum({ sales, purchases }: Pile, target: bigint, limits = subsetLimits): SubsetSearch {
  if (purchases.length === 0) return setsOf(sales, target, limits);
  if (sales.length === 0) return setsOf(purchases, target, limits);
  const searches = [sales, purchases].map((parts) => setsOf(parts, target, limits));
  return {
    solutions: searches.flatMap(({ solutions }) => solutions),
    isComplete: searches.every(({ isComplete }) => isComplete),
  };
}

function setsOf(parts: readonly Part[], target: bigint, limits: typeof subsetLimits): SubsetSearch {
  if (!parts.some(({ value }) => value > 0n)) return { solutions: [], isComplete: true };
  if (parts.length <= mostCandidates) return findSubsets(parts, target, limits);
  const single = parts.filter(({ value }) => value === target);
  if (single.length >= limits.maximumSolutions) return { solutions: single.map((part) => [part]), isComplete: true };
  const some = [...single, ...parts.filter(({ value }) => value !== target)].slice(0, mostCandidates);
  return { solutions: findSubsets(some, target, limits).solutions, isComplete: false };
}

/** A document may be dated this long after its payment: written when the money was seen. */
const proFormaDays = 3;
