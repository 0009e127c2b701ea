import type { OutgoingPayment, PaymentState } from '@onfact-ponto/api-contract';
import type { Mark, Tone } from '#lib/components/StateMark.svelte';

/** How a state looks, by its shape first; what asks for a person is yellow. */
export const markOf: Readonly<Record<PaymentState, Mark>> = {
  awaiting_approval: 'clock',
  prepared: 'open',
  sending: 'dot',
  unknown: 'question',
  awaiting_signature: 'clock',
  signed: 'dot',
  accepted: 'half',
  handed_out: 'clock',
  executed: 'check',
  refused: 'octagon',
  expired: 'octagon',
  cancelled: 'stroke',
};

export const toneOf: Readonly<Record<PaymentState, Tone>> = {
  awaiting_approval: 'warn',
  prepared: 'quiet',
  sending: 'info',
  unknown: 'info',
  awaiting_signature: 'warn',
  signed: 'info',
  accepted: 'info',
  handed_out: 'warn',
  executed: 'ok',
  refused: 'bad',
  expired: 'bad',
  cancelled: 'quiet',
};

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
