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

    const counted = await countAgain(tx, application, now);
    const gapMs = claimGapMs(counted?.activeCount ?? application.activeCount, settings.pullIntervalMs);
    const claims = await claimDue(tx, {
      now,
      leaseUntil: new Date(now.getTime() + settings.leaseMs),
      room,
      places: Math.min(room, claimPlaces(application.nextClaimAt, now, gapMs)),
    });
    const paced = claims.filter(({ isUrgent }) => !isUrgent).length;
    const nextClaimAt = afterClaims(application.nextClaimAt, now, gapMs, paced);
    await updatePontoApplication(tx, applicationId, { ...counted, nextClaimAt });
    return claims;
  });
}

async function countAgain(tx: Transaction, { activeCountedAt }: PontoApplication, now: Date) {
  if (activeCountedAt !== null && now.getTime() - activeCountedAt.getTime() < countEveryMs) return undefined;
  return { activeCount: await countActiveConnections(tx), activeCountedAt: now };
}
