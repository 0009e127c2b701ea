import type { Amount, DocumentKind, PayableDocument } from '@onfact-ponto/api-contract';
import { formatMoney, isCurrency, money, type Money, parseMoney } from '@onfact-ponto/primitives';
import type { Language } from '#lib/i18n/language.ts';
import { readAmount } from '../transactions/filters.ts';

/**
 * A line over several documents. People type without the sign of the line: what a document takes of it is positive, and
 * only what goes against it, such as a credit note, is negative. The api counts with the sign of the line.
 */

/** What somebody typed beside a document. */
export type SplitRow = Readonly<{ document: PayableDocument; typed: string }>;

export type SplitSum = Readonly<{
  /** Of the line; undefined while a row cannot be read. */
  rest: Amount | undefined;
  /** What the documents still ask after this; zero when each is settled. */
  stillOpen: Amount | undefined;
}>;

const comesIn: Record<DocumentKind, boolean> = {
  sales_invoice: true,
  payment_request: true,
  purchase_credit_note: true,
  sales_credit_note: false,
  purchase_invoice: false,
};

export function sumOf(unmatched: Amount, rows: readonly SplitRow[]): SplitSum {
  const typed = rows.map((row) => parseTyped(row.typed, unmatched.currency));
  if (typed.some((amount) => amount === undefined)) return { rest: undefined, stillOpen: undefined };
  const given = typed.reduce((sum, amount) => sum + (amount?.amountMinor ?? 0n), 0n);
  const asked = rows.reduce((sum, { document }) => sum + askedOf(document, unmatched), 0n);
  return {
    rest: amountOf(magnitude(unmatched) - given, unmatched.currency),
    stillOpen: amountOf(asked - given, unmatched.currency),
  };
}

/** What one would give a document that is added: all that it asks, as far as the rest of the line goes. */
export function suggestedFor(
  document: PayableDocument,
  unmatched: Amount,
  rows: readonly SplitRow[],
  language: Language,
): string {
  const asked = askedOf(document, unmatched);
  const { rest } = sumOf(unmatched, rows);
  const available = rest === undefined ? asked : minorOf(rest).amountMinor;
  const given = asked < 0n || available < 0n || asked < available ? asked : available;
  return typedText(amountOf(given, unmatched.currency), language);
}

/** As it is typed: "1234,50", with the decimal sign of the language and nothing between thousands. */
export function typedText({ amount }: Amount, language: Language): string {
  return language === 'en' ? amount : amount.replace('.', ',');
}

/** The amount of a row as the api counts it, with the sign of the line; undefined when it cannot be read. */
export function allocatedBy(typed: string, unmatched: Amount): Amount | undefined {
  const amount = parseTyped(typed, unmatched.currency);
  return amount && amountOf(isNegative(unmatched) ? -amount.amountMinor : amount.amountMinor, unmatched.currency);
}

/** An amount of the api as people read it beside a line: without the line's sign. */
export function besideLine(amount: Amount, line: Amount): Amount {
  return isNegative(line) ? amountOf(-minorOf(amount).amountMinor, amount.currency) : amount;
}

type Paid = Readonly<{ document: PayableDocument; amount: Amount }>;

/** What documents let go by themselves: the discount of each that money of this day pays but for exactly that. */
export function discountOn(paid: readonly Paid[], paidOn: string, currency: string): Amount {
  const discounts = paid.flatMap(({ document: { discount, open }, amount }) =>
    discount !== null && paidOn <= discount.until && magnitude(open) - magnitude(amount) === magnitude(discount.amount)
      ? [discount.amount]
      : [],
  );
  return add(discounts, currency);
}

export function less(amount: Amount, part: Amount): Amount {
  return amountOf(minorOf(amount).amountMinor - minorOf(part).amountMinor, amount.currency);
}

export function isWithin(amount: Amount, limit: Amount): boolean {
  return amount.currency === limit.currency && magnitude(amount) <= magnitude(limit);
}

export function add(amounts: readonly Amount[], currency: string): Amount {
  return amountOf(
    amounts.reduce((sum, amount) => sum + minorOf(amount).amountMinor, 0n),
    currency,
  );
}

/** Positive when the document takes from the line, negative when it gives to it. */
function askedOf({ kind, open }: PayableDocument, unmatched: Amount): bigint {
  const asked = minorOf(open).amountMinor;
  return comesIn[kind] === isNegative(unmatched) ? -asked : asked;
}

function parseTyped(typed: string, currency: string): Money | undefined {
  const text = typed.trim().replace('\u2212', '-');
  const unsigned = readAmount(text.replace(/^-/, ''));
  if (unsigned === undefined) return undefined;
  try {
    return minorOf({ amount: text.startsWith('-') ? `-${unsigned}` : unsigned, currency });
  } catch {
    return undefined;
  }
}

function minorOf({ amount, currency }: Amount): Money {
  if (!isCurrency(currency)) throw new Error(`unknown currency ${currency}`);
  return parseMoney(amount, currency);
}

function amountOf(amountMinor: bigint, currency: string): Amount {
  if (!isCurrency(currency)) throw new Error(`unknown currency ${currency}`);
  return { amount: formatMoney(money(amountMinor, currency)), currency };
}

function magnitude(amount: Amount): bigint {
  const { amountMinor } = minorOf(amount);
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

function isNegative({ amount }: Amount): boolean {
  return amount.startsWith('-');
}
