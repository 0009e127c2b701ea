import { createHash } from 'node:crypto';

/**
 * When a connection is pulled next: in its own slot of the interval, which follows from its id, so that the load is
 * flat and a connection keeps its hours. Always later than now, at most one interval away.
 */
export function nextSlot(connectionId: string, now: Date, intervalMs: number): Date {
  const offset = createHash('sha256').update(connectionId).digest().readUInt32BE(0) % intervalMs;
  const sinceSlot = (now.getTime() - offset) % intervalMs;
  return new Date(now.getTime() + intervalMs - sinceSlot);
}

const firstRetryMs = 60_000;

/** After a failed pull: one minute, doubling, never later than the slot. */
export function nextRetry(connectionId: string, now: Date, intervalMs: number, failedPullCount: number): Date {
  const slot = nextSlot(connectionId, now, intervalMs);
  const retry = now.getTime() + firstRetryMs * 2 ** Math.min(failedPullCount - 1, 12);
  return new Date(Math.min(slot.getTime(), retry));
}
