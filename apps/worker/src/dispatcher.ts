import { claimDueConnections, claimDueMails, claimDuePublications, claimDueWatches } from '@onfact-ponto/application';
import type { Services } from '@onfact-ponto/application';

const intervalMs = 500;
/** What is not a pull may wait a moment. */
const restEveryMs = 5_000;

/**
 * Looks again and again at what is due and hands it to the queue. Any number of workers may run one: each due
 * connection is claimed once. A round that fails, as during a restart of the database, is followed by the next.
 */
export function startDispatcher(services: Services): { stop(): Promise<void> } {
  let isStopping = false;
  let restAt = 0;

  async function run(): Promise<void> {
    while (!isStopping) {
      try {
        await claimDueConnections(services);
        if (services.clock.now().getTime() >= restAt) {
          await claimDuePublications(services);
          await claimDueWatches(services);
          await claimDueMails(services);
          restAt = services.clock.now().getTime() + restEveryMs;
        }
      } catch (error) {
        services.log.warn('dispatcher round failed', { error });
      }
      await services.clock.sleep(intervalMs);
    }
  }

  const ended = run();
  return {
    stop() {
      isStopping = true;
      return ended;
    },
  };
}
