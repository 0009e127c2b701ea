import { isSales } from '../books/item.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { partsOf, pileOf, setsWithSum } from '../evidence/pile.ts';
import type { Pile } from '../evidence/pile.ts';
import { isTellingSum } from '../evidence/subset-sum.ts';
import type { Veto } from '../decision.ts';
import { inFull, reasonsOfNames, sumOf } from './finding.ts';
import type { Finding, MatchRule } from './finding.ts';

/**
 * Does the line name some of its documents (a list that was cut, "en andere"), and is there exactly one set of other
 * open documents of the same payer that makes up the rest? Few documents, and a sum that chance would not give. That
 * the payer is hinted at is enough here: what is named says the same. One other document with exactly the amount of the
 * line contradicts what is named.
 */
export const byCompletedReferences: MatchRule = (evidence) => {
  const { open, isAmbiguous } = evidence.named();
  if (open.length === 0 || isAmbiguous) return undefined;
  const named = open.map(({ item }) => item);
  const rest = evidence.amountMinor - sumOf(named, evidence);
  const { relationIds, reasons } = evidence.payer();
  if (rest === 0n || !named.every(({ document }) => relationIds.includes(document.relationId ?? ''))) return undefined;

  const pile = othersOf(evidence, relationIds, named);
  const { solutions, isComplete } = setsWithSum(pile, rest);
  const [added, ...others] = solutions;
  if (!added) return undefined;
  const isAll = added.length === partsOf(pile).length;
  const rival = partsOf(pile).find(({ value }) => value === evidence.amountMinor);
  return {
    rule: 'references-completed',
    automation: 'learned',
    parts: inFull([...named, ...added.map(({ item }) => item)]),
    reasons: [...reasonsOfNames(open), { code: isAll ? 'all_open_documents' : 'only_combination' }, ...reasons],
    vetoes: [
      ...vetoesOf(others.length > 0, isComplete, isAll || isFew(pile, added.length)),
      ...(rival ? [{ code: 'amount_fits_other' as const, documentId: rival.item.document.id }] : []),
    ],
  };
};

function vetoesOf(hasSecond: boolean, isComplete: boolean, isTelling: boolean): Veto[] {
  if (hasSecond) return [{ code: 'tie' }];
  return isComplete && isTelling ? [] : [{ code: 'search_unfinished' }];
}

/** As many as may be added without being named. */
export function isFew(pile: Pile, size: number): boolean {
  return size <= mostUnnamed && isTellingSum(partsOf(pile), size);
}

function othersOf(evidence: Evidence, relationIds: readonly string[], named: readonly Finding['parts'][0]['item'][]) {
  const isOfSales = named.every(({ document }) => isSales(document.kind));
  const { sales, purchases } = pileOf(evidence, relationIds);
  const isOther = ({ item }: (typeof sales)[number]) => !named.includes(item);
  return isOfSales
    ? { sales: sales.filter(isOther), purchases: [] }
    : { sales: [], purchases: purchases.filter(isOther) };
}

const mostUnnamed = 3;
