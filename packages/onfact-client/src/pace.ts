export type Clock = Readonly<{ now(): Date; sleep(milliseconds: number, signal?: AbortSignal): Promise<void> }>;

/** Waits until the next request may start. Requests start evenly spread, in the order in which they asked. */
export type Pace = (signal?: AbortSignal) => Promise<void>;

/** onFact publishes no limit, only that there is one, so a company starts this many requests a second at most. */
export function createPace(requestsPerSecond: number, clock: Clock): Pace {
  if (!(requestsPerSecond > 0)) throw new RangeError('requestsPerSecond must be more than 0');
  const intervalMs = 1000 / requestsPerSecond;
  let nextStart = Number.NEGATIVE_INFINITY;

  return async (signal) => {
    const now = clock.now().getTime();
    const start = Math.max(now, nextStart);
    nextStart = start + intervalMs;
    if (start > now) await clock.sleep(start - now, signal);
  };
}
