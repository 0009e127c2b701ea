import { inCompany, lockLiveConnection } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { AuditAction } from '../audit.ts';
import { stateAfter } from '../connection/connection-state.ts';
import { moveConnection } from '../connection/move-connection.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { assertIsSupport } from './assert-is-support.ts';

/** Stops the reading at once, with a reason that the company sees; tokens and lines stay. */
export function pauseReading(context: Context): Promise<void> {
  return move(context, 'paused', 'support.pause');
}

/** Lets it go on: the connection is due now. */
export function resumeReading(context: Context): Promise<void> {
  return move(context, 'resumed', 'support.resume');
}

async function move(context: Context, event: 'paused' | 'resumed', action: AuditAction): Promise<void> {
  assertIsSupport(context.actor);
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, context.companyId);
    if (!connection || stateAfter(connection.state, event) === undefined) {
      throw new ApplicationError('support_action_not_possible');
    }
    await moveConnection(tx, context, connection, event);
    await recordAudit(tx, context, { action, subject: { type: 'connection', id: connection.connectionId } });
  });
}
