import { daysBetween } from '@onfact-ponto/primitives';
import { accountKeyOf } from './books/relation-index.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { BankLine } from './model.ts';

/**
 * The two sides of transfers between own accounts, by line id. A side whose other side has not come, or could be one of
 * several, stays without.
 */
export function pairOwnTransfers(lines: readonly Evidence[]): ReadonlyMap<string, string> {
  const sides = lines.filter((evidence) => evidence.isOwnTransfer).map(({ line }) => line);
  if (sides.length < 2) return noPairs;
  const pairs = new Map<string, string>();
  for (const side of sides) {
    const [other, ...others] = sides.filter((candidate) => isOtherSide(side, candidate));
    if (other && others.length === 0) pairs.set(side.id, other.id);
  }
  return new Map([...pairs].filter(([id, otherId]) => pairs.get(otherId) === id));
}

function isOtherSide(side: BankLine, other: BankLine): boolean {
  return (
    other.amountMinor === -side.amountMinor &&
    other.currency === side.currency &&
    accountKeyOf(other.accountIban) === accountKeyOf(side.counterpartReference ?? '') &&
    accountKeyOf(other.counterpartReference ?? '') === accountKeyOf(side.accountIban) &&
    Math.abs(daysBetween(side.executionDate, other.executionDate)) <= daysApart
  );
}

const noPairs: ReadonlyMap<string, string> = new Map();
const daysApart = 3;
