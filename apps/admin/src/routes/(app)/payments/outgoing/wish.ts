import type { Amount, BankAccount, PaymentMethod, Purchase } from '@onfact-ponto/api-contract';
import { formatMoney, isIban, money, parseMoney } from '@onfact-ponto/primitives';
import { isShared } from '#lib/ponto/status.ts';
import { readAmount } from '../transactions/filters.ts';

/** What somebody wants to pay, as it was filled in: it goes from choosing to the review and back. */
export type Wish = Readonly<{
  method: PaymentMethod;
  bankAccountId: string;
  /** A day, or empty: as soon as possible. */
  executionDate: string;
  batchBookingPreferred: boolean;
  picks: readonly Readonly<{ payableId: string; typed: string }>[];
}>;

export const methods = ['ponto', 'qr', 'sepa_file'] as const satisfies readonly PaymentMethod[];
export const mostTransfers = 500;

/**
 * Where a step of paying leads. A line that somebody wants to pay back stays in the address, for it may stand in no list.
 * @param action of the page, such as "review"
 */
export function stepHref(path: string, refund: string | null, action?: string): string {
  const parts = [...(refund === null ? [] : [`refund=${refund}`]), ...(action === undefined ? [] : [`/${action}`])];
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

/** The line that an address asks to pay back. */
export function refundIn({ searchParams }: URL): string | null {
  return /^[0-9a-f-]{36}$/.exec(searchParams.get('refund') ?? '')?.[0] ?? null;
}

/** The typed amount as the api takes it; undefined when it is none. "1.234,5" is "1234.50". */
export function readEuro(typed: string): string | undefined {
  const minor = minorOf(typed);
  return minor === undefined ? undefined : formatMoney(money(minor, 'EUR'));
}

/** Of all typed amounts; undefined while one cannot be read. */
export function totalOf(typed: readonly string[]): Amount | undefined {
  const all = typed.map(minorOf);
  if (all.includes(undefined)) return undefined;
  return euro(all.reduce<bigint>((sum, minor) => sum + (minor ?? 0n), 0n));
}

/** What the account holds before and after; null when its balance is not known. */
export function balanceAfter(account: BankAccount | undefined, total: Amount): { now: Amount; after: Amount } | null {
  const now = account?.balance?.available ?? account?.balance?.current;
  if (now?.currency !== 'EUR') return null;
  return { now, after: euro(parseMoney(now.amount, 'EUR').amountMinor - parseMoney(total.amount, 'EUR').amountMinor) };
}

export function negative({ amount, currency }: Amount): Amount {
  return { amount: `-${amount}`, currency };
}

type WhyNot = 'no_iban' | 'no_account' | 'bad_iban' | 'not_euro' | 'locked';

/** Why a purchase cannot be chosen, as far as the list tells; the review knows more. */
export function whyNot(purchase: Purchase): WhyNot | undefined {
  if (purchase.isLocked) return 'locked';
  if (purchase.open.currency !== 'EUR') return 'not_euro';
  if (purchase.payeeIban === null) return purchase.kind === 'purchase_invoice' ? 'no_iban' : 'no_account';
  return isIban(purchase.payeeIban) ? undefined : 'bad_iban';
}

export function canBePicked(purchase: Purchase): boolean {
  return purchase.running === null && whyNot(purchase) === undefined;
}

/** A bank of which nothing is known may be able to: Ponto will say so when it cannot. */
export function canPayAtPonto(account: BankAccount): boolean {
  return isShared(account) && account.paymentsSupported !== false;
}

/** Days until a day, on the calendar; negative when it is past. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(day).getUTCDay());
}

function minorOf(typed: string): bigint | undefined {
  const written = readAmount(typed);
  if (written === undefined || !/^\d{1,9}(\.\d{1,2})?$/.test(written)) return undefined;
  return parseMoney(written, 'EUR').amountMinor;
}

function euro(minor: bigint): Amount {
  return { amount: formatMoney(money(minor, 'EUR')), currency: 'EUR' };
}
