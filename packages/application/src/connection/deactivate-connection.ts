import {
  abandonPulls,
  deactivateConnection as endConnection,
  failRunningRequests,
  inCompany,
  lockLiveConnection,
} from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { revokeConnection } from '../jobs/definitions.ts';
import { assertMayManage } from './assert-may-manage.ts';

/**
 * Stops pulling at once: a pull under way loses its fence, the tokens are erased here, and Ponto is told by a job.
 * Transactions and allocations stay.
 */
export async function deactivateConnection(context: Context): Promise<void> {
  assertMayManage(context.actor);
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, context.companyId);
    if (!connection) throw new ApplicationError('connection_not_found');

    const { companyId, connectionId } = connection;
    const at = context.clock.now();
    await endConnection(tx, { companyId, connectionId, at });
    await abandonPulls(tx, connection, { at });
    await failRunningRequests(tx, connection, at);
    await recordAudit(tx, context, {
      action: 'connection.deactivate',
      subject: { type: 'connection', id: connectionId },
    });
    if (connection.organizationId) await context.jobs.enqueue(tx, revokeConnection, { companyId, connectionId });
  });
}
