import { type Language, regionOf } from '../i18n/language.ts';
import { withPlainSpaces } from '../i18n/translate.ts';

/** An amount as it comes from the api: an exact decimal, never a float. */
export type Amount = Readonly<{ amount: string; currency: string }>;

/** A piece of a written amount: the currency is printed lighter than the digits. */
export type MoneyPart = Readonly<{ isCurrency: boolean; text: string }>;

/**
 * Writes the decimal as it is, so no digit is ever lost to binary arithmetic: "€ +3.630,00", "+3 630,00 €".
 * @param sign `movement` shows a plus on money that comes in; `balance` does not
 */
export function moneyParts(
  { amount, currency }: Amount,
  language: Language,
  sign: 'movement' | 'balance',
): MoneyPart[] {
  return numberFormat(language, currency, sign)
    .formatToParts(amount as Intl.StringNumericLiteral)
    .map(({ type, value }) => ({ isCurrency: type === 'currency', text: readable(value) }));
}

export function formatMoney(amount: Amount, language: Language, sign: 'movement' | 'balance' = 'balance'): string {
  return moneyParts(amount, language, sign)
    .map(({ text }) => text)
    .join('');
}

/** A round value beside a grid line: "€ 40.000". For the scale of a drawing, not for an amount: those are decimals. */
export function formatScale(value: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(regionOf[language], {
    style: 'currency',
    currency,
    signDisplay: 'negative',
    minimumFractionDigits: 0,
  });
  return readable(format.format(value));
}

export function isOutgoing({ amount }: Amount): boolean {
  return amount.startsWith('-');
}

export function isZero({ amount }: Amount): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, currency: string, sign: 'movement' | 'balance'): Intl.NumberFormat {
  const key = `${language} ${currency} ${sign}`;
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat(regionOf[language], {
    style: 'currency',
    currency,
    signDisplay: sign === 'movement' ? 'exceptZero' : 'negative',
  });
  formats.set(key, format);
  return format;
}

/** U+2212 is as wide as the plus, so signs stand in one column. */
function readable(part: string): string {
  return withPlainSpaces(part).replace('-', '\u2212');
}
