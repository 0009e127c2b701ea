import { asDispatcher, insertPontoApplication, openDatabase, schema } from '@onfact-ponto/db';
import type { DatabasePool } from '@onfact-ponto/db';
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

it('takes no more than there is room for, and nothing while Ponto is paused', async () => {
  expect(await claimDueConnections(servicesOn(), 0)).toEqual([]);
  await claimDueConnections(servicesOn(), 1);
  await database.db.update(schema.pontoApplication).set({ pauseReason: 'application_refused', pausedUntil: now });
  now = new Date(now.getTime() + minute);
  expect(await claimDueConnections(servicesOn(), 10)).toEqual([]);
});

function servicesOn(pool?: DatabasePool): Services {
  const settings = {
    leaseMs: 10 * minute,
    pullIntervalMs: 4 * 60 * minute,
    pontoApplicationId: `application-${applications}`,
  };
  return { db: (pool ?? database).db, clock: { now: () => now }, settings } as unknown as Services;
}
