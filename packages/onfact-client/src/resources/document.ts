import type { CreditorReference, IsoDate, JsonObject, Money, StructuredCommunication } from '@onfact-ponto/primitives';
import { decodeDocument, decodeWritten, type Decoder } from '../decode.ts';
import { fieldIs, type Filter } from '../filter.ts';
import type { JsonApi } from '../json-api.ts';
import { createList } from '../resource-list.ts';
import { paymentBody, type NewPayment } from './payment.ts';
import type { SettlementDiscount } from './settlement-discount.ts';

/** What all documents share that can be paid: invoices, credit notes, payment requests and purchases. */
export type OnfactDocument = Readonly<{
  id: number;
  /** Opens the customer's view without a sign-in: a secret, never logged. */
  uuid: string | undefined;
  /** As printed; undefined for a draft. Numbers repeat across journals. */
  number: string | undefined;
  /** onFact's word: "concept", "sent", "paid", … */
  status: string;
  isPaid: boolean;
  /** A payment may still be booked on it. */
  isOpen: boolean;
  /** Who must pay it, or be paid, as the document itself says. */
  contact: Readonly<{ id: number | undefined; name: string | undefined; vat: string | undefined }>;
  issueDate: IsoDate | undefined;
  dueDate: IsoDate | undefined;
  /** Taxes included; not less than nothing, whatever the kind. */
  total: Money;
  structuredCommunication: StructuredCommunication | undefined;
  creditorReference: CreditorReference | undefined;
  /** The communication as onFact wrote it, also when it is not a valid one. */
  communication: string | undefined;
  orderReference: string | undefined;
  discount: SettlementDiscount | undefined;
  deleted: boolean;
  /** In the accountant's hands: must not be changed. */
  locked: boolean;
  /** The moment of the last change as onFact wrote it; its time zone is not known. */
  modified: string | undefined;
  raw: JsonObject;
}>;

/** One kind of document. */
export function createDocuments<Document extends OnfactDocument>(
  api: JsonApi,
  {
    path,
    decode,
    openWord = 'sent',
  }: {
    path: string;
    decode: Decoder<Document>;
    /** What onFact calls a document of this kind that may be paid. */
    openWord?: string;
  },
) {
  return {
    /** `pages` gives the newest change first: stop early once the changes are old enough. */
    ...createList(api, { path, wholeOrder: 'modified:descend', decode }),

    /** Also answers for a deleted document, which says so. */
    async get(documentId: number, options: { signal?: AbortSignal } = {}): Promise<Document> {
      return decodeDocument(await api({ method: 'GET', path: [path, documentId], ...options }), decode);
    },

    /** Books a payment that belongs to the document. Not idempotent: look before sending it twice. */
    async createPayment(
      documentId: number,
      payment: NewPayment,
      options: { signal?: AbortSignal } = {},
    ): Promise<{ id: number }> {
      const body = paymentBody(payment);
      return decodeDocument(
        await api({ method: 'POST', path: [path, documentId, 'payments'], body, ...options }),
        decodeWritten,
      );
    },

    /** Tells onFact that a document is paid, or open again. */
    async postEvent(documentId: number, event: 'paid' | 'open', options: { signal?: AbortSignal } = {}): Promise<void> {
      const body = { status: event === 'open' ? openWord : event };
      await api({ method: 'POST', path: [path, documentId, 'document-events'], body, ...options });
    },
  };
}

/** Documents with exactly this number, which more than one journal may have given. */
export function documentsNumbered(number: string): Filter<OnfactDocument> {
  return {
    q: fieldIs('number_formatted', number),
    accepts: (document) => document.number?.toLowerCase() === number.toLowerCase(),
  };
}
