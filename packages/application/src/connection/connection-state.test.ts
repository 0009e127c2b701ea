import type { ConnectionState } from '@onfact-ponto/db';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meaningOfState, stateAfter, transitions } from './connection-state.ts';
import type { ConnectionEvent } from './connection-state.ts';

const states = Object.keys(transitions) as ConnectionState[];
const events: readonly ConnectionEvent[] = [
  'authorization_started',
  'authorization_ended',
  'connected',
  'grant_lost',
  'integration_revoked',
  'organization_blocked',
  'organization_unblocked',
  'paused',
  'resumed',
  'deactivated',
  'revocation_confirmed',
];

/** The whole machine, one row per state, one column per event in the order of `events`; "." changes nothing. */
const table = `
activated        authorizing . active . . . . . . deactivating .
authorizing      . activated active . . . . . . deactivating .
active           . . active needs_reconnect needs_reconnect blocked . paused . deactivating .
needs_reconnect  . . active . needs_reconnect . . . . deactivating .
blocked          . . active needs_reconnect needs_reconnect . active paused . deactivating .
paused           . . paused needs_reconnect needs_reconnect . . . active deactivating .
deactivating     . . . . . . . . . . deactivated
deactivated      . . . . . . . . . . .
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/));

describe('the states of a connection', () => {
  it.each(rows)('%s', (from, ...expected) => {
    const after = events.map((event) => stateAfter(from as ConnectionState, event) ?? '.');
    expect(after).toEqual(expected);
  });

  it('are all in the table', () => {
    expect(rows.map(([state]) => state)).toEqual(states);
  });

  it('can all be left by deactivating, but the last two', () => {
    for (const state of states.filter((each) => !each.startsWith('deactivat')))
      expect(stateAfter(state, 'deactivated')).toBe('deactivating');
  });

  it('never come back to life after a deactivation, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events)), (history) => {
        const end = history.reduce<ConnectionState>(
          (state, event) => stateAfter(state, event) ?? state,
          'deactivating',
        );
        expect(['deactivating', 'deactivated']).toContain(end);
      }),
    );
  });

  it('do not depend on how often a message comes, as long as nothing else happens between', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), fc.constantFrom(...events), (state, event) => {
        const once = stateAfter(state, event) ?? state;
        expect(stateAfter(once, event) ?? once).toBe(once);
      }),
    );
  });

  it('name who must act and a next step whenever the bank is not read', () => {
    for (const state of states) {
      const { nextStep, responsible, working } = meaningOfState[state];
      expect(working.includes('read_bank')).toBe(state === 'active');
      if (state === 'active') expect({ nextStep, responsible }).toEqual({ nextStep: null, responsible: 'nobody' });
      else expect(nextStep).not.toBeNull();
    }
  });
});
