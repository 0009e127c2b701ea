import type { Amount } from '@onfact-ponto/api-contract';
import { formatMoney, isCurrency, money, parseMoney } from '@onfact-ponto/primitives';
import type { Money } from '@onfact-ponto/primitives';
import { ProblemException } from '../problems.ts';

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

/**
 * The amount of a request in minor units.
 * @param field where it stands, for the answer that refuses it
 * @throws ProblemException for a currency that we do not know, or more decimals than it has
 */
export function minorOfAmount({ amount, currency }: Amount, field: string): bigint {
  if (!isCurrency(currency)) throw new ProblemException('invalid_request', { [`${field}.currency`]: 'unknown' });
  try {
    return parseMoney(amount, currency).amountMinor;
  } catch {
    throw new ProblemException('invalid_request', { [`${field}.amount`]: 'too_many_decimals' });
  }
}
