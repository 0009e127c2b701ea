import { addDays, parseIsoDate } from '@onfact-ponto/primitives';
import { numberFormatted, ogmFormatted, totalMinor } from '../bookkeeping.ts';
import type { WireRecord } from '../query.ts';
import { moneyObject, moneyObjectInBooks } from '../served.ts';
import type { Company, Contact, Document } from '../state.ts';

/** A document as lists show it. Purchases have fields of their own; nothing public says which. */
export function documentOnWire(company: Company, document: Document): WireRecord {
  const contact = company.contacts.find(({ id }) => id === document.contactId);
  const amount = (minor: bigint) => moneyObjectInBooks(minor, document, company.currency);
  return {
    id: document.id,
    uuid: document.uuid,
    number: document.number,
    number_formatted: numberFormatted(document),
    date: document.date,
    ...dueOnWire(document),
    status: document.status,
    order_reference: document.orderReference,
    currency_id: document.currency,
    exchange_rate: Number(document.exchangeRate),
    ...(document.kind === 'purchases' ? supplierOnWire(document, contact) : customerOnWire(document, contact)),
    total_amount_excl: amount(document.exclMinor),
    total_tax_amount: amount(document.taxMinor),
    total_amount_incl: amount(totalMinor(document)),
    locked: document.locked,
    deleted: document.deleted,
    created: document.created,
    modified: document.modified,
  };
}

function dueOnWire({ term, date: issued }: Document): WireRecord {
  if (term === null) return {};
  const date = parseIsoDate(issued);
  return { term, term_end_of_month: false, expiration_date: date ? addDays(date, term) : issued };
}

function customerOnWire(document: Document, contact: Contact | undefined): WireRecord {
  return {
    journal_id: null,
    customer_id: document.contactId,
    customer_name: contact?.name ?? '',
    customer_vat: contact?.vat ?? null,
    customer_email: contact?.email ?? null,
    customer_street: contact?.address.street ?? null,
    customer_streetnumber: contact?.address.streetNumber ?? null,
    customer_citycode: contact?.address.postalCode ?? null,
    customer_city: contact?.address.city ?? null,
    country_id: 'BE',
    language_id: 'dut',
    ...(document.kind === 'invoices' ? invoiceOnWire(document) : {}),
  };
}

function invoiceOnWire(document: Document): WireRecord {
  return {
    delivery_date: null,
    ogm: ogmFormatted(document),
    settlement_discount: Number(document.discount?.percent ?? 0),
    settlement_term: document.discount?.days ?? 0,
    automatic_reminders: true,
    online_payment_link: null,
    twikey_transaction_id: null,
    codabox_uploaded: false,
  };
}

function supplierOnWire(document: Document, contact: Contact | undefined): WireRecord {
  return {
    supplier_id: document.contactId,
    supplier_name: contact?.name ?? '',
    supplier_vat: contact?.vat ?? null,
    supplier_iban: document.payee?.iban ?? null,
    supplier_bic: document.payee?.bic ?? null,
    ogm: ogmFormatted(document),
    reference: document.reference,
    purchase_category_id: null,
  };
}

export function lineOnWire({ description, exclMinor, taxMinor, currency }: Document): WireRecord {
  const price = moneyObject(exclMinor, currency);
  return {
    type: 'line',
    name: description,
    quantity: 1,
    price: price._,
    vat: exclMinor === 0n ? 0 : Math.round(Number((taxMinor * 1_000n) / exclMinor) / 10),
    total_amount_excl: price,
  };
}
