import { paymentInitiationStates } from '@onfact-ponto/db';
import type { PaymentInitiationState } from '@onfact-ponto/db';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOfStatus, isLive, stateAfter, transitions } from './payment-initiation-state.ts';
import type { PaymentInitiationEvent } from './payment-initiation-state.ts';

const events = [
  'approved', 'sending_began', 'accepted_by_ponto', 'refused_by_ponto', 'answer_lost', 'not_sent', 'handed_out', 'signed',
  'accepted_by_bank', 'refused_by_bank', 'cancelled_at_ponto', 'cancelled', 'declared_absent', 'expired', 'seen_on_account',
] as const satisfies readonly PaymentInitiationEvent[]; // prettier-ignore

/** One row a state; a dash where the event is not obeyed. The columns are the events above. */
const table: Record<PaymentInitiationState, string> = {
  awaiting_approval: 'prepared - - - - - - - - - - cancelled - - -',
  prepared: '- sending - - - - handed_out - - - - cancelled - - -',
  sending: '- - awaiting_signature refused unknown prepared - - - - - - - - executed',
  unknown: '- sending - - - - - - - - - - cancelled - executed',
  awaiting_signature: '- - - - - - - signed accepted refused cancelled cancelled cancelled expired executed',
  signed: '- - - - - - - - accepted refused cancelled - cancelled - executed',
  accepted: '- - - - - - - - - refused - - cancelled - executed',
  handed_out: '- - - - - - - - - - - cancelled - - executed',
  executed: '- - - - - - - - - - - - - - -',
  refused: '- - - - - - - - - - - - - - executed',
  expired: '- - - - - - - - - - - - - - executed',
  cancelled: '- - - - - - - - - - - - - - executed',
};

describe.each(paymentInitiationStates)('%s', (state) => {
  it('goes where the table says, and nowhere else', () => {
    expect(events.map((event) => stateAfter(state, event) ?? '-').join(' ')).toBe(table[state]);
  });

  it('ends in no loop of its own', () => {
    expect(Object.values(transitions[state])).not.toContain(state);
  });
});

it('never lets a payment that may be at Ponto be taken back without looking', () => {
  for (const state of ['sending', 'unknown', 'signed', 'accepted'] as const) {
    expect(stateAfter(state, 'cancelled'), state).toBeUndefined();
  }
});

it('calls a payment executed for no other reason than the account', () => {
  const others = events.filter((event) => event !== 'seen_on_account');
  for (const state of paymentInitiationStates) {
    for (const event of others) expect(stateAfter(state, event), `${state} ${event}`).not.toBe('executed');
  }
});

/** As Ponto may tell them: in any order, again, with words that nobody knew, or not at all. */
const told = fc.constantFrom(
  ['open', 'unsigned'], ['open', 'pending'], ['signed', 'accepted-technical-validation'],
  ['signed', 'accepted-customer-profile'], ['signed', 'accepted-settlement-in-progress'],
  ['executed', 'accepted-settlement-completed'], ['ended', 'rejected'], ['ended', 'failed'], ['ended', 'cancelled'],
  ['unknown', 'partially-accepted'], ['unknown', undefined],
); // prettier-ignore

it('never leaves a final truth for a word of Ponto, and never goes back, in whatever order it tells', () => {
  const order = ['awaiting_signature', 'signed', 'accepted'];
  fc.assert(
    fc.property(fc.constantFrom(...paymentInitiationStates), fc.array(told, { maxLength: 30 }), (start, history) => {
      let state = start;
      for (const [stage, status] of history) {
        const event = eventOfStatus(stage, status);
        const next = (event && stateAfter(state, event)) ?? state;
        if (!isLive(state)) expect(next).toBe(state);
        if (isLive(next)) expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(state));
        expect(next === 'executed').toBe(start === 'executed');
        state = next;
      }
    }),
  );
});

it('keeps purchases for itself as long as money may still move', () => {
  expect(paymentInitiationStates.filter((state) => !isLive(state))).toEqual([
    'executed',
    'refused',
    'expired',
    'cancelled',
  ]);
});

it.each([
  ['open', 'unsigned', undefined],
  ['unknown', 'something-new', undefined],
  ['unknown', undefined, undefined],
  ['signed', 'accepted-technical-validation', 'signed'],
  ['signed', 'accepted-customer-profile', 'accepted_by_bank'],
  ['signed', 'accepted-settlement-in-progress', 'accepted_by_bank'],
  ['executed', 'accepted-settlement-completed', 'accepted_by_bank'],
  ['ended', 'rejected', 'refused_by_bank'],
  ['ended', 'failed', 'refused_by_bank'],
  ['ended', 'cancelled', 'cancelled_at_ponto'],
] as const)('reads %s / %s as %s', (stage, status, event) => {
  expect(eventOfStatus(stage, status)).toBe(event);
});
