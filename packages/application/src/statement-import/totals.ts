import { compare, isOpen, mayPair } from './merge-board.ts';
import type { MergeBoard, Place, Total, Witness } from './merge-board.ts';

/**
 * CODA tells a bundle as one total with its details, Ponto as one line or as many. Decides for each total, before any
 * pairing, whether it takes part whole or in parts. What takes no part is out.
 */
export function chooseBetweenTotalsAndDetails(board: MergeBoard): void {
  for (const whole of board.incoming) {
    const parts = board.partsOf.get(whole.id);
    if (parts) chooseForArrival(board, whole, parts);
  }
  for (const total of board.totals) chooseForLedger(board, total);
}

function chooseForArrival(board: MergeBoard, whole: Witness, parts: readonly Witness[]): void {
  const isApart = addsUp(whole, parts) && isToldApart(whole, parts, (witness) => pairsOfWitness(board, witness));
  if (isApart) whole.isOut = true;
  else for (const part of parts) part.isOut = true;
}

function chooseForLedger(board: MergeBoard, { whole, parts, isApart }: Total): void {
  const apart =
    isApart || !whole || (addsUp(whole, parts) && isToldApart(whole, parts, (place) => pairsOfPlace(board, place)));
  if (!apart) for (const part of parts) part.isOut = true;
  else if (whole) whole.isOut = true;
}

function addsUp(whole: Witness | Place, parts: readonly (Witness | Place)[]): boolean {
  return parts.reduce((sum, { facts }) => sum + facts.amountMinor, 0n) === whole.facts.amountMinor;
}

/** Whom a witness or a place may pair with on its day. */
type Pairs<Other> = readonly Readonly<{ other: Other; isStrong: boolean }>[];

/** One detail that surely is a line tells it, and so do lines for all details; unless one line tells the total. */
function isToldApart<Own, Other>(whole: Own, parts: readonly Own[], pairsOf: (own: Own) => Pairs<Other>): boolean {
  const ofWhole = pairsOf(whole);
  const ofParts = parts.map(pairsOf);
  if (ofWhole.some(({ isStrong }) => isStrong)) return false;
  if (ofParts.some((pairs) => pairs.some(({ isStrong }) => isStrong))) return true;
  return ofWhole.length === 0 && canAllPair(ofParts);
}

function canAllPair<Other>(ofParts: readonly Pairs<Other>[]): boolean {
  const taken = new Map<Other, number>();
  const settle = (index: number, visited: Set<Other>): boolean =>
    (ofParts[index] ?? []).some(({ other }) => {
      if (visited.has(other)) return false;
      visited.add(other);
      const holder = taken.get(other);
      if (holder !== undefined && !settle(holder, visited)) return false;
      taken.set(other, index);
      return true;
    });
  return ofParts.every((_, index) => settle(index, new Set()));
}

function pairsOfWitness(board: MergeBoard, witness: Witness): Pairs<Place> {
  const places = board.bucketOf(witness.facts).places.get(witness.day) ?? [];
  return places.filter(isOpen).flatMap((place) => pair(place, witness, place));
}

function pairsOfPlace(board: MergeBoard, place: Place): Pairs<Witness> {
  const witnesses = board.bucketOf(place.facts).witnesses.get(place.day) ?? [];
  return witnesses
    .filter(({ incoming, isOut }) => incoming && !isOut)
    .flatMap((witness) => pair(witness, witness, place));
}

function pair<Other>(other: Other, witness: Witness, place: Place): Pairs<Other> {
  const likeness = compare(witness, place);
  return mayPair(likeness) ? [{ other, isStrong: likeness.grade === 'strong' }] : [];
}
