import {
  findStructuredCommunication,
  type IsoDate,
  type JsonObject,
  type Money,
  type StructuredCommunication,
} from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  absent,
  decodeDocument,
  decodeWith,
  decodeWritten,
  flag,
  id,
  jsonObject,
  optionalDay,
  optionalId,
  optionalText,
  readMoney,
  type Decoder,
} from '../decode.ts';
import type { JsonApi } from '../json-api.ts';
import { decodePage, listQuery, type ListRequest, type OnfactPage } from '../list.ts';
import { readWholeList } from '../whole-list.ts';
import { paymentBody, type NewPayment } from './payment.ts';

/** A sales invoice. */
export type OnfactInvoice = Readonly<{
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
  customer: Readonly<{ id: number | undefined; name: string | undefined }>;
  issueDate: IsoDate | undefined;
  dueDate: IsoDate | undefined;
  /** What the customer owes, taxes included. */
  total: Money;
  structuredCommunication: StructuredCommunication | undefined;
  /** The communication as onFact wrote it, also when it is not a valid one. */
  communication: string | undefined;
  deleted: boolean;
  /** In the accountant's hands: must not be changed. */
  locked: boolean;
  /** The moment of the last change as onFact wrote it; its time zone is not known. */
  modified: string | undefined;
  raw: JsonObject;
}>;

export function createInvoices(api: JsonApi) {
  async function listPage(request: ListRequest = {}): Promise<OnfactPage<OnfactInvoice>> {
    const { signal } = request;
    return decodePage(
      await api({ method: 'GET', path: ['invoices'], query: listQuery(request), signal }),
      decodeInvoice,
    );
  }

  return {
    listPage,

    /**
     * All invoices, the newest change first: stop early once the changes are old enough. Each version of an invoice
     * comes once; one that changes meanwhile comes again.
     * @throws OnfactListChangedError at the end, when invoices were missed
     */
    pages({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<OnfactPage<OnfactInvoice>> {
      return readWholeList((offset) => listPage({ offset, limit: 100, orderBy: 'modified:descend', signal }));
    },

    /** Also answers for a deleted invoice, which says so. */
    async get(invoiceId: number, options: { signal?: AbortSignal } = {}): Promise<OnfactInvoice> {
      return decodeDocument(await api({ method: 'GET', path: ['invoices', invoiceId], ...options }), decodeInvoice);
    },

    /** Books a payment that belongs to the invoice. Not idempotent: look before sending it twice. */
    async createPayment(
      invoiceId: number,
      payment: NewPayment,
      options: { signal?: AbortSignal } = {},
    ): Promise<{ id: number }> {
      const path = ['invoices', invoiceId, 'payments'];
      return decodeDocument(await api({ method: 'POST', path, body: paymentBody(payment), ...options }), decodeWritten);
    },

    /** Tells onFact the state of an invoice; `paid` is the one that Ponto needs. */
    async postEvent(invoiceId: number, status: 'paid' | 'sent', options: { signal?: AbortSignal } = {}): Promise<void> {
      await api({ method: 'POST', path: ['invoices', invoiceId, 'document-events'], body: { status }, ...options });
    },
  };
}

export const decodeInvoice: Decoder<OnfactInvoice> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const wire = decodeWith(wireInvoice, raw);
  return {
    id: wire.id,
    uuid: wire.uuid,
    number: wire.number_formatted ?? wire.number,
    status: wire.status,
    ...settlementOf(wire),
    customer: { id: wire.customer_id, name: wire.customer_name },
    issueDate: wire.date,
    dueDate: wire.expiration_date,
    total: readMoney(raw.total_amount_incl, wire.currency_id, 'total_amount_incl'),
    structuredCommunication: wire.ogm === undefined ? undefined : findStructuredCommunication(wire.ogm),
    communication: wire.ogm,
    deleted: wire.deleted,
    locked: wire.locked,
    modified: wire.modified,
    raw,
  };
};

/**
 * The one place that decides what onFact's words mean. Its list of words is not published: one that we do not know
 * is neither open nor paid, because money booked on the wrong document costs more than a line left to a person.
 */
function settlementOf({ status, deleted }: { status: string; deleted: boolean }): { isPaid: boolean; isOpen: boolean } {
  return { isPaid: status === 'paid', isOpen: status === 'sent' && !deleted };
}

/** Field names of the published description; anything else in an answer is kept in `raw` only. */
const wireInvoice = z.object({
  id,
  uuid: optionalText,
  number: optionalText,
  number_formatted: optionalText,
  status: absent(z.string()).transform((status) => status ?? 'concept'),
  customer_id: optionalId,
  customer_name: optionalText,
  date: optionalDay,
  expiration_date: optionalDay,
  currency_id: optionalText,
  ogm: optionalText,
  deleted: flag,
  locked: flag,
  modified: optionalText,
});
