import type { HttpBindings } from '@hono/node-server';
import { formatMoney, isCurrency, money, parseMoney, MoneyFormatError } from '@onfact-ponto/primitives';
import type { Context } from 'hono';
import { filterOf, orderOf, type WireRecord } from './query.ts';
import type { Company, Document, OnfactSettings, User } from './state.ts';

export type Served = {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    user: User;
    /** The one named by X-COMPANY-UUID. */
    company: Company;
  };
};

const codes = {
  400: 'ValidationError',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  429: 'TooManyRequests',
} as const;

/** An answer in onFact's error shape. Thrown by a resource, written by the app. */
export class OnfactApiError extends Error {
  override readonly name = 'OnfactApiError';
  readonly status: keyof typeof codes;
  /** Nested by field and rule. */
  readonly errors: Record<string, Record<string, string>>;

  constructor(status: keyof typeof codes, message: string, errors: Record<string, Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

export function errorBody(status: number, message: string, errors: object = {}): object {
  return { code: (codes as Record<number, string>)[status] ?? 'InternalServerError', message, errors };
}

export function invalid(field: string, rule: string, message: string): OnfactApiError {
  return new OnfactApiError(400, 'The data is not valid', { [field]: { [rule]: message } });
}

const maximumLimit = 100;

/** `offset`, `limit`, `order_by` and `q` over all records. Any other parameter is ignored, as the real API does. */
export function listOf(
  c: Context,
  records: readonly WireRecord[],
  { ordersLists, filtersLists }: Pick<OnfactSettings, 'ordersLists' | 'filtersLists'>,
): Response {
  const query = new URL(c.req.url).searchParams;
  const filtered = filtersLists ? records.filter(filterOf(query.get('q') ?? '')) : records;
  const order = ordersLists ? query.get('order_by') : null;
  const ordered = order === null ? filtered : filtered.toSorted(orderOf(order));
  const offset = wholeNumber(query.get('offset'), 0);
  const limit = Math.min(wholeNumber(query.get('limit'), maximumLimit), maximumLimit);
  return c.json({
    count: ordered.length,
    paging: { offset, limit },
    items: ordered.slice(offset, offset + limit),
  });
}

/** Answer to a write. */
export function written(c: Context, id: number, status: 200 | 201): Response {
  return c.json({ id, code: status }, status);
}

/** @throws OnfactApiError 400 */
export async function bodyOf(c: Context): Promise<WireRecord> {
  try {
    const body: unknown = await c.req.json();
    if (typeof body === 'object' && body !== null) return body as WireRecord;
  } catch {
    // Not JSON: the same answer as for JSON that is no object.
  }
  throw new OnfactApiError(400, 'The body is not a JSON object');
}

/** The number before `.json` at the end of the path. */
export function idIn(c: Context): number {
  return Number.parseInt(c.req.param('id') ?? '', 10);
}

/** An amount under the document's currency, which `_` stands for. */
export function moneyObject(amountMinor: bigint, currency: string): Record<string, number> {
  const amount = numberOf(amountMinor, currency);
  return { _: amount, [currency]: amount };
}

/** The same, and beside it what it is worth in the currency of the books. */
export function moneyObjectInBooks(
  amountMinor: bigint,
  { currency, exchangeRate }: Pick<Document, 'currency' | 'exchangeRate'>,
  books: string,
): Record<string, number> {
  if (books === currency) return moneyObject(amountMinor, currency);
  const inBooks = BigInt(Math.round(Number(amountMinor) * Number(exchangeRate)));
  return { ...moneyObject(amountMinor, currency), [books]: numberOf(inBooks, books) };
}

function numberOf(amountMinor: bigint, currency: string): number {
  return Number(formatMoney(money(amountMinor, isCurrency(currency) ? currency : 'EUR')));
}

/**
 * Reads a plain number or a money object.
 * @throws OnfactApiError 400
 */
export function amountIn(value: unknown, currency: string): bigint {
  const amount = typeof value === 'object' && value !== null ? amountOfObject(value, currency) : value;
  try {
    return parseMoney(String(amount), isCurrency(currency) ? currency : 'EUR').amountMinor;
  } catch (error) {
    if (error instanceof MoneyFormatError) throw invalid('amount', 'numeric', error.message);
    throw error;
  }
}

function amountOfObject(value: object, currency: string): unknown {
  const amounts = value as Record<string, unknown>;
  return amounts._ ?? amounts[currency];
}

function wholeNumber(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}
