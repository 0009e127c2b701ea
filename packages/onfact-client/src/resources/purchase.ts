import {
  findCreditorReference,
  findStructuredCommunication,
  negateMoney,
  parseIban,
  type Iban,
} from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  absent,
  decodeWith,
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
import { createDocuments, type OnfactDocument } from './document.ts';
import { settlementOf } from './document-status.ts';

/**
 * A supplier's invoice or credit note. Nothing of it is published: its path is known from onFact's own client, its
 * field names are ours by analogy, and the first real answer changes this file and no other.
 */
export type OnfactPurchase = OnfactDocument &
  Readonly<{
    /** The supplier credits: the total was written below nothing. */
    isCredit: boolean;
    /** Where the supplier wants the money. */
    payee: Readonly<{ iban: Iban | undefined; bic: string | undefined }>;
  }>;

export function createPurchases(api: JsonApi) {
  return createDocuments(api, { path: 'purchases', decode: decodePurchase, openWord: 'unpaid' });
}

export const decodePurchase: Decoder<OnfactPurchase> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const wire = decodeWith(wirePurchase, raw);
  const signed = readMoney(raw.total_amount_incl, wire.currency_id, 'total_amount_incl');
  const { isPaid, isOpen } = settlementOf(wire, purchaseWords);
  const isCredit = signed.amountMinor < 0n;
  const communication = wire.ogm ?? wire.reference;
  return {
    id: wire.id,
    uuid: wire.uuid,
    number: wire.number_formatted ?? wire.number,
    status: wire.status,
    isPaid,
    isOpen: isOpen && signed.amountMinor !== 0n,
    isCredit,
    contact: { id: wire.supplier_id, name: wire.supplier_name, vat: wire.supplier_vat },
    payee: {
      iban: wire.supplier_iban === undefined ? undefined : parseIban(wire.supplier_iban),
      bic: wire.supplier_bic,
    },
    issueDate: wire.date,
    dueDate: wire.expiration_date,
    total: isCredit ? negateMoney(signed) : signed,
    structuredCommunication: findStructuredCommunication(communication ?? ''),
    creditorReference: findCreditorReference(communication ?? ''),
    communication,
    orderReference: wire.order_reference,
    discount: undefined,
    deleted: wire.deleted,
    locked: wire.locked,
    modified: wire.modified,
    raw,
  };
};

/** The screens say paid, unpaid and overdue; the words of the API are unknown. */
const purchaseWords = {
  open: new Set(['unpaid', 'open', 'overdue', 'expired', 'received', 'sent']),
  paid: new Set(['paid']),
};

const wirePurchase = z.object({
  id,
  uuid: optionalText,
  number: optionalText,
  number_formatted: optionalText,
  status: absent(z.string()).transform((status) => status ?? 'concept'),
  supplier_id: optionalId,
  supplier_name: optionalText,
  supplier_vat: optionalText,
  supplier_iban: optionalText,
  supplier_bic: optionalText,
  date: optionalDay,
  expiration_date: optionalDay,
  currency_id: optionalText,
  ogm: optionalText,
  reference: optionalText,
  order_reference: optionalText,
  deleted: flag,
  locked: flag,
  modified: optionalText,
});
