import { AsyncLocalStorage } from 'node:async_hooks';
import {
  findPontoApplication,
  insertPontoApplication,
  lockPontoApplication,
  takeRequestPlace,
  updatePontoApplication,
} from '@onfact-ponto/db';
import type { Database, RequestPlace } from '@onfact-ponto/db';
import { PontoHeldBackError } from '@onfact-ponto/ponto-client';
import type { Gate } from '@onfact-ponto/ponto-client';
import type { Clock, Log } from '../context.ts';
import { endOfCall, isPaused, pauseAfterCall } from './pause.ts';
import type { CallEnd } from './pause.ts';

/** For whom a call is made. It travels with the async context, so that no function between has to pass it on. */
type Urgency = 'user' | 'backlog' | 'probe';
const urgency = new AsyncLocalStorage<Urgency>();

/** The calls of this work go before those of the backlog. */
export function forWaitingUser<Result>(work: () => Promise<Result>): Promise<Result> {
  return urgency.run('user', work);
}

/** The calls of this work go through a pause, and say nothing to the others. */
export function asProbe<Result>(work: () => Promise<Result>): Promise<Result> {
  return urgency.run('probe', work);
}

/**
 * The backlog takes places no further ahead than this, so a user waits no longer for what was let through already.
 * And no user's work shuts the backlog out: whoever asks one thing after the other leaves places in between.
 */
const backlogAheadMs = 1_000;
const shortestWaitMs = 20;

export type RequestBudget = Readonly<{
  gate: Gate;
  /** From now on nothing of the backlog gets through, because this process is about to end. */
  closeForBacklog(): void;
}>;

type Options = Readonly<{
  /** Connections of its own: who waits for a place may hold one of the others, in the middle of a token refresh. */
  db: Database;
  clock: Clock;
  log: Log;
  applicationId: string;
  requestsPerSecond: number;
  /** In the api everybody is a user who waits. */
  usualUrgency: 'user' | 'backlog';
}>;

/**
 * The one budget of requests that all processes share: places a fixed time apart on the application's row, each taken
 * by one request. What a call tells about Ponto as a whole holds for all of them at once.
 */
export function createRequestBudget(options: Options): RequestBudget {
  const { clock, usualUrgency } = options;
  let isClosed = false;

  /** @throws PontoHeldBackError */
  async function waitForPlace(whose: Urgency): Promise<RequestPlace> {
    for (;;) {
      if (isClosed && whose === 'backlog') throw new PontoHeldBackError('stopping', 1_000);
      const now = clock.now();
      const place = await takeRequestPlace(options.db, {
        applicationId: options.applicationId,
        now,
        gapMs: 1_000 / options.requestsPerSecond,
        aheadMs: whose === 'backlog' ? backlogAheadMs : undefined,
      });
      if (place) {
        await clock.sleep(Math.max(0, place.at.getTime() - now.getTime()));
        return place;
      }
      await waitToAskAgain(options, now);
    }
  }

  return {
    async gate(_call, perform) {
      const whose = urgency.getStore() ?? usualUrgency;
      if (whose === 'probe') return perform();
      const { failureCount } = await waitForPlace(whose);
      try {
        const answered = await perform();
        if (failureCount > 0) await tell(options, { kind: 'answered' });
        return answered;
      } catch (error) {
        await tell(options, endOfCall(error));
        throw error;
      }
    },
    closeForBacklog() {
      isClosed = true;
    },
  };
}

async function waitToAskAgain({ db, clock, applicationId }: Options, now: Date): Promise<void> {
  const application = await findPontoApplication(db, applicationId);
  if (!application) return insertPontoApplication(db, applicationId);
  const { pauseReason, pausedUntil, nextRequestAt } = application;
  if (pauseReason !== null && isPaused(application, now)) {
    throw new PontoHeldBackError(pauseReason, (pausedUntil ?? now).getTime() - now.getTime());
  }
  const isNearInMs = nextRequestAt.getTime() - backlogAheadMs - now.getTime();
  await clock.sleep(Math.max(shortestWaitMs, isNearInMs));
}

/** An answer must not be lost because it could not be told to the others. */
async function tell({ db, clock, log, applicationId }: Options, end: CallEnd): Promise<void> {
  if (end.kind === 'unknown') return;
  try {
    await db.transaction(async (tx) => {
      const application = await lockPontoApplication(tx, applicationId);
      const change = application && pauseAfterCall(application, end, clock.now());
      if (!change) return;
      await updatePontoApplication(tx, applicationId, change);
      const { pauseReason, pausedUntil } = change;
      if (application.pauseReason === null && pauseReason) log.warn('ponto is paused', { pauseReason, pausedUntil });
    });
  } catch (error) {
    log.warn('the end of a call could not be told to the other processes', { error });
  }
}
