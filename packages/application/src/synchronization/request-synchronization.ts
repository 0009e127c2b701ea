import {
  findLatestSynchronizationRequest,
  inCompany,
  insertSynchronizationRequest,
  listBankAccounts,
  lockLiveConnection,
} from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { assertReading } from '../connection/assert-reading.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { followSynchronization } from '../jobs/definitions.ts';

/**
 * "Nu ophalen": asks Ponto to fetch at the bank, for the user who is present. What will be asked is written down
 * first; a job asks it at once, follows it and makes the connection due.
 */
export async function requestSynchronization(context: Context, input: { customerIpAddress: string }): Promise<void> {
  if (context.actor.type !== 'user') throw new ApplicationError('user_required');
  const { companyId } = context;
  const now = context.clock.now();
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, companyId);
    assertReading(connection);

    const { connectionId } = connection;
    const previous = await findLatestSynchronizationRequest(tx, { companyId, connectionId });
    const allowedAt = synchronizationAllowedAt(previous, now, context.settings.synchronizationIntervalMs);
    if (allowedAt) throw new ApplicationError('synchronization_too_soon', { allowedAt: allowedAt.toISOString() });

    const accounts = (await listBankAccounts(tx, companyId)).filter(({ isShared }) => isShared);
    const { synchronizationRequestId } = await insertSynchronizationRequest(
      tx,
      { companyId, connectionId, requestedAt: now, state: 'running', customerIpAddress: input.customerIpAddress },
      accounts.map(({ bankAccountId }) => bankAccountId),
    );
    await recordAudit(tx, context, {
      action: 'synchronization.request',
      subject: { type: 'connection', id: connectionId },
      facts: { synchronizationRequestId },
    });
    await context.jobs.enqueue(tx, followSynchronization, { companyId, synchronizationRequestId });
  });
}

/** When Ponto will take the next request; undefined when it is now. */
export function synchronizationAllowedAt(
  previous: { requestedAt: Date } | undefined,
  now: Date,
  intervalMs: number,
): Date | undefined {
  if (!previous) return undefined;
  const allowedAt = new Date(previous.requestedAt.getTime() + intervalMs);
  return allowedAt > now ? allowedAt : undefined;
}
