import { isStructuredCommunication } from '@onfact-ponto/primitives';
import type { OpenDocument } from '../model.ts';
import { isTelling, numberFormsOf, seriesLettersOf } from '../text/number-forms.ts';
import { byAge, createItem, isSales } from './item.ts';
import type { Item } from './item.ts';
import { createPostings } from './postings.ts';

/**
 * The documents of one company by everything that a line may know them by. Closed ones stay known by their references
 * (they tell who pays), but not by relation and amount.
 */
export type DocumentIndex = ReturnType<typeof createDocumentIndex>;

export function createDocumentIndex() {
  const items = new Map<string, Item>();
  const sales = createPostings<string, Item>();
  const purchases = createPostings<string, Item>();
  const creditorReferences = createPostings<string, Item>();
  const paymentIds = createPostings<string, Item>();
  const numbers = createPostings<string, Item>();
  const openOfRelations = new Map<string, Item[]>();
  const openWithAmount = createPostings<number | bigint, Item>();
  const seriesLetters = new Set<string>();
  let longestSeries = 0;
  let revision = 0;

  return {
    /** Another number after every change. */
    get revision() {
      return revision;
    },

    find: (documentId: string) => items.get(documentId),

    put(document: OpenDocument): void {
      const present = items.get(document.id);
      if (present) {
        eachReference(present, remove);
        setOpen(present, 0n);
      }
      const item = createItem(document, numberFormsOf(document.number), openListOf(document.relationId));
      items.set(document.id, item);
      revision += 1;
      eachReference(item, add);
      for (const letters of seriesLettersOf(document.number)) {
        seriesLetters.add(letters);
        longestSeries = Math.max(longestSeries, letters.length);
      }
      addOpen(item);
    },

    setOpen,

    /** Only valid ones are found. Separated by direction: a supplier's communication is not looked for among invoices. */
    withCommunication: (communication: string, isIncoming: boolean): readonly Item[] => {
      const own = (isIncoming ? sales : purchases).get(communication);
      return inOrder(own.length > 0 ? own : (isIncoming ? purchases : sales).get(communication).filter(isCreditNote));
    },
    isCommunicationKnown: (communication: string) => sales.count(communication) + purchases.count(communication) > 0,
    withCreditorReference: (reference: string) => inOrder(creditorReferences.get(withoutZeros(reference))),
    withPaymentId: (id: string) => inOrder(paymentIds.get(id)),
    withNumber: (key: string) => inOrder(numbers.get(key)),
    /** What it has open, until the next change. */
    ofRelation: (relationId: string): readonly Item[] => openOfRelations.get(relationId) ?? nothing,
    withAmount: (amountMinor: bigint) => openWithAmount.get(amountKeyOf(amountMinor)),
    amountCount: (amountMinor: bigint) => openWithAmount.count(amountKeyOf(amountMinor)),
    /** In letters. */
    get longestSeries() {
      return longestSeries;
    },
    /** Most words of a text are longer than any series, and not looked up. */
    isSeries: (letters: string) => letters.length <= longestSeries && seriesLetters.has(letters),
  };

  function setOpen(item: Item, openMinor: bigint): void {
    revision += 1;
    if (item.openMinor > 0n) {
      openWithAmount.remove(amountKeyOf(item.openMinor), item);
      removeFrom(item.openOfRelation, item);
    }
    item.openMinor = openMinor;
    addOpen(item);
  }

  function openListOf(relationId: string | undefined): Item[] {
    if (relationId === undefined) return [];
    const present = openOfRelations.get(relationId);
    if (present) return present;
    const created: Item[] = [];
    openOfRelations.set(relationId, created);
    return created;
  }

  function addOpen(item: Item): void {
    if (item.openMinor <= 0n) return;
    openWithAmount.add(amountKeyOf(item.openMinor), item);
    item.openOfRelation.push(item);
  }

  function eachReference(item: Item, change: Change): void {
    const { structuredCommunication, creditorReference, endToEndIds, number, kind } = item.document;
    if (structuredCommunication !== undefined && isStructuredCommunication(structuredCommunication)) {
      change(isSales(kind) ? sales : purchases, structuredCommunication, item);
    }
    if (creditorReference !== undefined) change(creditorReferences, withoutZeros(creditorReference), item);
    for (const id of endToEndIds ?? []) change(paymentIds, id, item);
    if (!isTelling(number)) return;
    const { compact, grouped, withoutSeries } = numberFormsOf(number);
    change(numbers, compact, item);
    if (grouped !== compact) change(numbers, grouped, item);
    if (withoutSeries !== undefined) change(numbers, withoutSeries, item);
  }
}

type Change = (postings: ReturnType<typeof createPostings<string, Item>>, key: string, item: Item) => void;
const add: Change = (postings, key, item) => postings.add(key, item);
const remove: Change = (postings, key, item) => postings.remove(key, item);

/** In no particular order, so that the last one can take its place. */
function removeFrom(items: Item[], item: Item): void {
  const last = items.pop();
  if (last !== undefined && last !== item) items[items.indexOf(item)] = last;
}

const nothing: readonly never[] = [];

/** What a reference names is told in this order, whatever was put first. */
function inOrder(items: readonly Item[]): readonly Item[] {
  return items.length > 1 ? items.toSorted(byAge) : items;
}

function isCreditNote({ document }: Item): boolean {
  return document.kind.endsWith('credit_note');
}

/** A number where it is exact, which is the cheaper key. */
function amountKeyOf(amountMinor: bigint): number | bigint {
  const key = Number(amountMinor);
  return Number.isSafeInteger(key) ? key : amountMinor;
}

/** Some systems drop the zeros behind the check digits of an ISO 11649 reference. */
function withoutZeros(reference: string): string {
  return reference.slice(0, 4) + reference.slice(4).replace(/^0+/, '');
}
