import type { Amount } from '@onfact-ponto/api-contract';
import { formatMoney, isCurrency, money } from '@onfact-ponto/primitives';
import type { Money } from '@onfact-ponto/primitives';

/** How values of the domain look in JSON: exact decimals with their currency, moments in UTC. */

export function amountOf(value: Money): Amount {
  return { amount: formatMoney(value), currency: value.currency };
}

/** @throws Error when a currency was stored whose decimals we do not know */
export function amountOfMinor(amountMinor: bigint, currency: string): Amount {
  if (!isCurrency(currency)) throw new Error('An amount is stored in an unknown currency');
  return amountOf(money(amountMinor, currency));
}

export function momentOf(moment: Date): string {
  return moment.toISOString();
}

export function momentOrNull(moment: Date | null | undefined): string | null {
  return moment?.toISOString() ?? null;
}
