import { formatStructuredCommunication, structuredCommunicationOf } from '@onfact-ponto/primitives';
import { moment, nextRecordId, type OnfactSimulation } from './simulation.ts';
import type { Company, Contact, Document, DocumentKind, Payment } from './state.ts';

export type NewDocument = Readonly<{
  kind: DocumentKind;
  contactName: string;
  inclMinor: bigint;
  date: string;
  term: number;
  currency: string;
  payee: Document['payee'];
  reference: string | null;
  discount: Document['discount'];
}>;

/** Issues a document with the next number of its kind and year; an invoice gets its own structured communication. */
export function issueDocument(simulation: OnfactSimulation, company: Company, issued: NewDocument): Document {
  const now = moment(simulation.clock.now());
  const { kind, contactName, inclMinor, date, term, currency, payee, reference, discount } = issued;
  const year = date.slice(0, 4);
  const taken = company.documents
    .filter((other) => other.kind === kind && other.date.startsWith(year))
    .map((other) => other.number ?? 0);
  const number = Math.max(0, ...taken) + 1;
  const exclMinor = (inclMinor * 100n) / 121n;
  const document: Document = {
    id: nextRecordId(simulation),
    uuid: simulation.ids.uuid(),
    kind,
    number,
    date,
    term: hasTerm(kind) ? term : null,
    status: openStatus(kind),
    contactId: contactNamed(simulation, company, contactName, kind).id,
    currency,
    exchangeRate: '1',
    description: 'Werken',
    orderReference: null,
    reference,
    ogm: kind === 'invoices' ? structuredCommunicationOf(communicationNumber(Number(year), number)) : null,
    discount,
    payee,
    exclMinor,
    taxMinor: inclMinor - exclMinor,
    locked: false,
    deleted: false,
    created: now,
    modified: now,
  };
  company.documents.push(document);
  simulation.changed();
  return document;
}

/** Year and number, so that a person can recognize the invoice in its structured communication. */
export function communicationNumber(year: number, number: number): bigint {
  return BigInt(year * 1_000_000 + number);
}

/** Of credit notes and payment requests the API tells no due date. */
export function hasTerm(kind: DocumentKind): boolean {
  return kind === 'invoices' || kind === 'purchases';
}

/** The company pays it, or pays it back. A supplier's credit note is a purchase below nothing. */
function isOutgoing(document: Document): boolean {
  return document.kind === 'creditnotes' || (document.kind === 'purchases' && totalMinor(document) >= 0n);
}

export function openStatus(kind: DocumentKind): string {
  return kind === 'purchases' ? 'unpaid' : 'sent';
}

export function totalMinor({ exclMinor, taxMinor }: Document): bigint {
  return exclMinor + taxMinor;
}

/** What is left to pay. A total below nothing, of a supplier's credit note, is worth as much. */
export function openMinor(company: Company, document: Document): bigint {
  return magnitude(totalMinor(document)) - paidMinor(company, document);
}

/** Whatever sign a client writes in front of it, a payment settles its document. */
function paidMinor(company: Company, document: Document): bigint {
  return company.payments
    .filter(({ documentId, deleted }) => documentId === document.id && !deleted)
    .reduce((sum, { amountMinor }) => sum + magnitude(amountMinor), 0n);
}

/** What a payment does to the balance of its account. */
export function effectMinor(company: Company, { documentId, amountMinor }: Payment): bigint {
  const document = company.documents.find(({ id }) => id === documentId);
  if (!document) return amountMinor;
  return isOutgoing(document) ? -magnitude(amountMinor) : magnitude(amountMinor);
}

/** Books a payment, on a document or on none at all. */
export function bookPayment(
  simulation: OnfactSimulation,
  company: Company,
  payment: Omit<Payment, 'id' | 'deleted' | 'created'>,
): Payment {
  const now = moment(simulation.clock.now());
  const booked: Payment = { id: nextRecordId(simulation), ...payment, deleted: false, created: now };
  company.payments.push(booked);

  const document = company.documents.find(({ id }) => id === payment.documentId);
  const covered = document !== undefined && openMinor(company, document) <= 0n;
  if (document && covered && simulation.state.settings.autoPaid) setStatus(simulation, document, 'paid');
  simulation.changed();
  return booked;
}

/** Takes a payment back. A document that it no longer covers is open again. */
export function deletePayment(simulation: OnfactSimulation, company: Company, payment: Payment): void {
  payment.deleted = true;
  const document = company.documents.find(({ id }) => id === payment.documentId);
  const isUncovered = document?.status === 'paid' && openMinor(company, document) > 0n;
  if (isUncovered && simulation.state.settings.reopens) {
    setStatus(simulation, document, openStatus(document.kind));
  }
  simulation.changed();
}

export function setStatus(simulation: OnfactSimulation, document: Document, status: string): void {
  document.status = status;
  document.modified = moment(simulation.clock.now());
  simulation.changed();
}

const numberPrefix = { invoices: '', creditnotes: 'CN', paymentrequests: 'BV', purchases: 'A' } as const;

/** As it is printed; null for a draft. */
export function numberFormatted({ kind, number, date }: Document): string | null {
  return number === null ? null : `${numberPrefix[kind]}${date.slice(0, 4)}-${String(number).padStart(3, '0')}`;
}

/** "+++090/9337/55493+++" */
export function ogmFormatted({ ogm }: Document): string | null {
  return ogm === null
    ? null
    : formatStructuredCommunication(ogm as Parameters<typeof formatStructuredCommunication>[0]);
}

function contactNamed(simulation: OnfactSimulation, company: Company, name: string, kind: DocumentKind): Contact {
  const isSupplier = kind === 'purchases';
  const known = company.contacts.find((contact) => contact.name === name);
  if (known) return Object.assign(known, isSupplier ? { isSupplier } : { isCustomer: true });
  const created = moment(simulation.clock.now());
  const contact: Contact = {
    id: nextRecordId(simulation),
    number: company.contacts.length + 1,
    name,
    vat: null,
    email: '',
    address: company.address,
    isCustomer: !isSupplier,
    isSupplier,
    created,
    modified: created,
  };
  company.contacts.push(contact);
  return contact;
}

function magnitude(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}
