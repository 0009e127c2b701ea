import { dayNumberOf } from '../books/day-number.ts';
import type { Books } from '../books/books.ts';
import type { BankLine } from '../model.ts';
import { classify } from './line-kind.ts';
import type { Classification } from './line-kind.ts';
import { resolveNames } from './named.ts';
import type { Named } from './named.ts';
import { identifyPayer } from './payer.ts';
import type { Payer } from './payer.ts';
import { readReferences } from './read-references.ts';
import type { References } from './read-references.ts';

/** What one line says, and what the books know about it. Asked for piece by piece: most lines need one piece. */
export type Evidence = Readonly<{
  line: BankLine;
  /** Of the line: money in or out. */
  sign: 1n | -1n;
  /** Without sign. */
  amountMinor: bigint;
  day: number;
  books: Books;
  references: () => References;
  payer: () => Payer;
  classification: () => Classification | undefined;
  /** The documents that the references name, in their present state. Not remembered: bookings change it. */
  named: () => Named;
}>;

export function createEvidence(line: BankLine, books: Books): Evidence {
  let references: References | undefined;
  let payer: Payer | undefined;
  let classification: Classification | 'none' | undefined;
  const evidence: Evidence = {
    line,
    sign: line.amountMinor < 0n ? -1n : 1n,
    amountMinor: line.amountMinor < 0n ? -line.amountMinor : line.amountMinor,
    day: dayNumberOf(line.executionDate),
    books,
    references: () => (references ??= readReferences(line, books.documents)),
    payer: () => (payer ??= identifyPayer(line, { ...books, day: books.today })),
    classification() {
      classification ??= classify(line, books) ?? 'none';
      return classification === 'none' ? undefined : classification;
    },
    named: () => resolveNames(evidence, evidence.references().mentions),
  };
  return evidence;
}
