import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asDispatcher,
  findLiveConnection,
  inCompany,
  insertPontoApplication,
  insertWebhookEvent,
  schema,
  updatePontoApplication,
} from '@onfact-ponto/db';
import type { Pull } from '@onfact-ponto/db';
import { givenCompany, givenConnection } from '@onfact-ponto/db/testing';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { sealTokens, withAccessToken } from '../connection/access-token.ts';
import type { Context, CrashPoint } from '../context.ts';
import { contextOf } from '../context.ts';
import { leaseSeconds, pullIntervalSeconds, startRealWorker } from '../testing/real-worker.ts';
import type { RealWorker } from '../testing/real-worker.ts';
import { connect, givenContext, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { handleEvents } from '../webhook/handle-events.ts';

/** Real worker processes on one database and one Ponto. Each connection reads the same small account. */

const connectionCount = 120;
/** Starting processes takes long on a busy machine. */
const limits = { timeout: 240_000 };
const patience = { timeout: 80_000, interval: 200 };

let world: TestWorld;
let accountId: string;
let companyIds: string[];
let workers: RealWorker[] = [];

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  await startAgain(world);
  const context = await givenContext(world);
  accountId = givenAccount();
  await connect(context, [accountId]);
  companyIds = [context.companyId, ...(await givenCopies(context, connectionCount - 1))];
  await allowFastClaims();
});
afterAll(() => world.stop());

beforeEach(async () => {
  await asDispatcher(world.services.db, (tx) =>
    tx.update(schema.connection).set({ dueAt: tomorrow(), isUrgent: false, leaseUntil: null }),
  );
  world.ponto.world.clearCalls();
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
  workers = [];
  world.ponto.world.clearFaults();
});

it('two, four and eight workers share what is due: each connection is pulled once', limits, async () => {
  for (const count of [2, 4, 8]) {
    await startWorkers(count - workers.length);
    world.ponto.world.clearCalls();
    const since = await makeDue(companyIds);
    await untilNothingIsDue();
    const pulls = await pullsSince(since);
    expect(pulls.map(({ companyId }) => companyId).toSorted()).toEqual(companyIds.toSorted());
    expect(new Set(pulls.map(({ outcome }) => outcome))).toEqual(new Set(['succeeded']));
    expect(callsTo(/\/transactions(\?|$)/)).toBe(connectionCount);
  }
  expect(workers.reduce((sum, worker) => sum + worker.logged('pull finished'), 0)).toBe(3 * connectionCount);
});

const crashPoints: readonly CrashPoint[] = [
  'pull.claimed',
  'pull.accounts-read',
  'pull.page-read',
  'pull.page-committed',
  'pull.finished',
];

it(
  'a worker that is killed at any point of a pull is replaced within its lease and two seconds, also when Ponto hinted meanwhile',
  limits,
  async () => {
    const victims = await Promise.all(
      crashPoints.map((crashPoint) => startRealWorker(world, { crashPoint, maximumPullsAtOnce: 1 })),
    );
    workers.push(...victims);
    const some = companyIds.slice(0, crashPoints.length);
    const since = await makeDue(some);
    await expect.poll(() => victims.every((victim) => victim.logged('crash point reached') === 1), patience).toBe(true);
    const underWay = (await pullsSince(since)).filter(({ outcome }) => outcome === 'running');
    expect(underWay).toHaveLength(3);
    for (const { companyId } of underWay) await hintFor(companyId);
    await startWorkers(2);
    const killedAt = world.services.clock.now().getTime();
    await Promise.all(victims.map((victim) => victim.end('SIGKILL')));
    await untilNothingIsDue();

    const pulls = await pullsSince(since);
    const good = pulls.filter(({ outcome }) => outcome === 'succeeded');
    expect(good.map(({ companyId }) => companyId).toSorted()).toEqual(some.toSorted());
    for (const { startedAt } of good) expect(startedAt.getTime()).toBeLessThan(killedAt + (leaseSeconds + 2) * 1_000);
    /** Those that died after they opened their pull and before they closed it. */
    expect(pulls.filter(({ outcome }) => outcome === 'abandoned')).toHaveLength(3);
  },
);

it('a worker that is told to stop hands back at once what it pulls, and another one goes on', limits, async () => {
  const [stopped] = await startWorkers(1);
  world.ponto.world.injectFault({
    method: 'GET',
    path: '*/accounts',
    times: 4,
    effect: { kind: 'delay', milliseconds: 2_000 },
  });
  const some = companyIds.slice(0, 12);
  const since = await makeDue(some);
  await expect.poll(async () => (await pullsSince(since)).length, patience).toBeGreaterThan(0);
  expect(await stopped?.end('SIGTERM')).toBe(0);

  const left = await pullsSince(since);
  expect(left.some(({ problem }) => problem === 'held_back')).toBe(true);
  expect(left.filter(({ outcome, problem }) => outcome !== 'succeeded' && problem !== 'held_back')).toEqual([]);
  expect((await connections()).filter(({ leaseUntil }) => leaseUntil !== null)).toHaveLength(0);

  await startWorkers(1);
  await untilNothingIsDue();
  const good = (await pullsSince(since)).filter(({ outcome }) => outcome === 'succeeded');
  expect(good.map(({ companyId }) => companyId).toSorted()).toEqual(some.toSorted());
});

it(
  'a worker that cannot stop is ended all the same, with an exit code that says so, and another one goes on',
  limits,
  async () => {
    const stuck = await startRealWorker(world, { crashPoint: 'pull.page-read', stopSeconds: 1 });
    workers.push(stuck);
    const some = companyIds.slice(0, 1);
    const since = await makeDue(some);
    await expect.poll(() => stuck.logged('crash point reached'), patience).toBe(1);
    expect(await stuck.end('SIGTERM')).toBe(1);

    await startWorkers(1);
    await untilNothingIsDue();
    const outcomes = (await pullsSince(since)).map(({ outcome }) => outcome);
    expect(outcomes.toSorted()).toEqual(['abandoned', 'succeeded']);
  },
);

