import {
  asDispatcher,
  claimDueConnections as claimDue,
  countActiveConnections,
  insertPontoApplication,
  isConnectionDue,
  lockPontoApplication,
  updatePontoApplication,
} from '@onfact-ponto/db';
import type { ClaimedConnection, PontoApplication, Transaction } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { isPaused } from '../ponto/pause.ts';
import { afterClaims, claimGapMs, claimPlaces } from './claim-pace.ts';

const countEveryMs = 60_000;

/**
 * Leases to this process what is due: first what users wait for, then the backlog, oldest first and at the pace that
 * all processes share. Nothing while there is a pause.
 * @param room how many pulls this process can take up
 */
export async function claimDueConnections(services: Services, room: number): Promise<ClaimedConnection[]> {
  const { db, clock, settings } = services;
  const applicationId = settings.pontoApplicationId;
  if (room <= 0 || !(await isConnectionDue(db, clock.now()))) return [];
  return asDispatcher(db, async (tx) => {
    const application = await lockPontoApplication(tx, applicationId);
    const now = clock.now();
    if (!application) {
      await insertPontoApplication(tx, applicationId);
      return [];
    }
    if (isPaused(application, now)) return [];

    const lease = { now, leaseUntil: new Date(now.getTime() + settings.leaseMs) };
    const urgent = await claimDue(tx, { ...lease, limit: room, urgentOnly: true });
    const counted = await countAgain(tx, application, now);
    const gapMs = claimGapMs(counted?.activeCount ?? application.activeCount, settings.pullIntervalMs);
    const limit = Math.min(room - urgent.length, claimPlaces(application.nextClaimAt, now, gapMs));
    const others = await claimDue(tx, { ...lease, limit });
    const nextClaimAt = afterClaims(application.nextClaimAt, now, gapMs, others.length);
    await updatePontoApplication(tx, applicationId, { ...counted, nextClaimAt });
    return [...urgent, ...others];
  });
}

async function countAgain(tx: Transaction, { activeCountedAt }: PontoApplication, now: Date) {
  if (activeCountedAt !== null && now.getTime() - activeCountedAt.getTime() < countEveryMs) return undefined;
  return { activeCount: await countActiveConnections(tx), activeCountedAt: now };
}
