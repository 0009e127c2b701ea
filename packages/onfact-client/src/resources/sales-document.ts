import { findCreditorReference, findStructuredCommunication, negateMoney } from '@onfact-ponto/primitives';
import { z } from 'zod';
import {
  absent,
  decodeWith,
  decimalText,
  flag,
  id,
  jsonObject,
  optionalDay,
  optionalId,
  optionalText,
  readMoney,
  wholeNumber,
  type Decoder,
} from '../decode.ts';
import type { OnfactDocument } from './document.ts';
import { salesWords, settlementOf } from './document-status.ts';
import { settlementDiscountOf } from './settlement-discount.ts';

/**
 * Invoices, credit notes and payment requests have one shape; what a kind does not have is absent in it. One whose
 * total is nothing, or below, is not there to be paid.
 */
export const decodeSalesDocument: Decoder<OnfactDocument> = (resource) => {
  const raw = decodeWith(jsonObject, resource);
  const wire = decodeWith(wireSalesDocument, raw);
  const total = readMoney(raw.total_amount_incl, wire.currency_id, 'total_amount_incl');
  const { isPaid, isOpen } = settlementOf(wire, salesWords);
  return {
    id: wire.id,
    uuid: wire.uuid,
    number: wire.number_formatted ?? wire.number,
    status: wire.status,
    isPaid,
    isOpen: isOpen && total.amountMinor > 0n,
    contact: { id: wire.customer_id, name: wire.customer_name, vat: wire.customer_vat },
    issueDate: wire.date,
    dueDate: wire.expiration_date,
    total,
    structuredCommunication: findStructuredCommunication(wire.ogm ?? ''),
    creditorReference: findCreditorReference(wire.ogm ?? ''),
    communication: wire.ogm,
    orderReference: wire.order_reference,
    discount: settlementDiscountOf(total, {
      percent: wire.settlement_discount,
      days: wire.settlement_term,
      from: wire.date,
    }),
    deleted: wire.deleted,
    locked: wire.locked,
    modified: wire.modified,
    raw,
  };
};

/** Whether a credit note's total is written above or below nothing is not published. */
export const decodeCreditNote: Decoder<OnfactDocument> = (resource) => {
  const document = decodeSalesDocument(resource);
  if (document.total.amountMinor >= 0n) return document;
  return { ...document, total: negateMoney(document.total), isOpen: settlementOf(document, salesWords).isOpen };
};

/** Field names of the published description; anything else in an answer is kept in `raw` only. */
const wireSalesDocument = z.object({
  id,
  uuid: optionalText,
  number: optionalText,
  number_formatted: optionalText,
  status: absent(z.string()).transform((status) => status ?? 'concept'),
  customer_id: optionalId,
  customer_name: optionalText,
  customer_vat: optionalText,
  date: optionalDay,
  expiration_date: optionalDay,
  currency_id: optionalText,
  ogm: optionalText,
  order_reference: optionalText,
  settlement_discount: decimalText,
  settlement_term: wholeNumber,
  deleted: flag,
  locked: flag,
  modified: optionalText,
});
