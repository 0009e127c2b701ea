import {
  addDays,
  formatStructuredCommunication,
  type IsoDate,
  type StructuredCommunication,
} from '@onfact-ponto/primitives';
import type { BankLine } from '../ponto/state.ts';
import { structured, transferIn, unstructured, type Message } from './bank-lines.ts';
import { creditOf } from './credit-notes.ts';
import { discountMinor, invoiceNumber, invoiceTotalMinor, weekday, type BookedInvoice } from './invoice-book.ts';
import type { Random } from './random.ts';

/** In the last days before today came what the bookkeeper has not seen yet. */
export const unseenDays = 11;

export type PaymentsOfCustomers = Readonly<{
  /** Oldest invoice first. */
  lines: readonly BankLine[];
  /** Will be booked in the hours to come. */
  soon: readonly BankLine[];
  /** The day on which a settled invoice was paid, by number as printed. */
  settledOn: ReadonlyMap<string, IsoDate>;
}>;

export function paymentsOfCustomers(
  random: Random,
  {
    invoices,
    today,
    ibanOf,
  }: { invoices: readonly BookedInvoice[]; today: IsoDate; ibanOf: (customer: string) => string },
): PaymentsOfCustomers {
  const lines: BankLine[] = [];
  const soon: BankLine[] = [];
  const settledOn = new Map<string, IsoDate>();
  const together = invoices.filter(({ fate }) => fate === 'paid-together');

  const received = (invoice: BookedInvoice, date: IsoDate, amountMinor: bigint, message: Message): BankLine =>
    transferIn({ amountMinor, date }, { name: invoice.customer.name, iban: ibanOf(invoice.customer.name) }, message);

  for (const invoice of invoices) {
    const total = invoiceTotalMinor(invoice);
    const lately = weekday(addDays(today, -random.between(1, unseenDays - 2)));
    switch (invoice.fate) {
      case 'settled': {
        const date = settlementDate(random, invoice, addDays(today, -unseenDays - 1));
        settledOn.set(invoiceNumber(invoice), date);
        lines.push(received(invoice, date, total, messageFor(random, invoice)));
        break;
      }
      case 'paid-exactly':
        lines.push(received(invoice, lately, total, messageFor(random, invoice)));
        break;
      case 'paid-partly':
        lines.push(received(invoice, lately, total / 2n, structured(written(invoice))));
        break;
      case 'paid-a-cent-short':
        lines.push(received(invoice, lately, total - 1n, structured(written(invoice))));
        break;
      case 'paid-too-much':
        lines.push(received(invoice, lately, total + 5_000n, structured(written(invoice))));
        break;
      case 'paid-with-discount':
        lines.push(received(invoice, lately, total - discountMinor(invoice), structured(written(invoice))));
        break;
      case 'paid-less-credit': {
        const { number, amountMinor } = creditOf(invoice);
        const message = unstructured(`factuur ${invoiceNumber(invoice)} min creditnota ${number}`);
        lines.push(received(invoice, lately, total - amountMinor, message));
        break;
      }
      case 'paid-together':
        if (invoice === together[0]) {
          const sum = together.reduce((amount, other) => amount + invoiceTotalMinor(other), 0n);
          lines.push(received(invoice, lately, sum, unstructured(together.map(written).join(' en '))));
        }
        break;
      case 'paid-without-reference':
        lines.push(received(invoice, lately, total, unstructured(random.pick(vague))));
        break;
      case 'paid-with-number':
        lines.push(received(invoice, lately, total, unstructured(`factuur ${invoiceNumber(invoice)}`)));
        break;
      case 'paid-soon':
        soon.push(received(invoice, today, total, messageFor(random, invoice)));
        break;
      case 'unpaid':
        break;
    }
  }
  return { lines, soon, settledOn };
}

/** Most pay around the due date, some early, some late; all before `latest`. */
function settlementDate(random: Random, { date, term }: BookedInvoice, latest: IsoDate): IsoDate {
  const delay = random.chance(0.8) ? random.between(Math.floor(term / 3), term + 6) : random.between(term, term + 25);
  const paid = weekday(addDays(date, delay));
  return paid <= latest ? paid : weekday(latest);
}

/** The communication of the invoice, in the many ways in which people and banks write it. */
function messageFor(random: Random, invoice: BookedInvoice): Message {
  const digits = invoice.structuredCommunication;
  const grouped = `${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}`;
  return random.pick([
    () => structured(written(invoice)),
    () => structured(written(invoice)),
    () => structured(written(invoice)),
    () => structured(digits),
    () => unstructured(`***${grouped}***`),
    () => unstructured(`Factuur ${invoiceNumber(invoice)} mededeling ${written(invoice)}`),
    () => unstructured(`OGM ${grouped} dank u`),
    () => unstructured(`${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`),
    () => unstructured(`BETALING ${digits} ${invoice.description.toUpperCase()}`),
  ])();
}

function written({ structuredCommunication }: BookedInvoice): string {
  return formatStructuredCommunication(structuredCommunication as StructuredCommunication);
}

const vague = ['voorschot keuken', 'zoals besproken', 'bedankt voor het werk', null] as const;
