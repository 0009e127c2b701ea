import { paymentInitiationStates } from '@onfact-ponto/db';
import type { PaymentInitiationState } from '@onfact-ponto/db';
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
  awaiting_signature: '- - - - - - - signed accepted refused cancelled cancelled - expired executed',
  signed: '- - - - - - - - accepted refused cancelled - - - executed',
  accepted: '- - - - - - - - - refused - - - - executed',
  handed_out: '- - - - - - - - - - - cancelled - - executed',
  executed: '- - - - - - - - - - - - - - -',
  refused: '- - - - - - - - - - - - - - executed',
  expired: '- - - - - - - signed accepted - - - - - executed',
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
