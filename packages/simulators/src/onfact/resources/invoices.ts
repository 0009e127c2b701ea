import { addDays, parseIsoDate } from '@onfact-ponto/primitives';
import { Hono, type Context } from 'hono';
import { bookPayment, issueInvoice, numberFormatted, ogmFormatted, setStatus, totalMinor } from '../bookkeeping.ts';
import type { WireRecord } from '../query.ts';
import { OnfactApiError, bodyOf, idIn, invalid, listOf, moneyObject, written, type Served } from '../served.ts';
import type { OnfactSimulation } from '../simulation.ts';
import type { Company, Invoice } from '../state.ts';
import { paymentIn } from './payments.ts';

const statuses = ['concept', 'sent', 'paid'];

export function invoices(simulation: OnfactSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/invoices.json', (c) => {
    const company = c.get('company');
    const answer = listOf(
      c,
      company.invoices.filter(({ deleted }) => !deleted).map((invoice) => wire(company, invoice)),
    );
    if (simulation.state.settings.invoicesGrowWhilePaging) issueOneMore(simulation, company);
    return answer;
  });
  app.get('/invoices/:id{[0-9]+\\.json}', (c) => {
    const invoice = invoiceIn(c);
    return c.json({ ...wire(c.get('company'), invoice), invoice_lines: [line(invoice)] });
  });
  app.post('/invoices/:id{[0-9]+}/payments.json', async (c) => {
    const invoice = invoiceIn(c);
    const payment = paymentIn(await bodyOf(c), c.get('company'), invoice.currency);
    const { id } = bookPayment(simulation, c.get('company'), { ...payment, invoiceId: invoice.id });
    return written(c, id, 201);
  });
  app.post('/invoices/:id{[0-9]+}/document-events.json', async (c) => {
    const invoice = invoiceIn(c);
    const { status } = await bodyOf(c);
    if (typeof status !== 'string' || !statuses.includes(status)) {
      throw invalid('status', 'inList', `The status must be one of ${statuses.join(', ')}`);
    }
    if (invoice.locked) throw invalid('locked', 'isUnlocked', 'The document is locked');
    setStatus(simulation, invoice, status);
    return written(c, invoice.id, 201);
  });
  return app;
}

/** Deleted ones too: reading one still answers. */
function invoiceIn(c: Context<Served>): Invoice {
  const invoice = c.get('company').invoices.find(({ id }) => id === idIn(c));
  if (!invoice) throw new OnfactApiError(404, 'The invoice was not found');
  return invoice;
}

function wire(company: Company, invoice: Invoice): WireRecord {
  const { currency } = invoice;
  const customer = company.contacts.find(({ id }) => id === invoice.customerId);
  const date = parseIsoDate(invoice.date);
  return {
    id: invoice.id,
    uuid: invoice.uuid,
    journal_id: null,
    number: invoice.number,
    number_formatted: numberFormatted(invoice),
    date: invoice.date,
    delivery_date: null,
    term: invoice.term,
    term_end_of_month: false,
    expiration_date: date ? addDays(date, invoice.term) : invoice.date,
    status: invoice.status,
    order_reference: invoice.orderReference,
    ogm: ogmFormatted(invoice),
    currency_id: currency,
    exchange_rate: 1,
    customer_id: invoice.customerId,
    customer_name: customer?.name ?? '',
    customer_vat: customer?.vat ?? null,
    customer_email: customer?.email ?? null,
    customer_street: customer?.address.street ?? null,
    customer_streetnumber: customer?.address.streetNumber ?? null,
    customer_citycode: customer?.address.postalCode ?? null,
    customer_city: customer?.address.city ?? null,
    country_id: 'BE',
    language_id: 'dut',
    total_amount_excl: moneyObject(invoice.exclMinor, currency),
    total_tax_amount: moneyObject(invoice.taxMinor, currency),
    total_amount_incl: moneyObject(totalMinor(invoice), currency),
    settlement_discount: 0,
    settlement_term: 0,
    automatic_reminders: true,
    online_payment_link: null,
    twikey_transaction_id: null,
    codabox_uploaded: false,
    locked: invoice.locked,
    deleted: invoice.deleted,
    created: invoice.created,
    modified: invoice.modified,
  };
}

function line({ description, exclMinor, taxMinor, currency }: Invoice): WireRecord {
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

/** A colleague at work while somebody pages. */
function issueOneMore(simulation: OnfactSimulation, company: Company): void {
  const date = simulation.clock.now().toISOString().slice(0, 10);
  issueInvoice(simulation, company, {
    customerName: 'Particulier',
    inclMinor: 12_100n,
    date,
    term: 30,
    currency: 'EUR',
  });
}
