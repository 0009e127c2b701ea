import type { JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeDocument, decodeWith, flag, id, jsonObject, optionalText, type Decoder } from '../decode.ts';
import type { Filter } from '../filter.ts';
import type { JsonApi } from '../json-api.ts';
import { createList } from '../resource-list.ts';

/** A customer, a supplier, both, or a prospect that is neither. */
export type OnfactContact = Readonly<{
  id: number;
  number: string | undefined;
  name: string;
  isCustomer: boolean;
  isSupplier: boolean;
  /** With its country: "BE0743128876". */
  vat: string | undefined;
  emails: readonly string[];
  /** Free text of whoever linked to onFact. */
  externalId: string | undefined;
  deleted: boolean;
  modified: string | undefined;
  raw: JsonObject;
}>;

export function createContacts(api: JsonApi) {
  return {
    /** `pages` gives the newest change first. */
    ...createList(api, { path: 'contacts', wholeOrder: 'modified:descend', decode: decodeContact }),

    async get(contactId: number, options: { signal?: AbortSignal } = {}): Promise<OnfactContact> {
      return decodeDocument(await api({ method: 'GET', path: ['contacts', contactId], ...options }), decodeContact);
    },
  };
}

export const customers: Filter<OnfactContact> = { q: 'isCustomer', accepts: ({ isCustomer }) => isCustomer };
export const suppliers: Filter<OnfactContact> = { q: 'isSupplier', accepts: ({ isSupplier }) => isSupplier };

const decodeContact: Decoder<OnfactContact> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const wire = decodeWith(wireContact, raw);
  return {
    id: wire.id,
    number: wire.number_formatted ?? wire.number,
    name: wire.name,
    isCustomer: wire.customer,
    isSupplier: wire.supplier,
    vat: wire.vat,
    emails: (wire.email ?? '').split(/[,;\s]+/).filter((email) => email !== ''),
    externalId: wire.eid,
    deleted: wire.deleted,
    modified: wire.modified,
    raw,
  };
};

/** `customer` and `supplier` hold the moment since when; without one, the contact is none. */
const wireContact = z.object({
  id,
  number: optionalText,
  number_formatted: optionalText,
  name: z.string(),
  customer: flag,
  supplier: flag,
  vat: optionalText,
  email: optionalText,
  eid: optionalText,
  deleted: flag,
  modified: optionalText,
});
