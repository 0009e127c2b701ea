import { findLiveConnection, inCompany, schema } from '@onfact-ponto/db';
import type { Connection } from '@onfact-ponto/db';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { activateConnection } from '../connection/activate-connection.ts';
import { completeAuthorization } from '../connection/complete-authorization.ts';
import { contextOf } from '../context.ts';
import type { Context } from '../context.ts';
import { resumeReading } from '../support/pause-reading.ts';
import { claimDue, visitPonto, givenContext, pull, pullDue, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';

const hour = 60 * 60_000;

let world: TestWorld;
let poison: Context;
let healthy: Context;
let poisonAccountId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());

/** Two companies that were read well once; the account of one of them turns poisonous in the tests. */
beforeEach(async () => {
  await startAgain(world);
  [poison, healthy] = [await givenContext(world), await givenContext(world)];
  poisonAccountId = await linkAccount(poison, 'BE68539007547034');
  await linkAccount(healthy, 'BE64733120447152');
  await pullDue(world);
});

it('is parked after six pulls that met a fault of ours, and the others go on', async () => {
  givePagesWithoutEnd();
  for (let pulls = 0; pulls < 5; pulls += 1) await pullBoth();
  expect(await connectionOf(poison)).toMatchObject({ state: 'active', failedPullCount: 5 });
  await pullBoth();
  expect(await connectionOf(poison)).toMatchObject({
    state: 'paused',
    stateReason: 'parked_after_failures',
    dueAt: null,
  });
  expect(await lastTransition()).toMatchObject({ event: 'paused', actorType: 'system' });
  expect(await connectionOf(healthy)).toMatchObject({ state: 'active', failedPullCount: 0 });
});

it('is parked after six workers died of it, each further apart from the fourth on', async () => {
  const waits: number[] = [];
  await makeDue(poison);
  for (let deaths = 0; deaths < 6; deaths += 1) waits.push(await dieOnce());
  await pullBoth();
  expect(await connectionOf(poison)).toMatchObject({ state: 'paused', stateReason: 'parked_after_failures' });
  expect(waits.map((waitMs) => waitMs > 0)).toEqual([false, false, false, false, true, true]);
  expect(await connectionOf(healthy)).toMatchObject({ state: 'active', failedPullCount: 0 });
});

it('is not parked for pulls that were held back, that brought lines, or after support let it go on', async () => {
  await givenDeaths(5);
  await givenDeaths(4, { problem: 'held_back' });
  await pullBothTwice();
  expect(await connectionOf(poison)).toMatchObject({ state: 'active', failedPullCount: 0 });
  await givenDeaths(5);
  await givenDeaths(1, { newTransactionCount: 100 });
  await givenDeaths(5);
  await pullBothTwice();
  expect(await connectionOf(poison)).toMatchObject({ state: 'active', failedPullCount: 0 });
  await givenDeaths(6);
  await pullBoth();
  expect((await connectionOf(poison)).state).toBe('paused');

  world.clock.offsetMs += hour;
  await resumeReading(contextOf(world.services, poison.companyId, supportEmployee));
  await pullBoth();
  expect(await connectionOf(poison)).toMatchObject({ state: 'active', failedPullCount: 0 });
});

const supportEmployee = { type: 'support', userId: 'sofie', name: 'Sofie', reason: 'looked at the lines' } as const;

async function linkAccount(context: Context, reference: string): Promise<string> {
  const organization = world.ponto.world.addOrganization({ name: reference, email: 'x@karmijn.example' });
  const { id } = world.ponto.world.addAccount(organization.id, { reference });
  world.ponto.world.addTransactions(id, [{ amount: '10.00' }], { published: true, copies: 3 });
  world.ponto.world.synchronizeNow(id);
  await activateConnection(context);
  await completeAuthorization(context, await visitPonto(context, { accountIds: [id], organization: organization.id }));
  return id;
}

/** A list that leads back to itself is a fault that our code meets each time it walks. */
function givePagesWithoutEnd(): void {
  world.ponto.world.injectFault({
    method: 'GET',
    path: `*/accounts/${poisonAccountId}/transactions*`,
    times: 100,
    effect: {
      kind: 'replace',
      status: 200,
      contentType: 'application/vnd.api+json',
      body: JSON.stringify({ data: [], meta: { paging: { limit: 100, after: 'again' } } }),
    },
  });
}

/** A worker dies of the poison as soon as it may try. @returns how long nobody tried beyond the lease */
async function dieOnce(): Promise<number> {
  let waitedMs = 0;
  while (!(await pullUntilDeath())) {
    waitedMs += hour;
    world.clock.offsetMs += hour;
  }
  world.clock.offsetMs += world.services.settings.leaseMs;
  return waitedMs;
}

/** Nothing is closed by a worker that is gone: its pull stands still for ever. @returns whether there was one */
async function pullUntilDeath(): Promise<boolean> {
  const claims = await claimDue(world);
  for (const claim of claims.filter(({ companyId }) => companyId === healthy.companyId)) await pull(world, claim);
  const [claim] = claims.filter(({ companyId }) => companyId === poison.companyId);
  if (!claim) return false;
  const dies = new Promise<boolean>((resolve) => {
    world.onCrashPoint.hook = async (name) => {
      if (name !== 'pull.accounts-read') return;
      resolve(true);
      await new Promise<never>(() => undefined);
    };
  });
  const hasDied = await Promise.race([dies, pull(world, claim).then(() => false)]);
  world.onCrashPoint.hook = () => undefined;
  return hasDied;
}

let deathCount = 0;

async function givenDeaths(count: number, change: Partial<typeof schema.pull.$inferInsert> = {}): Promise<void> {
  const { connectionId } = await connectionOf(poison);
  const { companyId } = poison;
  for (let deaths = 0; deaths < count; deaths += 1) {
    deathCount += 1;
    world.clock.offsetMs += 1_000;
    const startedAt = world.services.clock.now();
    const place = { companyId, connectionId, fence: -deathCount };
    const death = { trigger: 'schedule', startedAt, finishedAt: startedAt, outcome: 'abandoned' } as const;
    await inCompany(poison.db, companyId, (tx) => tx.insert(schema.pull).values({ ...place, ...death, ...change }));
  }
}

async function pullBoth(): Promise<void> {
  for (const context of [poison, healthy]) await makeDue(context);
  await pullDue(world);
  world.clock.offsetMs += 1_000;
}

/** After deaths the first claim only chooses another moment. */
async function pullBothTwice(): Promise<void> {
  await pullBoth();
  await pullBoth();
}

function makeDue({ db, companyId }: Context): Promise<unknown> {
  const change = { dueAt: world.services.clock.now() };
  return inCompany(db, companyId, (tx) =>
    tx.update(schema.connection).set(change).where(eq(schema.connection.state, 'active')),
  );
}

async function connectionOf({ db, companyId }: Context): Promise<Connection> {
  const connection = await inCompany(db, companyId, (tx) => findLiveConnection(tx, companyId));
  if (!connection) throw new Error('The connection is gone');
  return connection;
}

async function lastTransition() {
  const rows = await inCompany(poison.db, poison.companyId, (tx) => tx.select().from(schema.connectionTransition));
  return rows.toSorted((one, other) => one.revision - other.revision).at(-1);
}
