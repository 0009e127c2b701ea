import { findConnection, inCompany, lockConnection } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { endIntegration } from './end-integration.ts';
import { moveConnection } from './move-connection.ts';

/** Tells Ponto that a connection was deactivated; then it is over. Doing it twice changes nothing. */
export async function revokeConnection(context: Context, input: { connectionId: string }): Promise<void> {
  const { companyId } = context;
  const ended = await inCompany(context.db, companyId, (tx) => findConnection(tx, companyId, input.connectionId));
  if (ended?.state !== 'deactivating' || ended.organizationId === null) return;
  const reason = await endIntegration(context, { organizationId: ended.organizationId });
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockConnection(tx, ended);
    if (connection?.state !== 'deactivating') return;
    await moveConnection(tx, context, connection, 'revocation_confirmed', { reason });
    await recordAudit(tx, context, {
      action: 'connection.revoked-at-ponto',
      subject: { type: 'connection', id: ended.connectionId },
      facts: { reason },
    });
  });
}
