import { randomUUID } from 'node:crypto';
import { claimDueConnections } from '@onfact-ponto/application';
import type { Services } from '@onfact-ponto/application';
import { busiest, simulateSchedule } from '@onfact-ponto/application/testing/simulated-schedule';
import type { SimulatedClaim } from '@onfact-ponto/application/testing/simulated-schedule';
import { asDispatcher, insertPontoApplication, isConnectionDue } from '@onfact-ponto/db';
import { createTestDatabase } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Run } from './pairs.ts';

const connectionCount = 100_000;
const claimedAtOnce = 1_000;
const pollCount = 2_000;
const hour = 3_600_000;
const intervalMs = 4 * hour;
const applicationId = 'application-of-the-bench';
const now = new Date('2026-11-27T10:00:00Z');

/**
 * The schedule of a hundred thousand connections: what it costs to claim them and to find nothing due, on a database;
 * and how the load lies over hours and days, by the product's own rules in virtual time.
 */
export async function benchSchedule(clusterUrl: string, runs: number): Promise<BenchResult[]> {
  const database = await createTestDatabase(clusterUrl);
  try {
    await fill(database);
    await insertPontoApplication(database.db, applicationId);
    return [await compareClaims(database, runs), await comparePolls(database, runs), ...simulate()];
  } finally {
    await database.drop();
  }
}

async function fill({ ownerUrl }: TestDatabase): Promise<void> {
  await asOwner(ownerUrl, async (owner) => {
    await owner`
      insert into company (company_id, onfact_company_uuid, name, created_at)
      select gen_random_uuid(), 'onfact-' || number, 'Company ' || number, now()
      from generate_series(1, ${connectionCount}) number`;
    await owner`
      insert into connection (company_id, state, activated_at, connected_at, due_at)
      select company_id, 'active', now(), now(), ${now}::timestamptz - random() * interval '4 hours' from company`;
  });
}

/** Every claim in its own transaction, with everything that a worker's round does. */
function compareClaims(database: TestDatabase, runs: number): Promise<BenchResult> {
  const services = servicesOf(database);
  const leaseUntil = new Date(now.getTime() + 120_000).toISOString();
  const makeDue = () => giveBack(database);
  return comparePairs({
    bench: 'schedule',
    case: `${connectionCount} due, claimed ${claimedAtOnce} at a time`,
    unit: 'connections/s',
    yardstickName: 'one UPDATE that leases and names them all',
    runs,
    subject: { prepare: makeDue, work: () => claimAll(services) },
    yardstick: {
      prepare: makeDue,
      work: async () => {
        const leased = await asDispatcher(database.db, (tx) =>
          tx.execute(sql`
            update connection set lease_until = ${leaseUntil}, fence = fence + 1
            where state = 'active' and due_at <= ${now.toISOString()}
            returning company_id, connection_id, fence`),
        );
        return { amount: leased.length, correct: leased.length === connectionCount };
      },
    },
  });
}

async function claimAll(services: Services): Promise<Run> {
  const fences = new Map<string, number>();
  for (;;) {
    const claims = await claimDueConnections(services, claimedAtOnce);
    if (claims.length === 0) break;
    for (const { connectionId, fence } of claims) fences.set(connectionId, fence);
  }
  return { amount: fences.size, correct: fences.size === connectionCount };
}

async function comparePolls(database: TestDatabase, runs: number): Promise<BenchResult> {
  await giveBack(database);
  const before = new Date(now.getTime() - 2 * intervalMs);
  return comparePairs({
    bench: 'schedule',
    case: `a look at ${connectionCount} connections of which none is due`,
    unit: 'looks/s',
    yardstickName: 'select 1',
    runs,
    subject: {
      work: async () => {
        let found = 0;
        for (let count = 0; count < pollCount; count += 1) if (await isConnectionDue(database.db, before)) found += 1;
        return { amount: pollCount, correct: found === 0 };
      },
    },
    yardstick: {
      work: async () => {
        for (let count = 0; count < pollCount; count += 1) await database.db.execute(sql`select 1`);
        return { amount: pollCount, correct: true };
      },
    },
  });
}

