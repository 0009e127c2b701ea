import { addDays, structuredCommunicationOf, type IsoDate } from '@onfact-ponto/primitives';
import { communicationNumber } from '../onfact/bookkeeping.ts';
import type { Random } from './random.ts';
import type { Party } from './names.ts';

/** A sales invoice with what will happen to it. */
export type BookedInvoice = Readonly<{
  customer: Party;
  number: number;
  date: IsoDate;
  term: number;
  description: string;
  orderReference: string | null;
  structuredCommunication: string;
  exclMinor: bigint;
  taxMinor: bigint;
  discount: { percent: string; days: number } | null;
  /** How it stands in onFact, and what came or did not come on the bank account since the bookkeeper last looked. */
  fate: Fate;
}>;

export type Fate =
  /** Paid and known as paid. */
  | 'settled'
  /** Open; paid at the bank with the right communication and amount. */
  | 'paid-exactly'
  /** Open; the right communication, another amount. */
  | 'paid-partly'
  | 'paid-a-cent-short'
  /** Open; one transfer of one customer for two invoices, naming both. */
  | 'paid-together'
  /** Open; the right communication, fifty euros too much. */
  | 'paid-too-much'
  /** Open; paid in time, less the discount for that. */
  | 'paid-with-discount'
  /** Open; paid less a credit note, which the message names too. */
  | 'paid-less-credit'
  /** Open; the amount came without a word about the invoice. */
  | 'paid-without-reference'
  /** Open; the amount came with the number of the invoice only. */
  | 'paid-with-number'
  /** Open; will be paid in the hours to come. */
  | 'paid-soon'
  | 'unpaid';

/** The fates of the open invoices, from the oldest to the newest: 60 in all. */
const openFates: readonly (readonly [Fate, number])[] = [
  ['unpaid', 5],
  ['paid-exactly', 30],
  ['paid-together', 2],
  ['paid-partly', 2],
  ['paid-a-cent-short', 1],
  ['paid-without-reference', 4],
  ['paid-with-number', 2],
  ['paid-too-much', 1],
  ['paid-less-credit', 1],
  ['paid-with-discount', 1],
  ['paid-soon', 4],
  ['unpaid', 7],
];

/** The newest of these many invoices hold all open ones; the others among them were paid early. */
const recent = 85;

/** Invoices of two years, oldest first, more of them towards the end: the company grows. */
export function invoiceBook(
  random: Random,
  {
    count,
    today,
    customers,
    firstNumber,
  }: { count: number; today: IsoDate; customers: readonly Party[]; firstNumber: number },
): BookedInvoice[] {
  const fates = fatesOf(random, count);
  const numbers = new Map<string, number>();
  let year = '';

  const invoices = Array.from({ length: count }, (_, index): BookedInvoice => {
    const date = weekday(addDays(today, -Math.round(728 * (1 - (index / count) ** 0.6)) - 1));
    if (year === '') numbers.set(date.slice(0, 4), firstNumber - 1);
    year = date.slice(0, 4);
    const number = (numbers.get(year) ?? 0) + 1;
    numbers.set(year, number);

    const exclMinor = priceMinor(random);
    const rate = random.chance(0.2) ? 6n : 21n;
    return {
      customer: random.pick(customers),
      number,
      date,
      term: random.chance(0.75) ? 30 : 14,
      description: random.pick(works),
      orderReference: random.chance(0.15) ? `PO-${random.between(1_000, 9_999)}` : null,
      structuredCommunication: structuredCommunicationOf(communicationNumber(Number(year), number)),
      exclMinor,
      taxMinor: (exclMinor * rate + 50n) / 100n,
      discount: fates[index] === 'paid-with-discount' ? { percent: '2', days: 30 } : null,
      fate: fates[index] ?? 'settled',
    };
  });
  const payer = invoices.find(({ fate }) => fate === 'paid-together')?.customer;
  return invoices.map((invoice) =>
    invoice.fate === 'paid-together' && payer ? { ...invoice, customer: payer } : invoice,
  );
}

/** What a discount of whole percents is worth. */
export function discountMinor(invoice: BookedInvoice): bigint {
  return invoice.discount === null ? 0n : (invoiceTotalMinor(invoice) * BigInt(invoice.discount.percent) + 50n) / 100n;
}

export function invoiceTotalMinor({ exclMinor, taxMinor }: BookedInvoice): bigint {
  return exclMinor + taxMinor;
}

/** As printed on the invoice: "2026-114". */
export function invoiceNumber({ date, number }: BookedInvoice): string {
  return `${date.slice(0, 4)}-${String(number).padStart(3, '0')}`;
}

/** The day itself, or the Friday before a weekend. */
export function weekday(date: IsoDate): IsoDate {
  const day = dayOfWeek(date);
  return day === 6 ? addDays(date, -1) : day === 0 ? addDays(date, -2) : date;
}

/** 0 is Sunday. */
export function dayOfWeek(date: IsoDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

function fatesOf(random: Random, count: number): Fate[] {
  const open = openFates.flatMap(([fate, times]) => Array.from({ length: times }, () => fate));
  const newest = 14;
  const paidEarly = new Set(
    random.shuffled(Array.from({ length: recent - newest }, (_, index) => index)).slice(0, recent - open.length),
  );
  const fates: Fate[] = Array.from({ length: count - recent }, () => 'settled');
  let next = 0;
  for (let index = 0; index < recent; index += 1) {
    if (paidEarly.has(index)) fates.push('settled');
    else fates.push(open[next++] ?? 'unpaid');
  }
  return fates;
}

/** Small repairs, usual orders, and now and then a kitchen. Whole euros or halves. */
function priceMinor(random: Random): bigint {
  const [low, high] = random.chance(0.5) ? [300, 1_500] : random.chance(0.7) ? [1_500, 3_500] : [3_500, 9_500];
  return BigInt(random.between(low, high)) * 100n + (random.chance(0.3) ? 50n : 0n);
}

const works = [
  'Keuken op maat',
  'Inbouwkast eik',
  'Trap herstellen',
  'Ramen en deuren',
  'Tafelblad massief',
  'Dressing op maat',
  'Podium en decor',
  'Winkelinrichting',
  'Onderhoud parket',
  'Terras padoek',
] as const;
