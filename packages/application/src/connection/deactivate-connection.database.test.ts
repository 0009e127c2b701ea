import { findConnection, findConnectionToken, findLiveConnection, inCompany } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { updateBankAccount } from '../bank-account/update-bank-account.ts';
import type { Context, CrashPoint } from '../context.ts';
import {
  claimDue,
  connect,
  givenContext,
  pull,
  pullDue,
  startAgain,
  startTestWorld,
  storedAccounts,
  storedLines,
} from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { deactivateConnection } from './deactivate-connection.ts';
import { getConnection } from './get-connection.ts';
import { revokeConnection } from './revoke-connection.ts';

let world: TestWorld;
let context: Context;
let accountId: string;
let organizationId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  context = await givenContext(world);
  await connect(context, [accountId]);
  await pullDue(world);
});

const steps: readonly CrashPoint[] = ['pull.claimed', 'pull.accounts-read', 'pull.page-read', 'pull.page-committed'];

describe.each(steps)('deactivating while a pull stands at %s', (step) => {
  it('lets nothing be read or written after the answer', async () => {
    const { connectionId } = await live();
    world.ponto.world.addTransactions(accountId, lines(130), { published: true });
    advance(4 * 3_600_000 + 60_000);
    const [claim] = await claimDue(world);
    if (!claim) throw new Error('Nothing was due');
    let storedAtDeactivation = -1;
    let callsAtDeactivation = -1;
    world.onCrashPoint.hook = async (name) => {
      if (name !== step || storedAtDeactivation >= 0) return;
      await deactivateConnection(context);
      storedAtDeactivation = await countLines();
      callsAtDeactivation = readings();
    };
    await pull(world, claim);

    expect(storedAtDeactivation).toBeGreaterThanOrEqual(0);
    expect(await countLines()).toBe(storedAtDeactivation);
    expect(readings()).toBe(callsAtDeactivation);
    expect(await tokenOf(connectionId)).toBeUndefined();
    expect(await pullDue(world)).toEqual([]);
  });
});

it('waits for a refresh of the token that is under way, and wipes its result', async () => {
  const { connectionId } = await live();
  advance(4 * 3_600_000 + 60_000);
  const [claim] = await claimDue(world);
  if (!claim) throw new Error('Nothing was due');
  let deactivation: Promise<void> | undefined;
  world.onCrashPoint.hook = (name) => {
    if (name === 'token.received') deactivation = deactivateConnection(context);
  };
  await pull(world, claim);
  await deactivation;
  expect(deactivation).toBeDefined();
  expect(await tokenOf(connectionId)).toBeUndefined();
  expect(await pullDue(world)).toEqual([]);
});

it('erases everything here although Ponto cannot be told, and tells it later', async () => {
  const { connectionId } = await live();
  await deactivateConnection(context);
  world.ponto.world.injectFault({ path: '*/integration', effect: { kind: 'status', status: 503 }, times: 3 });
  for (let attempt = 0; attempt < 3; attempt++)
    await expect(revokeConnection(context, { connectionId })).rejects.toMatchObject({ status: 503 });
  expect(await tokenOf(connectionId)).toBeUndefined();
  expect((await find(connectionId))?.state).toBe('deactivating');

  await revokeConnection(context, { connectionId });
  expect((await find(connectionId))?.state).toBe('deactivated');
  expect(world.ponto.world.organizations()[0]?.integration).toBeNull();
});

it('ends the integration by the organization, for a connection whose tokens are lost', async () => {
  const { connectionId } = await live();
  world.ponto.world.configure({ refreshGraceSeconds: 0 });
  world.ponto.world.loseNextRefreshResponse();
  advance(4 * 3_600_000 + 60_000);
  await pullDue(world);
  expect((await live()).state).toBe('needs_reconnect');
  await deactivateConnection(context);
  await revokeConnection(context, { connectionId });
  expect(world.ponto.world.organizations()[0]?.integration).toBeNull();
});

it('keeps lines and settings, and takes them up again when the company comes back', async () => {
  world.ponto.world.addTransactions(accountId, lines(3), { published: true });
  advance(4 * 3_600_000 + 60_000);
  await pullDue(world);
  const [account] = await storedAccounts(context);
  if (!account) throw new Error('No account');
  await updateBankAccount(context, { bankAccountId: account.bankAccountId, automaticMatching: 'off' });
  const before = await live();
  await deactivateConnection(context);
  await revokeConnection(context, before);

  await connect(context, [accountId]);
  await pullDue(world);
  expect((await live()).connectionId).not.toBe(before.connectionId);
  expect(await storedAccounts(context)).toMatchObject([
    { bankAccountId: account.bankAccountId, automaticMatching: 'off', isShared: true },
  ]);
  expect(await countLines()).toBe(3);
});

it('ignores a late job of the connection before', async () => {
  const [account] = await storedAccounts(context);
  const { connectionId, companyId, fence } = await live();
  await deactivateConnection(context);
  await connect(context, [accountId]);
  await pullDue(world);
  world.ponto.world.addTransactions(accountId, lines(2), { published: true });
  const calls = readings();
  await pull(world, { companyId, connectionId, fence });
  await revokeConnection(context, { connectionId });
  expect(account && (await storedLines(context, account))).toEqual([]);
  expect(readings()).toBe(calls);
  expect((await getConnection(context)).state).toBe('active');
  expect(world.ponto.world.organizations()[0]?.integration).not.toBeNull();
});

function lines(count: number) {
  return Array.from({ length: count }, (_, index) => ({ amount: `${index + 1}.00` }));
}

function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}

/** How often accounts or lines were read at Ponto. */
function readings(): number {
  return world.ponto.world.calls().filter(({ path, method }) => method === 'GET' && path.includes('/accounts')).length;
}

async function countLines(): Promise<number> {
  const accounts = await storedAccounts(context);
  const counts = await Promise.all(accounts.map(async (account) => (await storedLines(context, account)).length));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function live() {
  const connection = await inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
  if (!connection) throw new Error('No live connection');
  return connection;
}

function find(connectionId: string) {
  return inCompany(context.db, context.companyId, (tx) => findConnection(tx, context.companyId, connectionId));
}

function tokenOf(connectionId: string) {
  return inCompany(context.db, context.companyId, (tx) => findConnectionToken(tx, context.companyId, connectionId));
}
