import type { Movement } from './statement.ts';
import { ExactSum, formatThousandths } from './thousandths.ts';

/** A movement and the movements that explain it. */
export type MovementTree = Readonly<{ movement: Movement; details: readonly MovementTree[] }>;

/** Makes trees of the movements of a statement, in file order; a tree is given when the next one begins. */
export function* movementTrees(movements: Iterable<Movement>): Generator<MovementTree, void, undefined> {
  let root: MovementTree | undefined;
  let details = new Map<number, MovementTree[]>();
  for (const movement of movements) {
    const own: MovementTree[] = [];
    const tree = { movement, details: own };
    const siblings = movement.parent === null ? undefined : details.get(movement.parent.ordinal);
    if (siblings === undefined) {
      if (root !== undefined) yield root;
      root = tree;
      details = new Map();
    } else {
      siblings.push(tree);
    }
    details.set(movement.ordinal, own);
  }
  if (root !== undefined) yield root;
}

/** What an invoice matcher looks at, instead of a total that pays many invoices at once. */
export type MatchingParts = Readonly<{
  parts: readonly Movement[];
  /** Of an amount less costs: what it was before them (category 100). An invoice may be for either. */
  gross: Movement | null;
  /** The details do not add up to their total, so the total itself is offered. */
  mismatch: Readonly<{ code: 'DETAIL_SUM_MISMATCH'; found: string; expected: string }> | null;
}>;

/**
 * The leaves of a total, when they add up to it; otherwise the total. The breakdown of a single amount (types 3 and 8)
 * only explains it: banks leave parts out of it.
 */
export function matchingParts({ movement, details }: MovementTree): MatchingParts {
  if (details.length === 0) return { parts: [movement], gross: null, mismatch: null };
  const isBreakdown =
    movement.transactionCode.type === '3' || details.some((detail) => detail.movement.transactionCode.type === '8');
  if (isBreakdown) return { parts: [movement], gross: grossOf(details), mismatch: null };

  const sum = sumOf(details);
  const { amountThousandths } = movement;
  if (sum === null || amountThousandths === null || sum !== BigInt(amountThousandths)) {
    const expected = amountThousandths === null ? '?' : formatThousandths(amountThousandths);
    const found = sum === null ? '?' : formatThousandths(sum);
    return { parts: [movement], gross: null, mismatch: { code: 'DETAIL_SUM_MISMATCH', found, expected } };
  }
  const below = details.map(matchingParts);
  return {
    parts: below.flatMap(({ parts }) => parts),
    gross: null,
    mismatch: below.find(({ mismatch }) => mismatch !== null)?.mismatch ?? null,
  };
}

function grossOf(details: readonly MovementTree[]): Movement | null {
  return details.find(({ movement }) => movement.transactionCode.category === '100')?.movement ?? null;
}

function sumOf(details: readonly MovementTree[]): bigint | null {
  const sum = new ExactSum();
  for (const { movement } of details) {
    if (movement.amountThousandths === null) return null;
    sum.add(movement.amountThousandths);
  }
  return sum.total;
}
