import { abandonPulls, deleteConnectionToken, failRunningRequests, moveConnection as move } from '@onfact-ponto/db';
import type { Connection, Transaction } from '@onfact-ponto/db';
import { actorColumns } from '../audit.ts';
import type { Context } from '../context.ts';
import { stateAfter } from './connection-state.ts';
import type { ConnectionEvent } from './connection-state.ts';

type Evidence = Readonly<{
  /** Stable code, such as `invalid_grant`. */
  reason?: string;
  /** Ponto's request id of the call that showed it. */
  providerRequestId?: string | undefined;
}>;

/**
 * Lets an event happen to a connection that this transaction has locked: the new state, the line in its history, and
 * what ends with the old state (a pull under way, what users wait for, the tokens).
 * @returns the connection as it is now; the same one when the event changes nothing in its state
 */
export async function moveConnection(
  tx: Transaction,
  context: Context,
  locked: Connection,
  event: ConnectionEvent,
  { reason, providerRequestId }: Evidence = {},
): Promise<Connection> {
  const toState = stateAfter(locked.state, event);
  if (toState === undefined) return locked;
  const at = context.clock.now();
  const moved = await move(tx, locked, toState, {
    at,
    event,
    reason: reason ?? null,
    providerRequestId: providerRequestId ?? null,
    ...actorColumns(context.actor),
  });
  if (toState !== 'active') await failRunningRequests(tx, moved, at);
  /** The pull that met the loss of the grant closes itself, and says so. */
  if (toState !== 'active' && event !== 'grant_lost') await abandonPulls(tx, moved, { at });
  if (event === 'deactivated' || event === 'integration_revoked') await deleteConnectionToken(tx, moved);
  return moved;
}
