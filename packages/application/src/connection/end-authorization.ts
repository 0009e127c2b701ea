import {
  closeAuthorizationAttempt,
  findAttemptOfCompany,
  hasOpenAttempt,
  inCompany,
  lockLiveConnection,
  takeHeldGrant,
} from '@onfact-ponto/db';
import type { Context } from '../context.ts';
import { giveBack, openGrant } from './grant.ts';
import type { Grant } from './grant.ts';
import { moveConnection } from './move-connection.ts';

/**
 * The time of a trip to Ponto is over. Nobody came back: the connection no longer waits. Nobody decided about the new
 * link: it is given back. A trip that ended by itself is left as it is.
 */
export async function endAuthorization(
  context: Context,
  { connectionId, authorizationAttemptId }: { connectionId: string; authorizationAttemptId: string },
): Promise<void> {
  const { companyId, clock } = context;
  const undecided = await inCompany(context.db, companyId, async (tx): Promise<Grant | undefined> => {
    const connection = await lockLiveConnection(tx, companyId);
    const attempt = await findAttemptOfCompany(tx, { companyId, authorizationAttemptId });
    if (!attempt) return undefined;
    if (attempt.outcome === null) await closeAuthorizationAttempt(tx, { ...attempt, outcome: 'never_returned' });
    const isWaited =
      connection?.connectionId === connectionId &&
      !(await hasOpenAttempt(tx, { companyId, connectionId, now: clock.now() }));
    if (isWaited) await moveConnection(tx, context, connection, 'authorization_ended', { reason: 'never_returned' });
    const held = await takeHeldGrant(tx, attempt);
    return held?.heldGrantEnvelope ? openGrant(context, held, held.heldGrantEnvelope) : undefined;
  });
  if (undecided) await giveBack(context, undecided);
}
