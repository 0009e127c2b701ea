import {
  claimDueConnections,
  claimDueMails,
  claimDuePayments,
  claimDuePublications,
  claimDueWatches,
  contextOf,
  probePonto,
  pullConnection,
} from '@onfact-ponto/application';
import type { ClaimedConnection, Services } from '@onfact-ponto/application';

const intervalMs = 500;
/** What is not a pull may wait a moment. Counted in rounds: a clock that jumps back would make it wait for hours. */
const restEveryRounds = 10;
/** A round that comes so much too late means that nothing ran in this process: no lease was lengthened either. */
const stallMs = 5_000;

export type Dispatcher = Readonly<{
  /** Claims nothing more. @returns when the pulls under way have ended */
  stop(): Promise<void>;
}>;

/**
 * Looks again and again at what is due: pulls connections itself, as many at once as this process may, and hands
 * the rest to the queue. Any number of workers may run one: each due connection is claimed once. A round that
 * fails, as during a restart of the database, is followed by the next.
 */
export function startDispatcher(services: Services): Dispatcher {
  const { clock, log, settings } = services;
  const pulls = new Map<ClaimedConnection, Promise<void>>();
  let isStopping = false;
  let roundsUntilRest = 0;

  async function run(): Promise<void> {
    while (!isStopping) {
      try {
        await lookOnce();
      } catch (error) {
        log.warn('dispatcher round failed', { error });
      }
      const wakeAt = clock.now().getTime() + intervalMs;
      await clock.sleep(intervalMs);
      const lateMs = clock.now().getTime() - wakeAt;
      if (lateMs > stallMs)
        log.warn('this process stood still', { lateMs, connectionIds: [...pulls.keys()].map(idOf) });
    }
  }

  async function lookOnce(): Promise<void> {
    for (const claim of await claimDueConnections(services, settings.maximumPullsAtOnce - pulls.size)) {
      pulls.set(claim, pull(claim));
    }
    roundsUntilRest -= 1;
    if (roundsUntilRest > 0) return;
    await claimDuePublications(services);
    await claimDuePayments(services);
    await claimDueWatches(services);
    await claimDueMails(services);
    await probePonto(services);
    roundsUntilRest = restEveryRounds;
  }

  /** What goes wrong outside Ponto leaves the connection to its lease: whoever claims it next goes on. */
  async function pull(claim: ClaimedConnection): Promise<void> {
    try {
      await pullConnection(contextOf(services, claim.companyId, { type: 'system', job: 'pull-connection' }), claim);
    } catch (error) {
      log.warn('a pull broke off', { connectionId: claim.connectionId, error });
    } finally {
      pulls.delete(claim);
    }
  }

  const ended = run();
  return {
    async stop() {
      isStopping = true;
      await ended;
      await Promise.all(pulls.values());
    },
  };
}

function idOf({ connectionId }: ClaimedConnection): string {
  return connectionId;
}
