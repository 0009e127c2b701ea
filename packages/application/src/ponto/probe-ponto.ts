import { findPontoApplication, lockPontoApplication, updatePontoApplication } from '@onfact-ponto/db';
import type { Services } from '../context.ts';
import { endOfCall, needsProbe, pauseAfterProbe } from './pause.ts';
import type { CallEnd } from './pause.ts';
import { asProbe } from './request-budget.ts';

/** Longer than a call can take; a process that died in between leaves the next probe to another. */
const probeTakesMs = 60_000;

/**
 * While all work with Ponto is paused, asks it now and then for a token of the application itself: that needs the
 * certificate, the client and a Ponto that answers, and nothing of any company. Of all processes one asks at a time.
 */
export async function probePonto(services: Services): Promise<void> {
  const { db, log, settings, clock } = services;
  const applicationId = settings.pontoApplicationId;
  const before = await findPontoApplication(db, applicationId);
  if (!before || !needsProbe(before) || !(await takeProbe(services))) return;

  const end = await asProbe(() => services.ponto.oauth.clientCredentials()).then(
    (): CallEnd => ({ kind: 'answered' }),
    endOfCall,
  );
  await db.transaction(async (tx) => {
    const application = await lockPontoApplication(tx, applicationId);
    if (!application || !needsProbe(application)) return;
    await updatePontoApplication(tx, applicationId, pauseAfterProbe(application, end, clock.now()));
  });
  if (end.kind === 'answered') log.info('ponto is asked again', { pauseReason: before.pauseReason });
}

async function takeProbe({ db, clock, settings }: Services): Promise<boolean> {
  return db.transaction(async (tx) => {
    const now = clock.now();
    const application = await lockPontoApplication(tx, settings.pontoApplicationId);
    if (!application || !needsProbe(application)) return false;
    if (application.pausedUntil !== null && application.pausedUntil > now) return false;
    const pausedUntil = new Date(now.getTime() + probeTakesMs);
    await updatePontoApplication(tx, settings.pontoApplicationId, { pausedUntil });
    return true;
  });
}
