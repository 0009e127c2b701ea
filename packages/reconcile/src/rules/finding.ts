import type { Reason, RuleName, Veto } from '../decision.ts';
import type { Adjustment } from '../model.ts';
import { valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { reasonOf } from '../evidence/mention.ts';
import type { NamedItem } from '../evidence/named.ts';

/** A document, what of the line goes to it, and what of it is let go beside that. */
export type FoundPart = Readonly<{ item: Item; amountMinor: bigint; adjustment?: Adjustment | undefined }>;

/** An explanation of a line that a rule found. With vetoes it is only shown; without, it is certain. */
export type Finding = Readonly<{
  rule: RuleName;
  automation: 'exact' | 'learned';
  parts: readonly FoundPart[];
  reasons: readonly Reason[];
  vetoes: readonly Veto[];
}>;

/** One rule, one question. Rules never see a database, a clock, each other, or other lines. */
export type MatchRule = (evidence: Evidence) => Finding | undefined;

/** What the part takes off what is open. */
export function settledBy({ amountMinor, adjustment }: Pick<FoundPart, 'amountMinor' | 'adjustment'>): bigint {
  return adjustment ? amountMinor + adjustment.amountMinor : amountMinor;
}

/** Each document for all that is open on it. */
export function inFull(items: readonly Item[]): FoundPart[] {
  return items.map((item) => ({ item, amountMinor: item.openMinor }));
}

export function sumOf(items: readonly Item[], { sign }: Evidence): bigint {
  return items.reduce((sum, item) => sum + valueOn(item, sign), 0n);
}

export function reasonsOfNames(named: readonly NamedItem[]): Reason[] {
  return named.map(({ item, mention }) => reasonOf(mention, item));
}