function simulate(): BenchResult[] {
  const ids = Array.from({ length: connectionCount }, () => randomUUID());
  const common = { intervalMs, startAt: now, room: 64, pullTakesMs: 2_000 };
  const meanOfTenSeconds = (connectionCount * 10_000) / intervalMs;
  const day = simulateSchedule({ ...common, connectionIds: ids, forMs: intervalMs + 60_000 });
  const outage = { fromMs: intervalMs, untilMs: intervalMs + 6 * hour };
  const broken = simulateSchedule({ ...common, connectionIds: ids, forMs: 30 * hour, outage });
  const endOfOutage = now.getTime() + outage.untilMs;
  const after = broken.claims.filter(({ claimedAt }) => claimedAt >= endOfOutage);
  const backlog = after.filter(({ dueAt }) => dueAt < endOfOutage);
  const isOldestFirst = backlog.every(({ dueAt }, index) => dueAt >= (backlog[index - 1]?.dueAt ?? 0));
  const few = ids.slice(0, 1_000);
  const month = simulateSchedule({ ...common, connectionIds: few, forMs: 30 * 24 * hour });
  return [
    limit('four hours: busiest ten seconds', 'pulls', busiest(day.claims, 10_000), 1.5 * meanOfTenSeconds, {
      name: 'one and a half times the mean',
      correct: new Set(day.claims.map(({ connectionId }) => connectionId)).size === connectionCount,
    }),
    limit('after six hours of outage: busiest minute', 'pulls', busiest(after, 60_000), 12 * meanOfTenSeconds, {
      name: 'twice the normal rate',
      correct: isOldestFirst && backlog.length === connectionCount && broken.mostAtOnce <= common.room,
    }),
    limit('thirty days: latest pull after its slot', 'ms', latest(month.claims), 60_000, {
      name: 'one minute',
      correct: month.claims.length === few.length * 30 * 6,
    }),
  ];
}

function latest(claims: readonly SimulatedClaim[]): number {
  return claims.reduce((most, { dueAt, claimedAt }) => Math.max(most, claimedAt - dueAt), 1);
}

/** A number that must not exceed another; the ratio says how far below it lies. */
function limit(
  name: string,
  unit: string,
  value: number,
  most: number,
  { name: yardstick, correct }: { name: string; correct: boolean },
): BenchResult {
  const ratio = Number((most / value).toPrecision(4));
  return {
    bench: 'schedule',
    case: name,
    subject: { value, unit },
    yardstick: { name: yardstick, value: Number(most.toPrecision(4)), unit },
    ratio,
    quartiles: [ratio, ratio],
    runs: 1,
    n: connectionCount,
    correct: correct && value <= most,
  };
}

/**
 * What a round of the dispatcher needs: an interval so short that the pace of the backlog lets everything through, and
 * a clock that moves, because no two claims of a running product end their leases at the same moment.
 */
function servicesOf({ db }: TestDatabase): Services {
  let looks = 0;
  const clock = { now: () => new Date(now.getTime() + (looks += 1)), sleep: async () => undefined };
  const settings = { leaseMs: 120_000, pullIntervalMs: 1, maximumPullsAtOnce: 1, pontoApplicationId: applicationId };
  return { db, clock, settings } as unknown as Services;
}

/** Nobody holds anything, and both sides find a table without dead rows. */
async function giveBack({ ownerUrl }: TestDatabase): Promise<void> {
  await asOwner(ownerUrl, async (owner) => {
    await owner`update connection set lease_until = null where lease_until is not null`;
    await owner`vacuum analyze connection`;
  });
}

async function asOwner<Result>(url: string, work: (owner: postgres.Sql) => Promise<Result>): Promise<Result> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(owner);
  } finally {
    await owner.end({ timeout: 5 });
  }
}
