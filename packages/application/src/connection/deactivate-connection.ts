import { inCompany, lockLiveConnection } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { revokeConnection } from '../jobs/definitions.ts';
import { assertMayManage } from './assert-may-manage.ts';
import { moveConnection } from './move-connection.ts';

/**
 * Stops pulling at once: a pull under way loses its fence, the tokens are erased here, and Ponto is told by a job.
 * Transactions and allocations stay.
 */
export async function deactivateConnection(context: Context): Promise<void> {
  assertMayManage(context.actor);
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, context.companyId);
    if (!connection) throw new ApplicationError('connection_not_found');

    const { companyId, connectionId, organizationId } = connection;
    const stopped = await moveConnection(tx, context, connection, 'deactivated');
    if (organizationId) await context.jobs.enqueue(tx, revokeConnection, { companyId, connectionId });
    else await moveConnection(tx, context, stopped, 'revocation_confirmed', { reason: 'never_linked' });
    await recordAudit(tx, context, {
      action: 'connection.deactivate',
      subject: { type: 'connection', id: connectionId },
    });
  });
}
