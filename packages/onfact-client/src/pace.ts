import { OnfactHeldBackError } from './errors.ts';

export type Clock = Readonly<{ now(): Date; sleep(milliseconds: number, signal?: AbortSignal): Promise<void> }>;

/** When requests of one company may start. */
export type Pace = Readonly<{
  /**
   * Waits for its turn: requests start evenly spread, in the order in which they asked.
   * @throws OnfactHeldBackError when onFact asked for more patience than a caller should have
   */
  turn(signal?: AbortSignal): Promise<void>;
  /**
   * onFact answered that these were too many: nobody starts until the time it named, or ten seconds, doubling.
   * @returns how long that is
   */
  slowDown(retryAfterMs: number | undefined): number;
  /** Any other answer came. */
  goOn(): void;
}>;

/** A caller waits as long as this; whoever must wait longer is told to come back. */
export const patienceMs = 60_000;
const firstWaitMs = 10_000;
const longestWaitMs = 3_600_000;

/** onFact publishes no limit, only that there is one, so a company starts this many requests a second at most. */
export function createPace(requestsPerSecond: number, clock: Clock): Pace {
  if (!(requestsPerSecond > 0)) throw new RangeError('requestsPerSecond must be more than 0');
  const intervalMs = 1000 / requestsPerSecond;
  let nextStart = Number.NEGATIVE_INFINITY;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let refusals = 0;

  return {
    async turn(signal) {
      const now = clock.now().getTime();
      if (heldUntil - now > patienceMs) throw new OnfactHeldBackError(heldUntil - now);
      const start = Math.max(now, nextStart, heldUntil);
      nextStart = start + intervalMs;
      if (start > now) await clock.sleep(start - now, signal);
    },
    slowDown(retryAfterMs) {
      const now = clock.now().getTime();
      // Requests that were under way together are refused together: that is one refusal.
      if (now >= heldUntil) refusals += 1;
      const waitMs = retryAfterMs ?? Math.min(firstWaitMs * 2 ** (refusals - 1), longestWaitMs);
      heldUntil = Math.max(heldUntil, now + waitMs);
      return heldUntil - now;
    },
    goOn() {
      refusals = 0;
    },
  };
}
