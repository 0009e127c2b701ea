import { decimalsOf, formatMoney, isCurrency, money, parseMoney, type Currency } from '@onfact-ponto/primitives';
import type { Account } from './state.ts';

/** A JSON number whose shortest form is the exact decimal. */
export function asNumber(amountMinor: bigint, currency: string): number {
  return Number(formatMoney(money(amountMinor, known(currency))));
}

/** As the account writes its amounts: most as numbers, some as texts. */
export function written({ amountStyle, currency }: Account, amountMinor: bigint): number | string {
  return amountStyle === 'number' ? asNumber(amountMinor, currency) : String(asNumber(amountMinor, currency));
}

/** @throws MoneyFormatError */
export function minorOf(decimal: string, currency: string): bigint {
  return parseMoney(decimal, known(currency)).amountMinor;
}

/** As CODA counts, whatever the currency. */
export function thousandthsOf(amountMinor: bigint, currency: string): bigint {
  return amountMinor * 10n ** BigInt(3 - decimalsOf(known(currency)));
}

/** A currency whose decimals we do not know is taken to have two. */
function known(currency: string): Currency {
  return isCurrency(currency) ? currency : 'EUR';
}
