import { asDispatcher, insertPontoApplication, openDatabase, schema, updateConnection } from '@onfact-ponto/db';
import type { ClaimedConnection, DatabasePool } from '@onfact-ponto/db';
import { createTestDatabase, givenCompany, givenConnection } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Services } from '../context.ts';
import { claimDueConnections } from './claim-due-connections.ts';

const minute = 60_000;
let database: TestDatabase;
let pools: DatabasePool[];
let connectionIds: string[];
let now: Date;
let applications = 0;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  pools = Array.from({ length: 4 }, () =>
    openDatabase({ url: database.applicationUrl, applicationName: 'test-dispatcher', maximumConnections: 2 }),
  );
  connectionIds = [];
  for (let count = 0; count < 20; count += 1) {
    const companyId = await givenCompany(database.db);
    connectionIds.push((await givenConnection(database.db, companyId)).connectionId);
  }
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  await database.drop();
});

/** All are due, each a minute after the one before. */
beforeEach(async () => {
  now = new Date('2026-11-27T10:00:00Z');
  applications += 1;
  await insertPontoApplication(database.db, `application-${applications}`);
  await asDispatcher(database.db, async (tx) => {
    for (const [index, connectionId] of connectionIds.entries()) {
      const dueAt = new Date(now.getTime() - (60 - index) * minute);
      await tx
        .update(schema.connection)
        .set({ state: 'active', dueAt, leaseUntil: null, isUrgent: false })
        .where(eq(schema.connection.connectionId, connectionId));
    }
  });
});

it('is made once for each connection, however many workers look at the same time', async () => {
  const claimed: string[] = [];
  for (let second = 0; second < 30; second += 1) {
    const rounds = await Promise.all(pools.map((pool) => claimDueConnections(servicesOn(pool), 10)));
    claimed.push(...rounds.flat().map(({ connectionId }) => connectionId));
    now = new Date(now.getTime() + 1_000);
  }
  expect(claimed.toSorted()).toEqual(connectionIds.toSorted());
});

it('takes the oldest first, one a second where there are few', async () => {
  const claimed: string[] = [];
  for (let second = 0; second < 5; second += 1) {
    claimed.push(...(await claimDueConnections(servicesOn(), 10)).map(({ connectionId }) => connectionId));
    now = new Date(now.getTime() + 1_000);
  }
  expect(claimed).toHaveLength(5);
  expect(claimed).toEqual(connectionIds.slice(0, 5));
});

it('takes what a user waits for before everything else, and beside the pace', async () => {
  const newest = connectionIds.slice(-3);
  await asDispatcher(database.db, async (tx) => {
    for (const connectionId of newest) {
      await tx
        .update(schema.connection)
        .set({ isUrgent: true })
        .where(eq(schema.connection.connectionId, connectionId));
    }
  });
  const claims = await claimDueConnections(servicesOn(), 4);
  expect(claims.map(({ connectionId }) => connectionId)).toEqual(expect.arrayContaining(newest));
  expect(claims).toHaveLength(4);
});

it('keeps to the room where more users wait than it can take up', async () => {
  await asDispatcher(database.db, (tx) => tx.update(schema.connection).set({ isUrgent: true }));
  const claims = await claimDueConnections(servicesOn(), 3);
  expect(claims.map(idOf).toSorted()).toEqual(connectionIds.slice(0, 3).toSorted());
});

it('passes by what somebody else holds locked, without waiting for it', async () => {
  const [oldest = '', second] = connectionIds;
  const claims = await asDispatcher(database.db, async (tx) => {
    await tx
      .select({ held: schema.connection.connectionId })
      .from(schema.connection)
      .where(eq(schema.connection.connectionId, oldest))
      .for('update');
    return claimDueConnections(servicesOn(pools[0]), 1);
  });
  expect(claims.map(idOf)).toEqual([second]);
});

it('takes no more than there is room for, and nothing while Ponto is paused', async () => {
  expect(await claimDueConnections(servicesOn(), 0)).toEqual([]);
  await claimDueConnections(servicesOn(), 1);
  await database.db.update(schema.pontoApplication).set({ pauseReason: 'application_refused', pausedUntil: now });
  now = new Date(now.getTime() + minute);
  expect(await claimDueConnections(servicesOn(), 10)).toEqual([]);
});

it('goes on with the others while one connection is held for ever, as by a company with thousands of accounts', async () => {
  const [slow = ''] = connectionIds;
  const claimed = new Map<string, number>();
  for (let second = 0; second < 60; second += 1) {
    for (const { connectionId, ...place } of await claimDueConnections(servicesOn(), 4)) {
      claimed.set(connectionId, (claimed.get(connectionId) ?? 0) + 1);
      if (connectionId !== slow) await endPull({ connectionId, ...place });
    }
    if (claimed.has(slow)) await keepHeld(slow);
    now = new Date(now.getTime() + 1_000);
  }
  expect([...claimed.keys()].toSorted()).toEqual(connectionIds.toSorted());
  expect([...claimed.values()].every((times) => times === 1)).toBe(true);
});

it('is not repeated by a process whose clock jumped back, and the lease still ends at its moment', async () => {
  const before = now;
  const first = await claimDueConnections(servicesOn(), 1);
  now = new Date(before.getTime() - 30 * minute);
  expect((await claimDueConnections(servicesOn(), 20)).map(idOf)).not.toContain(first[0]?.connectionId);
  now = new Date(before.getTime() + 10 * minute);
  const after: string[] = [];
  for (let second = 0; second < 30; second += 1) {
    after.push(...(await claimDueConnections(servicesOn(), 20)).map(idOf));
    now = new Date(now.getTime() + 1_000);
  }
  expect(after).toContain(first[0]?.connectionId);
});

/** A day from now. */
function endPull({ companyId, connectionId }: ClaimedConnection): Promise<void> {
  const dueAt = new Date(now.getTime() + 24 * 60 * minute);
  return asDispatcher(database.db, (tx) =>
    updateConnection(tx, { companyId, connectionId }, { dueAt, leaseUntil: null }),
  );
}

/** Each page that it stores makes its lease longer. */
async function keepHeld(connectionId: string): Promise<void> {
  const leaseUntil = new Date(now.getTime() + 10 * minute);
  await asDispatcher(database.db, (tx) =>
    tx.update(schema.connection).set({ leaseUntil }).where(eq(schema.connection.connectionId, connectionId)),
  );
}

function idOf({ connectionId }: ClaimedConnection): string {
  return connectionId;
}

function servicesOn(pool?: DatabasePool): Services {
  const settings = {
    leaseMs: 10 * minute,
    pullIntervalMs: 4 * 60 * minute,
    pontoApplicationId: `application-${applications}`,
  };
  return { db: (pool ?? database).db, clock: { now: () => now }, settings } as unknown as Services;
}
