import { afterClaims, claimGapMs, claimPlaces } from '../synchronization/claim-pace.ts';
import { nextSlot } from '../synchronization/next-due.ts';

/**
 * The schedule of many connections in memory and in virtual time: the product's own rules of when a connection is due
 * and how many are claimed in a round, with a list in place of the table. Days pass in seconds.
 */
export type SimulatedSchedule = Readonly<{
  connectionIds: readonly string[];
  intervalMs: number;
  startAt: Date;
  forMs: number;
  /** How many pulls all workers together can have under way. */
  room: number;
  pullTakesMs: number;
  /** Nothing is claimed in this span, counted from the start. */
  outage?: Readonly<{ fromMs: number; untilMs: number }>;
}>;

export type SimulatedClaim = Readonly<{ connectionId: string; dueAt: number; claimedAt: number }>;

const roundMs = 500;

/** @returns the claims in the order in which they were made, and how many pulls were under way at once at most */
export function simulateSchedule(schedule: SimulatedSchedule): { claims: SimulatedClaim[]; mostAtOnce: number } {
  const { connectionIds, intervalMs, startAt, room, pullTakesMs, outage } = schedule;
  const gapMs = claimGapMs(connectionIds.length, intervalMs);
  const due = new EarliestFirst<string>();
  const running = new EarliestFirst<string>();
  for (const id of connectionIds) due.add(nextSlot(id, startAt, intervalMs).getTime(), id);
  const claims: SimulatedClaim[] = [];
  let nextClaimAt = new Date(0);
  let mostAtOnce = 0;

  const end = startAt.getTime() + schedule.forMs;
  for (let now = startAt.getTime(); now < end; now = roundAfter(now, Math.min(due.earliest, running.earliest))) {
    for (let ended = running.takeUntil(now); ended; ended = running.takeUntil(now)) {
      due.add(nextSlot(ended.item, new Date(ended.at), intervalMs).getTime(), ended.item);
    }
    const sinceStart = now - startAt.getTime();
    if (outage && sinceStart >= outage.fromMs && sinceStart < outage.untilMs) continue;
    const places = Math.min(room - running.size, claimPlaces(nextClaimAt, new Date(now), gapMs));
    let claimed = 0;
    while (claimed < places) {
      const first = due.takeUntil(now);
      if (!first) break;
      claims.push({ connectionId: first.item, dueAt: first.at, claimedAt: now });
      running.add(now + pullTakesMs, first.item);
      claimed += 1;
    }
    nextClaimAt = afterClaims(nextClaimAt, new Date(now), gapMs, claimed);
    mostAtOnce = Math.max(mostAtOnce, running.size);
  }
  return { claims, mostAtOnce };
}

/** Rounds in which nothing can happen are left out. */
function roundAfter(now: number, nextEvent: number): number {
  return now + roundMs * Math.max(1, Math.ceil((nextEvent - now) / roundMs));
}

/** The most claims in any span of this length. */
export function busiest(claims: readonly SimulatedClaim[], spanMs: number): number {
  let most = 0;
  let first = 0;
  for (const [last, { claimedAt }] of claims.entries()) {
    while ((claims[first]?.claimedAt ?? claimedAt) <= claimedAt - spanMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** A binary heap. */
class EarliestFirst<Item> {
  private readonly heap: { at: number; item: Item }[] = [];

  get size(): number {
    return this.heap.length;
  }

  get earliest(): number {
    return this.at(0);
  }

  add(at: number, item: Item): void {
    this.heap.push({ at, item });
    let place = this.heap.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.at(parent) <= this.at(place)) return;
      this.swap(parent, place);
      place = parent;
    }
  }

  /** The earliest, unless it is later than that. */
  takeUntil(latest: number): { at: number; item: Item } | undefined {
    const [first] = this.heap;
    if (!first || first.at > latest) return undefined;
    const last = this.heap.pop();
    if (last && this.heap.length > 0) {
      this.heap[0] = last;
      this.sink();
    }
    return first;
  }

  private sink(): void {
    let place = 0;
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const smaller = this.at(right) < this.at(left) ? right : left;
      if (this.at(smaller) >= this.at(place)) return;
      this.swap(smaller, place);
      place = smaller;
    }
  }

  private at(place: number): number {
    return this.heap[place]?.at ?? Number.POSITIVE_INFINITY;
  }

  private swap(one: number, other: number): void {
    const [left, right] = [this.heap[one], this.heap[other]];
    if (left && right) [this.heap[one], this.heap[other]] = [right, left];
  }
}
