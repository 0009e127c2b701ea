import type { OutgoingPayment, PaymentState } from '@onfact-ponto/api-contract';
import type { Mark, Tone } from '#lib/components/StateMark.svelte';

export type ShownState = PaymentState | 'returned';

/** How a state looks, by its shape first; what asks for a person is yellow. */
export const markOf: Readonly<Record<ShownState, Mark>> = {
  awaiting_approval: 'clock',
  prepared: 'open',
  sending: 'dot',
  unknown: 'question',
  awaiting_signature: 'clock',
  signed: 'dot',
  accepted: 'half',
  handed_out: 'clock',
  executed: 'check',
  returned: 'octagon',
  refused: 'octagon',
  expired: 'octagon',
  cancelled: 'stroke',
};

export const toneOf: Readonly<Record<ShownState, Tone>> = {
  awaiting_approval: 'warn',
  prepared: 'quiet',
  sending: 'info',
  unknown: 'info',
  awaiting_signature: 'warn',
  signed: 'info',
  accepted: 'info',
  handed_out: 'warn',
  executed: 'ok',
  returned: 'bad',
  refused: 'bad',
  expired: 'bad',
  cancelled: 'quiet',
};

/** One of which all money came back was carried out, and is not called so. */
export function shownStateOf({ state, transfers }: Pick<OutgoingPayment, 'state' | 'transfers'>): ShownState {
  const isReturned = transfers.every(({ returnedTransactionId }) => returnedTransactionId !== null);
  return state === 'executed' && isReturned ? 'returned' : state;
}

/** Nothing more happens by itself, and its purchases can be paid anew. */
export function isOver({ state }: Pick<OutgoingPayment, 'state'>): boolean {
  return state === 'executed' || isUnpaid({ state });
}

export function isUnpaid({ state }: Pick<OutgoingPayment, 'state'>): boolean {
  return state === 'refused' || state === 'expired' || state === 'cancelled';
}

/** A person must do something before it goes on. */
export function waitsForPerson({ state }: Pick<OutgoingPayment, 'state'>): boolean {
  return state === 'awaiting_approval' || state === 'awaiting_signature';
}
