import { decimalsOf, formatMoney, isCurrency, money, parseMoney, type Currency } from '@onfact-ponto/primitives';

/** A JSON number whose shortest form is the exact decimal. */
export function asNumber(amountMinor: bigint, currency: string): number {
  return Number(formatMoney(money(amountMinor, known(currency))));
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
