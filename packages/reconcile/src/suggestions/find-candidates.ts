import { byAge, isSales, valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import { agreementWith, isWithDiscount } from '../evidence/agreement.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { isPayable, partsOf, pileOf, setsWithSum } from '../evidence/pile.ts';
import { subsetLimits } from '../evidence/subset-sum.ts';
import type { Finding } from '../rules/finding.ts';
import { candidateOf } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { repairedReasons } from './repairs.ts';

/** Everything worth showing for a line that was not booked, each set of documents once, in no order yet. */
export function findCandidates(evidence: Evidence, findings: readonly Finding[]): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (candidate: Candidate) => {
    const key = keyOf(candidate);
    if (key !== '' && !found.has(key) && !isRejected(evidence, candidate)) found.set(key, candidate);
  };
  for (const finding of findings) add(finding);
  for (const items of [...namedSets(evidence), ...setsOfPayer(evidence), ...withAmount(evidence)]) {
    add(candidateOf(evidence, items));
  }
  return [...found.values()];
}

/** What is named: each alone and all together, also what may not be booked (disputed, another currency). */
function namedSets(evidence: Evidence): Item[][] {
  const { open, blocked } = evidence.named();
  const items = open.map(({ item }) => item).filter((item) => valueOn(item, evidence.sign) > 0n);
  const sets = items.map((item) => [item]);
  if (open.length > 1 && hasOneSide(items)) sets.push(open.map(({ item }) => item));
  return [...sets, ...blocked.map(({ item }) => [item])];
}

function hasOneSide(items: readonly Item[]): boolean {
  return new Set(items.map(({ document }) => isSales(document.kind))).size === 1;
}

/** What the payer, or the relation of what is named, has open: single documents, sums, all of it, the oldest in part. */
function setsOfPayer(evidence: Evidence): Item[][] {
  const named = evidence.named();
  const relations = [...named.open, ...named.closed].flatMap(({ item }) => item.document.relationId ?? []);
  const pile = pileOf(evidence, [...new Set([...evidence.payer().relationIds, ...relations])]);
  const parts = partsOf(pile).filter(({ value }) => value > 0n);
  if (parts.length === 0) return [];
  const exact = parts.filter(({ value }) => value === evidence.amountMinor).slice(0, mostOfAKind);
  const limits = { ...subsetLimits, maximumSolutions: mostOfAKind };
  const sums = setsWithSum(pile, evidence.amountMinor, limits).solutions;
  const discounted = parts.filter(({ item }) => isWithDiscount(evidence, item));
  const repaired = parts.filter(({ item }) => repairedReasons(evidence, item).length > 0);
  const oldest = parts.filter(({ value }) => value > evidence.amountMinor).slice(0, mostOfAKind);
  const smaller = parts.filter(({ value }) => value < evidence.amountMinor).slice(-1);
  return [
    ...[...exact, ...discounted, ...repaired, ...oldest, ...smaller].map(({ item }) => [item]),
    ...sums.map((set) => set.map(({ item }) => item)),
    ...completed(
      evidence,
      named.open.map(({ item }) => item),
    ),
  ];
}

/** What is named, with the sets of other documents that make up the rest. */
function completed(evidence: Evidence, named: readonly Item[]): Item[][] {
  if (named.length === 0 || !hasOneSide(named)) return [];
  const rest = evidence.amountMinor - named.reduce((sum, item) => sum + valueOn(item, evidence.sign), 0n);
  if (rest === 0n) return [];
  const pile = pileOf(evidence, [...new Set(named.flatMap(({ document }) => document.relationId ?? []))]);
  const isOther = ({ item }: { item: Item }) => !named.includes(item);
  const others = { sales: pile.sales.filter(isOther), purchases: pile.purchases.filter(isOther) };
  const { solutions } = setsWithSum(others, rest, { ...subsetLimits, maximumSolutions: mostOfAKind });
  return solutions.map((set) => [...named, ...set.map(({ item }) => item)]);
}

/** Open documents of exactly this amount: those whose name or reference agrees first, and any while they are few. */
function withAmount(evidence: Evidence): Item[][] {
  const { documents } = evidence.books;
  const isFew = documents.amountCount(evidence.amountMinor) <= mostWithAmount;
  const items = (isFew ? documents.withAmount(evidence.amountMinor) : ofAlikeNames(evidence))
    .filter((item) => isPayable(item, evidence) && valueOn(item, evidence.sign) === evidence.amountMinor)
    .toSorted(byAge);
  const agreeing = items.filter(
    (item) => agreementWith(evidence, item) !== undefined || repairedReasons(evidence, item).length > 0,
  );
  return [...agreeing, ...(isFew ? items.slice(0, mostShown) : [])].map((item) => [item]);
}

/** What relations have open that share an uncommon word with the name on the line. */
function ofAlikeNames({ line, books }: Evidence): Item[] {
  if (line.counterpartName === undefined) return [];
  const relations = new Set(books.relations.withWordOf(line.counterpartName));
  return [...relations].flatMap(({ id }) => books.documents.ofRelation(id));
}

function isRejected({ line, books }: Evidence, { parts }: Candidate): boolean {
  return parts.some(({ item }) => books.memory.isRejected(line.id, item.document.id));
}

function keyOf({ parts }: Candidate): string {
  return parts
    .map(({ item, amountMinor }) => `${item.document.id} ${amountMinor}`)
    .toSorted()
    .join('\n');
}

const mostOfAKind = 3;
const mostShown = 5;
const mostWithAmount = 60;
