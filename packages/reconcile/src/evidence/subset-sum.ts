import type { Item } from '../books/item.ts';

/** What an item adds to the sum: a credit note's is negative. */
export type Part = Readonly<{ item: Item; value: bigint }>;

export type SubsetSearch = Readonly<{
  /** At most two: a second one is enough to know that the first proves nothing. */
  solutions: readonly (readonly Part[])[];
  /** False when there was more to look at than the limits allow: then nothing is proven either. */
  isComplete: boolean;
}>;

export type SubsetLimits = Readonly<{ maximumSize: number; maximumNodes: number; maximumSolutions: number }>;

/** Exactly which of these parts make this sum? Depth first over falling values, cut off where no sum can be reached. */
export function findSubsets(
  parts: readonly Part[],
  target: bigint,
  { maximumSize, maximumNodes, maximumSolutions }: SubsetLimits = subsetLimits,
): SubsetSearch {
  const sorted = parts.length > 1 ? parts.toSorted(byFallingValue) : parts;
  const lowest = sumsOfLowest(sorted, maximumSize);
  const solutions: Part[][] = [];
  const chosen: Part[] = [];
  let nodes = 0;
  visit(0, target, maximumSize);
  return { solutions, isComplete: nodes <= maximumNodes };

  /** `missing` to the sum, and `left` places to make it up in. */
  function visit(from: number, missing: bigint, left: number): void {
    if (missing === 0n && chosen.length > 0) {
      solutions.push([...chosen]);
      if (lowest === noCreditNotes) return;
    }
    if (left === 0) return;
    const below = lowest[Math.min(left, lowest.length - 1)] ?? 0n;
    const places = BigInt(left);
    for (let at = from; solutions.length < maximumSolutions && nodes <= maximumNodes; at += 1) {
      const part = sorted[at];
      if (!part) return;
      nodes += 1;
      const { value } = part;
      /** Values fall: taking this one as often as there are places left is more than can still be reached. */
      if (value >= 0n ? value * places < missing : missing >= 0n) return;
      if (value > 0n && value + below > missing) continue;
      chosen.push(part);
      visit(at + 1, missing - value, left - 1);
      chosen.pop();
    }
  }
}

function byFallingValue(left: Part, right: Part): number {
  return left.value < right.value ? 1 : left.value > right.value ? -1 : 0;
}

/** The most that credit notes can take off again, by how many of them may be taken; without any, nothing. */
function sumsOfLowest(falling: readonly Part[], maximumSize: number): readonly bigint[] {
  const least = falling.at(-1);
  if (!least || least.value >= 0n) return noCreditNotes;
  const sums = [0n];
  for (const { value } of falling.slice(-maximumSize).toReversed()) {
    sums.push((sums.at(-1) ?? 0n) + (value < 0n ? value : 0n));
  }
  return sums;
}

/**
 * Whether a sum of these parts would rarely come about by chance: all sets of this size, spread over the sums they can
 * make in steps of what all amounts have in common, would hit one sum in two hundred at most.
 */
export function isTellingSum(parts: readonly Part[], size: number): boolean {
  let unit = 0n;
  let spread = 0n;
  for (const { value } of parts) {
    const amount = value < 0n ? -value : value;
    unit = commonDivisor(unit, amount);
    spread += amount;
  }
  let sets = 1n;
  let all = 0n;
  for (let taken = 1; taken <= size; taken += 1) {
    sets = (sets * BigInt(parts.length - taken + 1)) / BigInt(taken);
    all += sets;
  }
  return unit > 0n && all * chanceDivisor <= spread / unit;
}

function commonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

const noCreditNotes: readonly bigint[] = [0n];
export const mostCandidates = 24;
export const subsetLimits: SubsetLimits = { maximumSize: 6, maximumNodes: 20_000, maximumSolutions: 2 };
const chanceDivisor = 200n;
