import { formatStructuredCommunication, structuredCommunicationOf } from '@onfact-ponto/primitives';
import { moment, nextRecordId, type OnfactSimulation } from './simulation.ts';
import type { Company, Contact, Invoice, Payment } from './state.ts';

export type NewInvoice = Readonly<{
  customerName: string;
  inclMinor: bigint;
  date: string;
  term: number;
  currency: string;
}>;

/** Issues an invoice with the next number of its year and its own structured communication. */
export function issueInvoice(simulation: OnfactSimulation, company: Company, invoice: NewInvoice): Invoice {
  const now = moment(simulation.clock.now());
  const year = invoice.date.slice(0, 4);
  const taken = company.invoices.filter(({ date }) => date.startsWith(year)).map((other) => other.number ?? 0);
  const number = Math.max(0, ...taken) + 1;
  const exclMinor = (invoice.inclMinor * 100n) / 121n;
  const issued: Invoice = {
    id: nextRecordId(simulation),
    uuid: simulation.ids.uuid(),
    number,
    date: invoice.date,
    term: invoice.term,
    status: 'sent',
    customerId: customerNamed(simulation, company, invoice.customerName).id,
    currency: invoice.currency,
    description: 'Werken',
    orderReference: null,
    ogm: structuredCommunicationOf(communicationNumber(Number(year), number)),
    exclMinor,
    taxMinor: invoice.inclMinor - exclMinor,
    locked: false,
    deleted: false,
    created: now,
    modified: now,
  };
  company.invoices.push(issued);
  simulation.changed();
  return issued;
}

/** Year and number, so that a person can recognize the invoice in its structured communication. */
export function communicationNumber(year: number, number: number): bigint {
  return BigInt(year * 1_000_000 + number);
}

export function totalMinor({ exclMinor, taxMinor }: Invoice): bigint {
  return exclMinor + taxMinor;
}

export function paidMinor(company: Company, invoice: Invoice): bigint {
  return company.payments
    .filter(({ invoiceId, deleted }) => invoiceId === invoice.id && !deleted)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** Books a payment, on an invoice or on no document at all. */
export function bookPayment(
  simulation: OnfactSimulation,
  company: Company,
  payment: Omit<Payment, 'id' | 'deleted' | 'created'>,
): Payment {
  const now = moment(simulation.clock.now());
  const booked: Payment = { id: nextRecordId(simulation), ...payment, deleted: false, created: now };
  company.payments.push(booked);

  const invoice = company.invoices.find(({ id }) => id === payment.invoiceId);
  const covered = invoice !== undefined && paidMinor(company, invoice) >= totalMinor(invoice);
  if (invoice && covered && simulation.state.settings.autoPaid) setStatus(simulation, invoice, 'paid');
  simulation.changed();
  return booked;
}

/** Takes a payment back. An invoice that it no longer covers is open again. */
export function deletePayment(simulation: OnfactSimulation, company: Company, payment: Payment): void {
  payment.deleted = true;
  const invoice = company.invoices.find(({ id }) => id === payment.invoiceId);
  if (invoice?.status === 'paid' && paidMinor(company, invoice) < totalMinor(invoice)) {
    setStatus(simulation, invoice, 'sent');
  }
  simulation.changed();
}

export function setStatus(simulation: OnfactSimulation, invoice: Invoice, status: string): void {
  invoice.status = status;
  invoice.modified = moment(simulation.clock.now());
  simulation.changed();
}

/** As it is printed; null for a draft. */
export function numberFormatted({ number, date }: Invoice): string | null {
  return number === null ? null : `${date.slice(0, 4)}-${String(number).padStart(3, '0')}`;
}

/** "+++090/9337/55493+++" */
export function ogmFormatted({ ogm }: Invoice): string | null {
  return ogm === null
    ? null
    : formatStructuredCommunication(ogm as Parameters<typeof formatStructuredCommunication>[0]);
}

function customerNamed(simulation: OnfactSimulation, company: Company, name: string): Contact {
  const known = company.contacts.find((contact) => contact.name === name);
  if (known) return known;
  const contact: Contact = {
    id: nextRecordId(simulation),
    number: company.contacts.length + 1,
    name,
    vat: null,
    email: '',
    address: company.address,
    isCustomer: true,
    isSupplier: false,
    created: moment(simulation.clock.now()),
  };
  company.contacts.push(contact);
  return contact;
}
