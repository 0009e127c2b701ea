import type { BankTransaction, TransactionStatus } from '@onfact-ponto/api-contract';
import { isId } from '#lib/is-id.ts';
import { addDays } from '#lib/format/dates.ts';

/** Who tells of a line. */
export type Witness = BankTransaction['witnesses'][number];

/** The filters of the list live in its address: a view can be shared, bookmarked and reached by the back button. */

export type Filters = Readonly<{
  search?: string;
  account?: string;
  status?: TransactionStatus;
  witness?: Witness;
  direction?: 'in' | 'out';
  /** Part of the name or the IBAN of the other side. */
  counterparty?: string;
  from?: string;
  to?: string;
  minimum?: string;
  maximum?: string;
}>;
export type FilterName = keyof Filters;

export const statuses = [
  'to_process',
  'proposed',
  'doubtful',
  'matched_automatically',
  'matched',
  'partly_matched',
  'ignored',
] as const;
export const witnesses: readonly Witness[] = ['ponto', 'coda'];
export const directions = ['in', 'out'] as const;
const maximumTextLength = 200;

/** A value that cannot be meant is left out, so an old or mistyped address still shows a list. */
export function readFilters(parameters: URLSearchParams): Filters {
  const text = (name: string) => {
    const written = parameters.get(name)?.trim();
    return written === '' ? undefined : written;
  };
  const day = (name: string) => (isDay(text(name)) ? text(name) : undefined);
  const amount = (name: string) => readAmount(text(name) ?? '');
  return withoutUndefined({
    search: text('search')?.slice(0, maximumTextLength),
    account: isId(text('account')) ? text('account') : undefined,
    status: statuses.find((status) => status === text('status')),
    witness: witnesses.find((witness) => witness === text('witness')),
    direction: directions.find((direction) => direction === text('direction')),
    counterparty: text('counterparty')?.slice(0, maximumTextLength),
    from: day('from'),
    to: day('to'),
    minimum: amount('minimum'),
    maximum: amount('maximum'),
  });
}

/** As the api names them. */
export function toQuery({ account, minimum, maximum, ...same }: Filters) {
  return withoutUndefined({ ...same, bankAccountId: account, minimumAmount: minimum, maximumAmount: maximum });
}

/** The address of the list with some filters changed; undefined takes one away. The list starts at its top again. */
export function hrefWith(filters: Filters, changes: Partial<Record<FilterName, string | undefined>> = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...changes })) {
    if (value !== undefined && value !== '') parameters.set(name, value);
  }
  return hrefOf(parameters);
}

/** Where in the list a page begins: below or above a line, and how many lines stand above it; nothing for the first. */
export type Place = Readonly<{ after?: string; before?: string; at: number }>;

export function readPlace(parameters: URLSearchParams): Place {
  const after = parameters.get('after') ?? undefined;
  const before = after === undefined ? (parameters.get('before') ?? undefined) : undefined;
  const at = Number(/^\d{1,9}$/.exec(parameters.get('at') ?? '')?.[0] ?? 0);
  return { ...withoutUndefined({ after, before }), at };
}

/** Another page of the same list; without a place the first. */
export function hrefOfPage(filters: Filters, place?: Place): string {
  const parameters = new URLSearchParams(Object.entries(filters));
  for (const [name, value] of Object.entries(place ?? {})) parameters.set(name, String(value));
  return hrefOf(parameters);
}

/** The same list on the same page, with one line opened or none. */
export function hrefOfLine(current: Iterable<[string, string]>, transactionId: string | undefined): string {
  const parameters = new URLSearchParams([...current].filter(([name]) => !name.startsWith('/')));
  parameters.delete('transaction');
  parameters.delete('export');
  if (transactionId !== undefined) parameters.set('transaction', transactionId);
  return hrefOf(parameters);
}

/** Reads "1234,5", "1.234,50" and "1,234.50" into the plain decimal that the api wants. */
export function readAmount(written: string): string | undefined {
  const compact = written.replace(/[\s€]/g, '');
  const belgian = /^(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,3}))?$/.exec(compact);
  const english = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,3}))?$/.exec(compact);
  const [, whole = '', fraction] = belgian ?? english ?? [];
  const digits = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  if (digits === '' || digits.length > 15) return undefined;
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

export type Period = 'thisMonth' | 'lastMonth' | 'last90' | 'thisYear';
export const periods: readonly Period[] = ['thisMonth', 'lastMonth', 'last90', 'thisYear'];

/** The first and last day of a named period, seen from today. */
export function periodOf(period: Period, today: string): { from: string; to: string } {
  const month = today.slice(0, 7);
  switch (period) {
    case 'thisMonth':
      return { from: `${month}-01`, to: endOfMonth(month) };
    case 'lastMonth': {
      const previous = addDays(`${month}-01`, -1).slice(0, 7);
      return { from: `${previous}-01`, to: endOfMonth(previous) };
    }
    case 'last90':
      return { from: addDays(today, -90), to: today };
    case 'thisYear':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` };
  }
}

/** Whether a range is one whole calendar month, which then is called by its name. */
export function isWholeMonth(from: string, to: string): boolean {
  return from.endsWith('-01') && to === endOfMonth(from.slice(0, 7));
}

export function isWholeYear(from: string, to: string): boolean {
  return from.slice(0, 4) === to.slice(0, 4) && from.endsWith('-01-01') && to.endsWith('-12-31');
}

/** @param month "2026-11" */
function endOfMonth(month: string): string {
  return addDays(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, -1);
}

function isDay(text: string | undefined): boolean {
  return (
    text !== undefined &&
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    addDays(text, 0) === text
  );
}

/** Never an empty "?": it would be another address of the same list. */
function hrefOf(parameters: URLSearchParams): string {
  const query = parameters.toString();
  return query ? `?${query}` : '/payments/transactions';
}

type Known<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

function withoutUndefined<Values extends object>(values: Values): Known<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<Values>;
}
