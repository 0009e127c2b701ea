import { abandonPulls, listPulls, lockConnection, updateConnection } from '@onfact-ponto/db';
import type { ClaimedConnection, Connection, Pull, Transaction } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { moveConnection } from '../connection/move-connection.ts';
import type { Context } from '../context.ts';
import { nextRetry } from './next-due.ts';

/**
 * What stops us again and again is taken out of the round, so that it costs the others nothing: a connection that our
 * code cannot read, or that takes its worker down with it. Support sees why, and lets it go on.
 */

/** So many pulls one after the other, each of which died or met a fault of ours and brought nothing. */
const stuckPullsUntilParked = 6;
/** The first deaths are tried again at once: most are a deployment or a lost machine. */
const deathsUntilTriedApart = 4;

/** Parks the connection when its last pulls say so. @returns whether it did */
export async function parkWhenStuck(tx: Transaction, context: Context, held: ClaimedConnection): Promise<boolean> {
  const connection = await lockConnection(tx, held);
  if (!connection || (await countStuckPulls(tx, connection)) < stuckPullsUntilParked) return false;
  await moveConnection(tx, context, connection, 'paused', { reason: 'parked_after_failures' });
  await recordAudit(tx, context, {
    action: 'connection.park',
    subject: { type: 'connection', id: connection.connectionId },
  });
  context.log.warn('a connection is parked: support must look at it', { connectionId: connection.connectionId });
  return true;
}

/**
 * Closes the pull that a worker left behind, and decides whether this claim may go on. What a worker was pulling beside
 * the one that killed it died with it; tried later, each at a moment of its own, they do not meet again, and only the
 * culprit is parked.
 */
export async function mayTryAgain(tx: Transaction, context: Context, claim: ClaimedConnection): Promise<boolean> {
  const now = context.clock.now();
  await abandonPulls(tx, claim, { beforeFence: claim.fence, at: now });
  if (await parkWhenStuck(tx, context, claim)) return false;
  const connection = await lockConnection(tx, claim);
  const deaths = connection ? await countStuckPulls(tx, connection) : 0;
  if (!connection || deaths < deathsUntilTriedApart || connection.failedPullCount >= deaths) return true;
  await updateConnection(tx, claim, {
    dueAt: nextRetry(claim.connectionId, now, context.settings.pullIntervalMs, deaths),
    isUrgent: false,
    leaseUntil: null,
    failedPullCount: deaths,
  });
  return false;
}

/** Since the connection came into its state, so that support's word begins anew. A pull that was held back is no try. */
async function countStuckPulls(tx: Transaction, connection: Connection): Promise<number> {
  const recent = await listPulls(tx, connection, 2 * stuckPullsUntilParked);
  const tries = recent.filter(
    (pull) => pull.startedAt >= connection.stateSince && pull.outcome !== 'running' && pull.problem !== 'held_back',
  );
  const firstOther = tries.findIndex((pull) => !isStuck(pull));
  return firstOther === -1 ? tries.length : firstOther;
}

function isStuck({ outcome, problem, newTransactionCount }: Pull): boolean {
  const isOurs = outcome === 'abandoned' || (outcome === 'failed' && problem === 'internal');
  return isOurs && newTransactionCount === 0;
}
