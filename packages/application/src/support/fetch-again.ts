import { inCompany, lockLiveConnection, makeConnectionDue } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertIsSupport } from './assert-is-support.ts';

/**
 * Lets the connection be read again, on the way that the schedule takes: same lease, same pace, no doubles. It asks
 * nothing of the bank, for that takes a user who is present.
 */
export async function fetchAgain(context: Context): Promise<void> {
  assertIsSupport(context.actor);
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, context.companyId);
    if (connection?.state !== 'active') throw new ApplicationError('support_action_not_possible');
    await makeConnectionDue(tx, connection, context.clock.now());
    await recordAudit(tx, context, {
      action: 'support.fetch-again',
      subject: { type: 'connection', id: connection.connectionId },
    });
  });
}
