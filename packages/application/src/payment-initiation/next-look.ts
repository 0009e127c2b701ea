import type { PaymentInitiationState } from '@onfact-ponto/db';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long to wait before Ponto is asked again: soon while a user is likely to be signing, then ever less. No webhook
 * tells of payments.
 * @param ageMs since the payment came into its state
 * @returns undefined when there is nothing to ask
 */
export function waitBeforeLook(state: PaymentInitiationState, ageMs: number): number | undefined {
  if (state !== 'awaiting_signature' && state !== 'signed' && state !== 'accepted') return undefined;
  if (ageMs < 5 * minute) return 10_000;
  if (ageMs < hour) return minute;
  if (ageMs < day) return 15 * minute;
  return ageMs < 7 * day ? 2 * hour : 12 * hour;
}

/** An answer that was lost is asked for again under the same key: at once, then after twice as long each time. */
export function waitBeforeRetry(attemptCount: number): number {
  return Math.min(10_000 * 2 ** Math.min(attemptCount - 1, 6), 10 * minute);
}
