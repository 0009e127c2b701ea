import { isOpen, valueOn } from '../books/item.ts';
import type { Item } from '../books/item.ts';
import type { Evidence } from './evidence.ts';
import type { Mention } from './mention.ts';

export type NamedItem = Readonly<{ item: Item; mention: Mention }>;

/** The documents that are named, each once. */
export type Named = Readonly<{
  /** May be paid by this line, or netted on it. */
  open: readonly NamedItem[];
  /** Paid already. They tell who pays, and that an old reference was copied. */
  closed: readonly NamedItem[];
  /** Open, but disputed or in another currency. */
  blocked: readonly NamedItem[];
  /** A reference that several open documents have, with nothing to choose by. */
  isAmbiguous: boolean;
}>;

export function resolveNames(evidence: Evidence, mentions: readonly Mention[]): Named {
  const [sole] = mentions;
  if (!sole) return nothingNamed;
  if (mentions.length === 1 && sole.items.length === 1) return oneNamed(evidence, sole);
  const open = new Map<Item, Mention>();
  const closed = new Map<Item, Mention>();
  const blocked = new Map<Item, Mention>();
  let isAmbiguous = false;
  for (const mention of mentions) {
    const { items } = mention;
    const payable = items.filter((item) => isOpen(item) && item.document.currency === evidence.line.currency);
    if (payable.length > 0) {
      const meant = payable.length === 1 ? payable : narrow(evidence, payable);
      const [item] = meant;
      if (item && meant.length === 1) open.set(item, mention);
      else isAmbiguous = true;
    } else for (const item of items) (item.openMinor > 0n ? blocked : closed).set(item, mention);
  }
  return { open: listOf(open), closed: listOf(closed), blocked: listOf(blocked), isAmbiguous };
}

/** As below, for the usual case. */
function oneNamed({ line }: Evidence, mention: Mention): Named {
  const [item] = mention.items;
  if (!item) return nothingNamed;
  const named = [{ item, mention }];
  const isPayable = isOpen(item) && item.document.currency === line.currency;
  return {
    open: isPayable ? named : none,
    closed: isPayable || item.openMinor > 0n ? none : named,
    blocked: isPayable || item.openMinor <= 0n ? none : named,
    isAmbiguous: false,
  };
}

/** By who pays, else by the amount: two suppliers may number alike. */
function narrow(evidence: Evidence, items: readonly Item[]): readonly Item[] {
  const fitting = items.filter((item) => valueOn(item, evidence.sign) > 0n);
  if (fitting.length === 1) return fitting;
  const { relationIds } = evidence.payer();
  const ofPayer = fitting.filter(({ document }) => relationIds.includes(document.relationId ?? ''));
  if (ofPayer.length === 1) return ofPayer;
  const exact = (ofPayer.length > 0 ? ofPayer : fitting).filter(({ openMinor }) => openMinor === evidence.amountMinor);
  return exact.length === 1 ? exact : items;
}

function listOf(found: ReadonlyMap<Item, Mention>): NamedItem[] {
  return [...found].map(([item, mention]) => ({ item, mention }));
}

const none: readonly never[] = [];
const nothingNamed: Named = { open: none, closed: none, blocked: none, isAmbiguous: false };
