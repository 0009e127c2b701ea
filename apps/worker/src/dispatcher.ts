import { claimDueConnections, claimDuePublications } from '@onfact-ponto/application';
import type { Services } from '@onfact-ponto/application';

const intervalMs = 500;
const publicationsEveryMs = 5_000;

/**
 * Looks again and again at what is due and hands it to the queue. Any number of workers may run one: each due
 * connection is claimed once. A round that fails, as during a restart of the database, is followed by the next.
 */
export function startDispatcher(services: Services): { stop(): Promise<void> } {
  let isStopping = false;
  let publicationsAt = 0;

  async function run(): Promise<void> {
    while (!isStopping) {
      try {
        await claimDueConnections(services);
        if (services.clock.now().getTime() >= publicationsAt) {
          await claimDuePublications(services);
          publicationsAt = services.clock.now().getTime() + publicationsEveryMs;
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
