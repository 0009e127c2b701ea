import type { Connection, Transaction } from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { lookAtBlockedConnection } from '../jobs/definitions.ts';
import { moveConnection } from './move-connection.ts';

/**
 * Ponto lets nobody read for this organization: reading stops, the tokens are kept, and we look again by ourselves,
 * for the word that it is over may be lost.
 * @param locked the connection, locked by this transaction
 */
export async function blockConnection(
  tx: Transaction,
  context: Context,
  locked: Connection,
  evidence: { reason: string; providerRequestId?: string | undefined },
): Promise<Connection> {
  const { companyId, connectionId } = locked;
  const connection = await moveConnection(tx, context, locked, 'organization_blocked', evidence);
  if (connection !== locked) await context.jobs.enqueue(tx, lookAtBlockedConnection, { companyId, connectionId });
  return connection;
}
