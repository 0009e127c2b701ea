import { createHash } from 'node:crypto';

/**
 * When a connection is pulled next: in its own slot of the interval, which follows from its id, so that the load is
 * flat and a connection keeps its hours. Always later than now, at most one interval away.
 */
export function nextSlot(connectionId: string, now: Date, intervalMs: number): Date {
  const offset = Math.floor(shareOf(connectionId) * intervalMs);
  const sinceSlot = (now.getTime() - offset) % intervalMs;
  return new Date(now.getTime() + intervalMs - sinceSlot);
}

/** However many hints come, a connection is not read more often than this because of them. */
export const hintIntervalMs = 60_000;

const firstRetryMs = 60_000;

/** After a failed pull: within a minute, doubling, never later than the slot. What failed together comes back apart. */
export function nextRetry(connectionId: string, now: Date, intervalMs: number, failedPullCount: number): Date {
  const slot = nextSlot(connectionId, now, intervalMs);
  const spread = 0.5 + shareOf(`${connectionId} ${failedPullCount}`) / 2;
  const retry = now.getTime() + firstRetryMs * spread * 2 ** Math.min(failedPullCount - 1, 12);
  return new Date(Math.min(slot.getTime(), retry));
}

/** A number from 0 up to and without 1 that looks random, and is always the same for the same text. */
function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
