import type { ConnectionState } from '@onfact-ponto/db';

/** What can happen to a connection. */
export type ConnectionEvent =
  /** A user left for Ponto. */
  | 'authorization_started'
  /** The user came back without a link, or never came back. */
  | 'authorization_ended'
  /** Ponto gave tokens, for the first time or again. */
  | 'connected'
  /** Ponto no longer accepts our tokens, or they are lost. */
  | 'grant_lost'
  /** The integration was ended at Ponto. */
  | 'integration_revoked'
  /** Ponto blocked the organization, or unblocked it. */
  | 'organization_blocked'
  | 'organization_unblocked'
  /** A support employee stopped the reading, or let it go on. */
  | 'paused'
  | 'resumed'
  | 'deactivated'
  /** Ponto knows that the integration has ended, or it never existed. */
  | 'revocation_confirmed';

/**
 * Which state follows from which event. What is not named here changes nothing: a late or repeated message about a
 * connection that has moved on. That a bank's consent ended is a fact about an account, never a state of the
 * connection.
 */
export const transitions: Readonly<
  Record<ConnectionState, Readonly<Partial<Record<ConnectionEvent, ConnectionState>>>>
> = {
  activated: {
    authorization_started: 'authorizing',
    connected: 'active',
    deactivated: 'deactivating',
  },
  authorizing: {
    authorization_ended: 'activated',
    connected: 'active',
    deactivated: 'deactivating',
  },
  active: {
    connected: 'active',
    grant_lost: 'needs_reconnect',
    integration_revoked: 'needs_reconnect',
    organization_blocked: 'blocked',
    paused: 'paused',
    deactivated: 'deactivating',
  },
  needs_reconnect: {
    connected: 'active',
    /** It says why, whichever of the two was noticed first. */
    integration_revoked: 'needs_reconnect',
    deactivated: 'deactivating',
  },
  blocked: {
    connected: 'active',
    organization_unblocked: 'active',
    grant_lost: 'needs_reconnect',
    integration_revoked: 'needs_reconnect',
    paused: 'paused',
    deactivated: 'deactivating',
  },
  paused: {
    /** Reading goes on only when support says so; a new link is kept until then. */
    connected: 'paused',
    resumed: 'active',
    grant_lost: 'needs_reconnect',
    integration_revoked: 'needs_reconnect',
    deactivated: 'deactivating',
  },
  deactivating: {
    revocation_confirmed: 'deactivated',
  },
  deactivated: {},
};

/** @returns undefined when the event changes nothing in this state */
export function stateAfter(state: ConnectionState, event: ConnectionEvent): ConnectionState | undefined {
  return transitions[state][event];
}

/** Who must do something before bank lines come in again. */
export type Responsible = 'administrator' | 'ponto' | 'support' | 'nobody';
export type NextStep = 'activate' | 'connect' | 'finish_at_ponto' | 'reconnect' | 'contact_ponto' | 'wait_for_support';
/** What a user can still do. Stored lines can always be read. */
export type Working = 'read_bank' | 'import_statements' | 'match' | 'prepare_payments';

export type StateMeaning = Readonly<{
  responsible: Responsible;
  nextStep: NextStep | null;
  working: readonly Working[];
}>;

const withoutBank: readonly Working[] = ['import_statements', 'match'];

/** What a state means to people: said by the admin and the API in words. */
export const meaningOfState: Readonly<Record<ConnectionState, StateMeaning>> = {
  activated: { responsible: 'administrator', nextStep: 'connect', working: withoutBank },
  authorizing: { responsible: 'administrator', nextStep: 'finish_at_ponto', working: withoutBank },
  active: { responsible: 'nobody', nextStep: null, working: ['read_bank', ...withoutBank, 'prepare_payments'] },
  needs_reconnect: { responsible: 'administrator', nextStep: 'reconnect', working: withoutBank },
  blocked: { responsible: 'ponto', nextStep: 'contact_ponto', working: withoutBank },
  paused: { responsible: 'support', nextStep: 'wait_for_support', working: withoutBank },
  deactivating: { responsible: 'nobody', nextStep: 'activate', working: withoutBank },
  deactivated: { responsible: 'nobody', nextStep: 'activate', working: withoutBank },
};
