/**
 * How fast a backlog is taken up. After an outage everything is due at once; taken at once it would come back at once,
 * for ever. Somewhat faster than the normal rate brings it down, and every connection returns to its own slot.
 */

/** Of the rate at which the connections become due by themselves. */
const timesNormalRate = 1.4;
/** Few connections need not wait for each other. */
const leastPerSecond = 1;
/** What was not used a moment ago may be made up for: two rounds of a dispatcher are half a second apart. */
const creditMs = 500;

/** @returns milliseconds between two claims */
export function claimGapMs(activeCount: number, intervalMs: number): number {
  const perMs = (timesNormalRate * activeCount) / intervalMs;
  return 1 / Math.max(perMs, leastPerSecond / 1_000);
}

/** How many may be claimed now. */
export function claimPlaces(nextClaimAt: Date, now: Date, gapMs: number): number {
  const free = now.getTime() - earliest(nextClaimAt, now);
  return free < 0 ? 0 : Math.floor(free / gapMs) + 1;
}

export function afterClaims(nextClaimAt: Date, now: Date, gapMs: number, claimed: number): Date {
  return new Date(earliest(nextClaimAt, now) + claimed * gapMs);
}

function earliest(nextClaimAt: Date, now: Date): number {
  return Math.max(nextClaimAt.getTime(), now.getTime() - creditMs);
}
