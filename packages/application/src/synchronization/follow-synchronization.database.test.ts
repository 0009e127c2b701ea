import { findLatestSynchronizationRequest, findLiveConnection, inCompany, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { deactivateConnection } from '../connection/deactivate-connection.ts';
import type { Context } from '../context.ts';
import { claimDue, connect, givenContext, pull, pullDue, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { followSynchronization } from './follow-synchronization.ts';
import { requestSynchronization } from './request-synchronization.ts';

const customerIpAddress = '203.0.113.7';

let world: TestWorld;
let context: Context;
let organizationId: string;
let accountIds: string[];

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  world.ponto.world.configure({ synchronizationMilliseconds: 60 });
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  context = await givenContext(world);
  accountIds = ['BE68539007547034', 'BE64733120447152'].map((reference) => {
    const { id } = world.ponto.world.addAccount(organizationId, { reference, openingBalance: '1000.00' });
    world.ponto.world.synchronizeNow(id);
    return id;
  });
  await connect(context, accountIds);
  await pullDue(world);
  advance(3_600_000);
  world.ponto.world.clearCalls();
});

describe('"Nu ophalen"', () => {
  it('asks the bank for transactions and then balances of each account, and ends with the pull that reads them', async () => {
    world.ponto.world.addTransactions(first(), [{ amount: '12.50' }]);
    await ask();
    await follow();
    expect(created()).toHaveLength(4);
    expect((await parts()).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded']);
    expect(await request()).toMatchObject({ state: 'running', customerIpAddress });

    await pullDue(world);
    expect(await request()).toMatchObject({
      state: 'succeeded',
      newTransactionCount: 1,
      customerIpAddress: null,
      finishedAt: expect.any(Date) as Date,
    });
  });

  it('counts as answered when it was done a moment ago', async () => {
    for (const id of accountIds) world.ponto.world.injectFault(tooRecent(id));
    await ask();
    await follow();
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'too_recent', newTransactionCount: 0 });
  });

  it('fails in part when one bank fails, and names what is the matter', async () => {
    world.ponto.world.failNextSynchronization(first(), { code: 'authorizationInvalid' });
    await ask();
    await follow();
    await pullDue(world);
    expect((await parts()).map(({ problem }) => problem)).toContain('authorization_expired');
    expect(await request()).toMatchObject({ state: 'partly_failed' });
  });

  it('is not sent when the user has left', async () => {
    await ask();
    advance(5 * 60_000);
    await follow();
    expect(created()).toEqual([]);
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'failed', customerIpAddress: null });
  });

  it('leaves out an account that is no longer shared', async () => {
    await ask();
    await inCompany(context.db, context.companyId, (tx) => tx.update(schema.bankAccount).set({ isShared: false }));
    await follow();
    expect(created()).toEqual([]);
    expect((await parts()).map(({ problem }) => problem)).toContain('account_not_shared');
  });

  it('goes on asking how far it is when one answer fails', async () => {
    await ask();
    world.ponto.world.injectFault({
      method: 'GET',
      path: '*/synchronizations/*',
      effect: { kind: 'status', status: 503 },
      times: 2,
    });
    await follow();
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'succeeded' });
  });

  it('gives up on a bank that never answers Ponto, and reads what is there', async () => {
    world.ponto.world.configure({ synchronizationMilliseconds: 24 * 3_600_000 });
    world.ponto.world.addTransactions(first(), [{ amount: '3.50' }], { published: true });
    await ask();
    const patient = { ...context, clock: { ...context.clock, sleep: async () => advance(30_000) } };
    const [asked] = await allRequests();
    await followSynchronization(patient, { synchronizationRequestId: asked?.synchronizationRequestId ?? '' });
    expect((await parts()).map(({ problem }) => problem)).toContain('ponto_slow');
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'failed', newTransactionCount: 1, customerIpAddress: null });
  });

  it('is asked once of Ponto when the process dies while following, and comes to its end', async () => {
    await ask();
    const synchronizations = { ...context.ponto.synchronizations, get: () => Promise.reject(new Crash()) };
    const dying = { ...context, ponto: { ...context.ponto, synchronizations } };
    const [asked] = await allRequests();
    const died = followSynchronization(dying, {
      synchronizationRequestId: asked?.synchronizationRequestId ?? '',
    });
    await expect(died).rejects.toThrow(Crash);

    await follow();
    expect(created()).toHaveLength(4);
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'succeeded' });
  });
});

describe('a request that is answered while a pull runs', () => {
  it('waits for the next pull, which comes at once and reads its result', async () => {
    await makeDue();
    const [claim] = await claimDue(world);
    if (!claim) throw new Error('Nothing was due');
    let isAsked = false;
    world.onCrashPoint.hook = async (name) => {
      if (name !== 'pull.page-committed' || isAsked) return;
      isAsked = true;
      for (const id of accountIds) world.ponto.world.addTransactions(id, [{ amount: '7.50' }]);
      await ask();
      await follow();
    };
    await pull(world, claim);
    expect(await request()).toMatchObject({ state: 'running' });

    expect(await pullDue(world)).toHaveLength(1);
    expect(await request()).toMatchObject({ state: 'succeeded' });
    const lines = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
    expect(lines).toHaveLength(2);
  });
});

describe('a request never stays open', () => {
  it('when the connection is deactivated', async () => {
    await ask();
    await deactivateConnection(context);
    await follow();
    expect(await allRequests()).toMatchObject([{ state: 'failed', customerIpAddress: null }]);
  });

  it('when the connection needs to be linked again', async () => {
    await ask();
    world.ponto.world.revokeIntegration(organizationId);
    await follow();
    expect(await allRequests()).toMatchObject([{ state: 'failed', customerIpAddress: null }]);
  });

  it('when nobody follows it any more', async () => {
    await ask();
    advance(4 * 3_600_000);
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'failed', customerIpAddress: null });
  });

  it('when the pull that should read its result fails', async () => {
    await ask();
    await follow();
    world.ponto.world.injectFault({ path: '*/accounts*', effect: { kind: 'status', status: 500 }, times: 5 });
    await pullDue(world);
    expect(await request()).toMatchObject({ state: 'failed' });
  });
});

class Crash extends Error {}

function first(): string {
  return accountIds[0] ?? '';
}

function ask(): Promise<void> {
  return requestSynchronization(context, { customerIpAddress });
}

async function follow(): Promise<void> {
  const [latest] = await allRequests();
  await followSynchronization(context, { synchronizationRequestId: latest?.synchronizationRequestId ?? '' });
}

async function request() {
  return inCompany(context.db, context.companyId, async (tx) => {
    const connection = await findLiveConnection(tx, context.companyId);
    return connection && findLatestSynchronizationRequest(tx, connection);
  });
}

function allRequests() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.synchronizationRequest));
}

function parts() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.synchronizationOfAccount));
}

/** The synchronizations that Ponto was asked to start. */
function created() {
  return world.ponto.world
    .calls()
    .filter(({ method, path, status }) => method === 'POST' && path.endsWith('/synchronizations') && status === 201);
}

function tooRecent(accountId: string) {
  return {
    method: 'POST',
    path: '*/synchronizations',
    bodyIncludes: accountId,
    times: 2,
    effect: {
      kind: 'replace' as const,
      status: 400,
      contentType: 'application/vnd.api+json',
      body: JSON.stringify({ errors: [{ code: 'accountRecentlySynchronized', detail: 'Try again later.' }] }),
    },
  };
}

async function makeDue(): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: world.services.clock.now() }),
  );
}

/** Time passes for us and for Ponto. */
function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}
