import { addDays, type IsoDate } from '@onfact-ponto/primitives';
import type { ScenarioDocument } from '../onfact/scenario.ts';
import type { BankLine } from '../ponto/state.ts';
import { transferOut, unstructured } from './bank-lines.ts';
import { invoiceNumber, invoiceTotalMinor, weekday, type BookedInvoice } from './invoice-book.ts';

type Credit = Readonly<{ number: string; ordinal: number; date: IsoDate; amountMinor: bigint }>;

/** What is credited on the invoice that is paid less: a quarter of it, the day after it was issued. */
export function creditOf(invoice: BookedInvoice): Credit {
  return credit(1, addDays(invoice.date, 1), invoiceTotalMinor(invoice) / 4n);
}

/**
 * Credit notes, and the line that pays one of them back: the customer of the newest settled invoice had paid too much,
 * and gets a tenth of it.
 */
export function creditNotes(
  invoices: readonly BookedInvoice[],
  { today, ibanOf }: { today: IsoDate; ibanOf: (customer: string) => string },
): { documents: ScenarioDocument[]; lines: BankLine[] } {
  const lessened = invoices.filter(({ fate }) => fate === 'paid-less-credit');
  const refunded = invoices.findLast(({ fate }) => fate === 'settled');
  const documents = lessened.map((invoice) => creditNote(invoice, creditOf(invoice)));
  if (refunded === undefined) return { documents, lines: [] };

  const back = credit(2, weekday(addDays(today, -9)), invoiceTotalMinor(refunded) / 10n);
  const line = transferOut(
    { amountMinor: -back.amountMinor, date: weekday(addDays(today, -4)) },
    { name: refunded.customer.name, iban: ibanOf(refunded.customer.name) },
    unstructured(`terugbetaling creditnota ${back.number}`),
  );
  return { documents: [...documents, creditNote(refunded, back)], lines: [line] };
}

function credit(ordinal: number, date: IsoDate, amountMinor: bigint): Credit {
  return { ordinal, date, amountMinor, number: `CN${date.slice(0, 4)}-${String(ordinal).padStart(3, '0')}` };
}

function creditNote(invoice: BookedInvoice, { ordinal, date, amountMinor }: Credit): ScenarioDocument {
  const exclMinor = (amountMinor * 100n) / 121n;
  return {
    kind: 'creditnotes',
    contact: invoice.customer.name,
    number: ordinal,
    date,
    term: 0,
    currency: 'EUR',
    description: `Creditnota op factuur ${invoiceNumber(invoice)}`,
    orderReference: null,
    reference: null,
    structuredCommunication: null,
    discount: null,
    payee: null,
    exclMinor,
    taxMinor: amountMinor - exclMinor,
    paid: null,
  };
}
