import { formatMoney, isCurrency, money } from '@onfact-ponto/primitives';
import type { Language } from './language.ts';

/** An amount as the pages show it. */
export function formatBalance(language: Language, amountMinor: bigint, currency: string): string {
  const decimal = formatMoney(money(amountMinor, isCurrency(currency) ? currency : 'EUR'));
  return new Intl.NumberFormat(`${language}-BE`, { style: 'currency', currency }).format(Number(decimal));
}
