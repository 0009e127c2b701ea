import type { DocumentKind, OpenDocument } from '../model.ts';
import type { NumberForms } from '../text/number-forms.ts';
import { dayNumberOf } from './day-number.ts';

/** A document in the ledger, with what is open on it now. */
export type Item = {
  readonly document: OpenDocument;
  /** Positive, and 0 once it is closed. */
  openMinor: bigint;
  /** What the lines of the present pass take of it together; 0 between passes. */
  wantedMinor: bigint;
  readonly issueDay: number;
  /** Of the number, see `numberFormsOf`. */
  readonly tail: number | undefined;
  /** The number has letters, and is also known without them. */
  readonly hasSeries: boolean;
  /** All that its relation has open, itself too: one list, which its items share. */
  readonly openOfRelation: Item[];
};

export function createItem(document: OpenDocument, { tail, withoutSeries }: NumberForms, openOfRelation: Item[]): Item {
  return {
    document,
    openMinor: document.status === 'closed' || document.openMinor < 0n ? 0n : document.openMinor,
    wantedMinor: 0n,
    issueDay: dayNumberOf(document.issueDate),
    tail,
    hasSeries: withoutSeries !== undefined,
    openOfRelation,
  };
}

/** Money that comes in pays a sales invoice or a purchase credit note; money that goes out the other two. */
export function signOf(kind: DocumentKind): 1n | -1n {
  return kind === 'sales_invoice' || kind === 'purchase_credit_note' ? 1n : -1n;
}

/** What the document brings on a line of this direction: a credit note counts against the invoices. */
export function valueOn(item: Item, lineSign: 1n | -1n): bigint {
  return signOf(item.document.kind) === lineSign ? item.openMinor : -item.openMinor;
}

export function isSales(kind: DocumentKind): boolean {
  return kind === 'sales_invoice' || kind === 'sales_credit_note';
}

export function isOpen(item: Item): boolean {
  return item.openMinor > 0n && item.document.status === 'open';
}

/** By evidence-free but stable keys: for showing, and so that no answer depends on the order of input. */
export function byAge(left: Item, right: Item): number {
  if (left.issueDay !== right.issueDay) return left.issueDay - right.issueDay;
  return left.document.id < right.document.id ? -1 : left.document.id > right.document.id ? 1 : 0;
}
