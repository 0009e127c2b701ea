import { isOpen } from './merge-board.ts';
import type { MergeBoard, Place, Witness } from './merge-board.ts';
import type { MergeDecision, TotalTold } from './merge-types.ts';

/** What was found about totals that CODA tells without details, for the lines that nothing else was found for. */
export type TotalsFound = Readonly<{ decisions: ReadonlyMap<string, MergeDecision>; totalsTold: readonly TotalTold[] }>;

/** An incoming total may be what lines of the ledger told one by one. */
export function findLinesOfIncomingTotals(board: MergeBoard): TotalsFound {
  const decisions = new Map<string, MergeDecision>();
  const totals = board.incoming.filter((witness) => isBareTotal(witness) && !witness.place);
  if (board.source === 'ponto' || totals.length === 0) return { decisions, totalsTold: [] };
  const placesOf = byDayAndSign(allPlaces(board).filter((place) => isOpen(place)));
  for (const total of totals.toSorted(byId)) {
    const lines = (placesOf.get(dayAndSign(total)) ?? []).filter(isOpen);
    const ledgerIds = lines.map(({ ledger }) => ledger.id).toSorted();
    const [first] = lines;
    if (!first) continue;
    if (lines.length > 1 && sumOf(lines) === total.facts.amountMinor) {
      for (const line of lines) line.isOut = true;
      decisions.set(total.id, { outcome: 'total_of', ledgerIds });
    } else {
      const some = subsetThatAddsUp(lines, total.facts.amountMinor);
      const suspect = (some ?? lines).find((line) => isSmaller(line, total));
      if (suspect) decisions.set(total.id, doubtful(suspect.ledger.id));
    }
  }
  return { decisions, totalsTold: [] };
}

/** Incoming lines may be what a total of the ledger told at once. */
export function findTotalsOfIncomingLines(board: MergeBoard): TotalsFound {
  const decisions = new Map<string, MergeDecision>();
  const totalsTold: TotalTold[] = [];
  const totals = allPlaces(board).filter((place) => isOpen(place) && !place.part && isBareTotalOfLedger(place));
  if (board.source === 'coda' || totals.length === 0) return { decisions, totalsTold };
  const witnessesOf = byDayAndSign(allWitnesses(board).filter(isAlone));
  for (const total of totals.toSorted((left, right) => (left.ledger.id < right.ledger.id ? -1 : 1))) {
    const lines = (witnessesOf.get(dayAndSign(total)) ?? []).filter(isAlone).toSorted(byId);
    const arriving = lines.filter(({ incoming }) => incoming);
    if (arriving.length === 0) continue;
    const isTold = lines.length > 1 && sumOf(lines) === total.facts.amountMinor;
    if (isTold && !total.ledger.isAllocated) {
      for (const line of lines) line.isOut = true;
      const ledgerIds = lines.filter(({ incoming }) => !incoming).map(({ id }) => id);
      totalsTold.push({ ledgerId: total.ledger.id, incomingIds: arriving.map(({ id }) => id), ledgerIds });
      for (const { id } of arriving) decisions.set(id, { outcome: 'new' });
      continue;
    }
    const some = isTold ? lines : subsetThatAddsUp(lines, total.facts.amountMinor);
    for (const line of arriving) {
      const isSuspect = some?.includes(line) ?? isSmaller(line, total);
      if (isSuspect) decisions.set(line.id, doubtful(total.ledger.id));
    }
  }
  return { decisions, totalsTold };
}

function doubtful(ledgerId: string): MergeDecision {
  return { outcome: 'doubtful', ledgerId, reason: 'may_be_in_total' };
}

function isBareTotal({ incoming }: Witness): boolean {
  return incoming?.isTotal === true && incoming.parts.length === 0;
}

function isBareTotalOfLedger({ ledger }: Place): boolean {
  return ledger.isTotal && ledger.parts.length === 0;
}

/** Told by its own source only, and by no total yet. */
function isAlone({ place, isOut, partIndex, stood }: Witness): boolean {
  return !place && !isOut && partIndex === undefined && !stood;
}

function isSmaller(line: Witness | Place, total: Witness | Place): boolean {
  return magnitude(line.facts.amountMinor) < magnitude(total.facts.amountMinor);
}

function magnitude(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

function allPlaces(board: MergeBoard): Place[] {
  return [...board.buckets.values()].flatMap(({ places }) => [...places.values()].flat()).filter(({ part }) => !part);
}

function allWitnesses(board: MergeBoard): Witness[] {
  return [...board.buckets.values()].flatMap(({ witnesses }) => [...witnesses.values()].flat());
}

function byDayAndSign<Line extends Witness | Place>(lines: readonly Line[]): Map<string, Line[]> {
  return Map.groupBy(lines, dayAndSign);
}

function dayAndSign({ facts }: Witness | Place): string {
  return `${facts.bookingDate} ${facts.currency} ${facts.amountMinor < 0n ? 'out' : 'in'}`;
}

function sumOf(lines: readonly (Witness | Place)[]): bigint {
  return lines.reduce((sum, { facts }) => sum + facts.amountMinor, 0n);
}

function byId(left: Witness, right: Witness): number {
  return left.id < right.id ? -1 : 1;
}

/** Some of the lines, two at least, that are exactly the sum; undefined when a bounded search finds none. */
export function subsetThatAddsUp<Line extends Witness | Place>(
  lines: readonly Line[],
  sumMinor: bigint,
): readonly Line[] | undefined {
  let steps = 0;
  const search = (start: number, missing: bigint, chosen: readonly Line[]): readonly Line[] | undefined => {
    if (missing === 0n && chosen.length > 1) return chosen;
    for (let index = start; index < lines.length && steps < searchedSteps; index++) {
      steps += 1;
      const line = lines[index];
      if (!line || magnitude(line.facts.amountMinor) > magnitude(missing)) continue;
      const found = search(index + 1, missing - line.facts.amountMinor, [...chosen, line]);
      if (found) return found;
    }
    return undefined;
  };
  return search(0, sumMinor, []);
}

const searchedSteps = 20_000;
