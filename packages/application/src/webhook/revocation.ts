import type { Connection, Transaction } from '@onfact-ponto/db';
import { PontoApiError } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import { GrantLostError, withAccessToken } from '../connection/access-token.ts';
import { moveConnection } from '../connection/move-connection.ts';
import type { Context } from '../context.ts';

/**
 * Asks Ponto with what we hold now: an integration that was made anew since answers. A dead one answers nothing, and
 * then the connection says already that it needs a person.
 */
export async function isRevokedAtPonto(context: Context, connectionId: string): Promise<boolean> {
  try {
    await withAccessToken(context, connectionId, (token) => context.ponto.userinfo.get(token));
    return false;
  } catch (error) {
    if (error instanceof GrantLostError) return true;
    /** A refusal of another kind, as of a blocked organization, says nothing about the integration. */
    if (error instanceof PontoApiError && error.status < 500 && error.status !== 429) return false;
    throw error;
  }
}

/** Says who ended it, and forgets the dead tokens. Nothing happens to a connection that was linked again meanwhile. */
export async function settleRevocation(tx: Transaction, context: Context, locked: Connection): Promise<void> {
  if (locked.state !== 'needs_reconnect' || locked.stateReason === revokedAtPonto) return;
  await moveConnection(tx, context, locked, 'integration_revoked', { reason: revokedAtPonto });
  await recordAudit(tx, context, {
    action: 'connection.needs-reconnect',
    subject: { type: 'connection', id: locked.connectionId },
    facts: { reason: revokedAtPonto },
  });
}

export const revokedAtPonto = 'revoked_at_ponto';