it(
  'a worker reads the files of its certificate again when told, and goes on with what Ponto takes',
  limits,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onfact-ponto-worker-'));
    const certificateFile = join(folder, 'certificate.pem');
    await copyFile(world.ponto.endpoints.certificateFile, certificateFile);
    const worker = await startRealWorker(world, { certificateFile });
    workers.push(worker);

    await writeFile(certificateFile, 'not a certificate');
    worker.tellOfNewFiles();
    const notRenewed = 'the credentials of Ponto were not renewed: the present ones go on';
    await expect.poll(() => worker.logged(notRenewed), patience).toBe(1);
    await makeDue(companyIds.slice(0, 1));
    await untilNothingIsDue();
    expect(worker.logged('pull finished')).toBe(1);

    await copyFile(world.ponto.endpoints.certificateFile, certificateFile);
    worker.tellOfNewFiles();
    await expect.poll(() => worker.logged('the credentials of Ponto were renewed'), patience).toBe(1);
    await makeDue(companyIds.slice(0, 1));
    await untilNothingIsDue();
    expect(worker.logged('pull finished')).toBe(2);
    await rm(folder, { recursive: true });
  },
);

function givenAccount(): string {
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  const { id } = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' });
  world.ponto.world.addTransactions(id, [{ amount: '10.00' }], { published: true, copies: 3 });
  world.ponto.world.synchronizeNow(id);
  return id;
}

/** Connections of other companies that hold the same tokens, so that nobody has to go to Ponto for each. */
async function givenCopies(original: Context, count: number): Promise<string[]> {
  const { db, clock, companyId } = original;
  const live = await inCompany(db, companyId, (tx) => findLiveConnection(tx, companyId));
  const accessToken = await withAccessToken(original, live?.connectionId ?? '', (token) => Promise.resolve(token));
  const tokens = { accessToken, refreshToken: 'unused', expiresAt: tomorrow(), scope: [], tokenType: 'bearer' };
  const ids: string[] = [];
  for (let copies = 0; copies < count; copies += 1) {
    const copy = contextOf(original, await givenCompany(db), original.actor);
    const { connectionId } = await givenConnection(db, copy.companyId);
    await inCompany(db, copy.companyId, async (tx) => {
      await tx.insert(schema.connectionToken).values(sealTokens(copy, connectionId, tokens));
      await tx
        .update(schema.connection)
        .set({ state: 'active', connectedAt: clock.now() })
        .where(eq(schema.connection.companyId, copy.companyId));
    });
    ids.push(copy.companyId);
  }
  return ids;
}

/** The workers believe in so many connections that fifty are due each second, so that a test need not wait for the pace. */
async function allowFastClaims(): Promise<void> {
  const { applicationId } = world.ponto.endpoints;
  const { db } = world.services;
  await insertPontoApplication(db, applicationId);
  const activeCount = Math.round((50 * pullIntervalSeconds) / 1.4);
  await db.transaction((tx) => updatePontoApplication(tx, applicationId, { activeCount, activeCountedAt: tomorrow() }));
}

async function startWorkers(count: number): Promise<RealWorker[]> {
  const started = await Promise.all(Array.from({ length: count }, () => startRealWorker(world)));
  workers.push(...started);
  return started;
}

async function makeDue(ids: readonly string[]): Promise<Date> {
  const dueAt = world.services.clock.now();
  await asDispatcher(world.services.db, async (tx) => {
    const { connection } = schema;
    for (const id of ids) await tx.update(connection).set({ dueAt }).where(eq(connection.companyId, id));
  });
  return dueAt;
}

/** As Ponto's webhook of new lines, and what the job does with it. */
async function hintFor(companyId: string): Promise<void> {
  const context = contextOf(world.services, companyId, { type: 'system', job: 'test' });
  const at = context.clock.now();
  const connectionId = await inCompany(context.db, companyId, async (tx) => {
    const live = await findLiveConnection(tx, companyId);
    const id = live?.connectionId ?? '';
    await insertWebhookEvent(tx, {
      companyId,
      connectionId: id,
      eventId: randomUUID(),
      kind: 'account.transactionsCreated',
      type: 'pontoConnect.account.transactionsCreated',
      pontoAccountId: accountId,
      synchronizationId: null,
      announcedAt: at,
      receivedAt: at,
      raw: {},
    });
    return id;
  });
  await handleEvents(context, { connectionId });
}

function connections() {
  return asDispatcher(world.services.db, (tx) => tx.select().from(schema.connection));
}

async function untilNothingIsDue(): Promise<void> {
  const isOpen = async () =>
    (await connections()).filter(
      ({ dueAt, leaseUntil }) => leaseUntil !== null || (dueAt ?? tomorrow()) <= world.services.clock.now(),
    );
  await expect.poll(async () => (await isOpen()).length, patience).toBe(0);
}

async function pullsSince(since: Date): Promise<Pull[]> {
  const ofCompany = (id: string) => inCompany(world.services.db, id, (tx) => tx.select().from(schema.pull));
  const found: Pull[] = [];
  for (const id of companyIds) found.push(...(await ofCompany(id)).filter(({ startedAt }) => startedAt >= since));
  return found;
}

function callsTo(path: RegExp): number {
  return world.ponto.world.calls().filter((call) => call.method === 'GET' && path.test(call.path)).length;
}

function tomorrow(): Date {
  return new Date(world.services.clock.now().getTime() + 24 * 3_600_000);
}
