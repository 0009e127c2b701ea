import { closeAuthorizationAttempt, inCompany, lockLiveConnection, takeHeldGrant } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { endIntegration } from '../jobs/definitions.ts';
import { assertMayManage } from './assert-may-manage.ts';
import { giveBack, openGrant } from './grant.ts';
import type { Grant } from './grant.ts';
import { linkConnection } from './link-connection.ts';
import { hashOfSession } from './start-authorization.ts';

/**
 * A person decides about a new link that waits: `keep` what was there, or `replace` it. The link that is replaced
 * works until this very moment. The integration of an organization that is left is ended at Ponto.
 */
export async function decideAuthorization(
  context: Context,
  { authorizationAttemptId, decision }: { authorizationAttemptId: string; decision: 'keep' | 'replace' },
): Promise<void> {
  assertMayManage(context.actor);
  const { companyId, clock } = context;
  const unused = await inCompany(context.db, companyId, async (tx): Promise<Grant | undefined> => {
    const connection = await lockLiveConnection(tx, companyId);
    const attempt = await takeHeldGrant(tx, { companyId, authorizationAttemptId });
    const isOurs = attempt?.sessionHash === hashOfSession(context.actor);
    const isStillOpen = isOurs && attempt.heldUntil !== null && attempt.heldUntil > clock.now();
    if (!isStillOpen || !attempt.heldGrantEnvelope || connection?.connectionId !== attempt.connectionId)
      throw new ApplicationError('authorization_not_waiting');

    const grant = openGrant(context, attempt, attempt.heldGrantEnvelope);
    await closeAuthorizationAttempt(tx, { ...attempt, outcome: decision === 'replace' ? 'connected' : 'kept' });
    if (decision === 'replace') {
      const left = connection.organizationId;
      await linkConnection(tx, context, connection, grant);
      if (left !== null && left !== grant.organizationId)
        await context.jobs.enqueue(tx, endIntegration, { companyId, organizationId: left });
      return undefined;
    }
    await recordAudit(tx, context, {
      action: 'connection.new-link-declined',
      subject: { type: 'connection', id: connection.connectionId },
      facts: { organizationId: grant.organizationId },
    });
    return grant;
  });
  if (unused) await giveBack(context, unused);
}
