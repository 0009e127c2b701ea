/** An exact amount: whole minor units (cents for EUR) in one currency. */
export type Money = Readonly<{ amountMinor: bigint; currency: Currency }>;

/** ISO 4217 alphabetic code of a currency whose number of decimals we know. */
export type Currency = keyof typeof currencyDecimals;

/** ISO 4217 list one, column "minor unit". Add a currency together with its number of decimals. */
const currencyDecimals = {
  AED: 2,
  AUD: 2,
  BGN: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  HUF: 2,
  ILS: 2,
  INR: 2,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  MAD: 2,
  MXN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PLN: 2,
  RON: 2,
  RSD: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  UAH: 2,
  USD: 2,
  VND: 0,
  ZAR: 2,
} as const;

/** Enough for every real amount and short enough that a hostile one costs nothing: 10^27 major units. */
const maximumWholeDigits = 27;

export class MoneyFormatError extends Error {
  override readonly name = 'MoneyFormatError';
  readonly code = 'money_format';

  constructor(decimal: string, currency: Currency) {
    super(
      `"${decimal.slice(0, 40)}" is not an amount in ${currency}: expected digits with at most ${currencyDecimals[currency]} decimals`,
    );
  }
}

export class CurrencyMismatchError extends Error {
  override readonly name = 'CurrencyMismatchError';
  readonly code = 'currency_mismatch';

  constructor(left: Currency, right: Currency) {
    super(`Amounts in ${left} and ${right} cannot be combined`);
  }
}

export function money(amountMinor: bigint, currency: Currency): Money {
  return { amountMinor, currency };
}

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(currencyDecimals, code);
}

/** Number of digits after the decimal point: 2 for EUR, 0 for JPY, 3 for TND. */
export function decimalsOf(currency: Currency): number {
  return currencyDecimals[currency];
}

/**
 * Reads a plain decimal such as "-1234.5". Rejects exponents, blanks and digits that the currency cannot hold.
 * A JSON number goes through `String(number)`, whose shortest form is the decimal that was sent.
 * @throws MoneyFormatError
 */
export function parseMoney(decimal: string, currency: Currency): Money {
  const parts = /^(?<sign>-?)(?<whole>\d+)(?:\.(?<fraction>\d+))?$/.exec(decimal)?.groups;
  if (!parts?.['whole'] || parts['whole'].length > maximumWholeDigits) throw new MoneyFormatError(decimal, currency);

  const decimals = currencyDecimals[currency];
  const fraction = (parts['fraction'] ?? '').replace(/0+$/, '');
  if (fraction.length > decimals) throw new MoneyFormatError(decimal, currency);

  const magnitude = BigInt(`${parts['whole']}${fraction.padEnd(decimals, '0')}`);
  return money(parts['sign'] === '-' ? -magnitude : magnitude, currency);
}

/** Writes the plain decimal that `parseMoney` reads: always all decimals of the currency, never an exponent. */
export function formatMoney({ amountMinor, currency }: Money): string {
  const decimals = currencyDecimals[currency];
  const digits = absolute(amountMinor)
    .toString()
    .padStart(decimals + 1, '0');
  const sign = amountMinor < 0n ? '-' : '';
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** @throws CurrencyMismatchError */
export function addMoney(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new CurrencyMismatchError(left.currency, right.currency);
  return money(left.amountMinor + right.amountMinor, left.currency);
}

/** @throws CurrencyMismatchError */
export function subtractMoney(left: Money, right: Money): Money {
  return addMoney(left, negateMoney(right));
}

export function negateMoney({ amountMinor, currency }: Money): Money {
  return money(-amountMinor, currency);
}

function absolute(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}
