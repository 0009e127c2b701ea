import { asDispatcher, claimDueConnections as claimDue, countLeases } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { pullConnection } from '../jobs/definitions.ts';

/**
 * Hands what is due to the workers: leases each connection and enqueues its pull in the same transaction. Only as
 * many as may run at once, so the queue stays short however long the backlog is.
 * @returns how many were claimed
 */
export async function claimDueConnections(services: Services): Promise<number> {
  const { clock, jobs, settings } = services;
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + settings.leaseMs);
  return asDispatcher(services.db, async (tx) => {
    const room = settings.maximumPullsAtOnce - (await countLeases(tx, now));
    if (room <= 0) return 0;
    const claimed = await claimDue(tx, { now, leaseUntil, limit: room });
    for (const claim of claimed) await jobs.enqueue(tx, pullConnection, claim);
    return claimed.length;
  });
}
