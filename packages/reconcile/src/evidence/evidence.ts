import { dayNumberOf } from '../books/day-number.ts';
import type { Books } from '../books/books.ts';
import { accountKeyOf } from '../books/relation-index.ts';
import type { BankLine } from '../model.ts';
import { classify, isSurelyOther } from './line-kind.ts';
import type { Classification } from './line-kind.ts';
import { resolveNames } from './named.ts';
import type { Named } from './named.ts';
import { identifyPayer } from './payer.ts';
import type { Payer } from './payer.ts';
import { readReferences } from './read-references.ts';
import type { References } from './read-references.ts';

/**
 * What one line says, and what the books know about it. Asked for piece by piece: most lines need one piece, and what
 * is not asked for is never worked out.
 */
export class Evidence {
  readonly line: BankLine;
  readonly books: Books;
  /** Of the line: money in or out. */
  readonly sign: 1n | -1n;
  /** Without sign. */
  readonly amountMinor: bigint;
  #day: number | undefined;
  #account: string | undefined;
  #isOwnTransfer: boolean | undefined;
  #references: References | undefined;
  #payer: Payer | undefined;
  #classification: Classification | 'none' | undefined;
  #named: Named | undefined;
  #namedAt = -1;

  constructor(line: BankLine, books: Books) {
    this.line = line;
    this.books = books;
    const isOutgoing = line.amountMinor < 0n;
    this.sign = isOutgoing ? -1n : 1n;
    this.amountMinor = isOutgoing ? -line.amountMinor : line.amountMinor;
  }

  get day(): number {
    return (this.#day ??= dayNumberOf(this.line.executionDate));
  }

  /** The key of the counterpart's account. */
  get account(): string | undefined {
    const { counterpartReference } = this.line;
    return counterpartReference ? (this.#account ??= accountKeyOf(counterpartReference)) : undefined;
  }

  /** The counterpart is the company itself, by another of its accounts. */
  get isOwnTransfer(): boolean {
    return (this.#isOwnTransfer ??= this.account !== undefined && this.books.ownAccounts.has(this.account));
  }

  /** The counterpart is on the list of accounts that never say who pays. */
  get isDenied(): boolean {
    return this.account !== undefined && this.books.memory.has('denied_iban', this.account);
  }

  references(): References {
    return (this.#references ??= readReferences(this.line, this.books.documents));
  }

  payer(): Payer {
    return (this.#payer ??= identifyPayer(this));
  }

  classification(): Classification | undefined {
    this.#classification ??= classify(this) ?? 'none';
    return this.#classification === 'none' ? undefined : this.#classification;
  }

  /** Whether no document may be looked for at all. Answers as `classification` does, with less work. */
  isSurelyOther(): boolean {
    return this.#classification === undefined ? isSurelyOther(this) : this.classification()?.isSure === true;
  }

  /** The documents that the references name, in their present state: read again after each change of the documents. */
  named(): Named {
    const { revision } = this.books.documents;
    if (this.#named === undefined || this.#namedAt !== revision) {
      this.#named = resolveNames(this, this.references().mentions);
      this.#namedAt = revision;
    }
    return this.#named;
  }
}
