import { saveConnectionToken, updateConnection } from '@onfact-ponto/db';
import type { Connection, Transaction } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { sealTokens } from './access-token.ts';
import type { Grant } from './grant.ts';
import { moveConnection } from './move-connection.ts';

/** Stores a grant on a connection that this transaction has locked, and makes its first pull due. */
export async function linkConnection(
  tx: Transaction,
  context: Context,
  connection: Connection,
  { tokens, organizationId, organizationName, accountCount, facts }: Grant,
): Promise<void> {
  const { connectionId } = connection;
  const now = context.clock.now();
  await saveConnectionToken(tx, sealTokens(context, connectionId, tokens));
  await moveConnection(tx, context, connection, 'connected');
  await updateConnection(tx, connection, {
    organizationId,
    organizationName,
    scope: tokens.scope.join(' '),
    connectedAt: now,
    ...facts,
    organizationReadAt: now,
  });
  await recordAudit(tx, context, {
    action: 'connection.connect',
    subject: { type: 'connection', id: connectionId },
    facts: { organizationId, accountCount: String(accountCount) },
  });
}
