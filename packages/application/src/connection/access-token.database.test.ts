import { findLiveConnection, inCompany } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { connect, givenContext, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { withAccessToken } from './access-token.ts';

let world: TestWorld;
let context: Context;
let connectionId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  context = await givenContext(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  const account = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' });
  await connect(context, [account.id]);
  connectionId = (await live())?.connectionId ?? '';
});

it('refreshes once, however many callers need it at once', async () => {
  advance(1_800_000);
  world.ponto.world.clearCalls();
  const answers = await Promise.all(Array.from({ length: 40 }, () => listAccounts()));
  expect(answers.every(({ items }) => items.length === 1)).toBe(true);
  expect(tokenCalls()).toHaveLength(1);
});

it('refreshes and retries once when Ponto refuses a token that looks valid', async () => {
  world.ponto.world.injectFault({ path: '*/accounts*', effect: { kind: 'status', status: 401 } });
  world.ponto.world.clearCalls();
  expect((await listAccounts()).items).toHaveLength(1);
  expect(tokenCalls()).toHaveLength(1);
});

it('gives up after one refresh when Ponto goes on refusing, and asks for a person', async () => {
  world.ponto.world.injectFault({ path: '*/accounts*', effect: { kind: 'status', status: 401 }, times: 50 });
  world.ponto.world.clearCalls();
  await expect(listAccounts()).rejects.toThrow('refuses');
  expect(world.ponto.world.calls()).toHaveLength(3);
  expect((await live())?.state).toBe('needs_reconnect');
});

it('keeps the token while Ponto is out of order, and goes on when it is back', async () => {
  advance(1_800_000);
  world.ponto.world.injectFault({ path: '*/oauth2/token', effect: { kind: 'status', status: 503 } });
  await expect(listAccounts()).rejects.toMatchObject({ code: 'PONTO_OAUTH' });
  expect((await live())?.state).toBe('active');
  expect((await listAccounts()).items).toHaveLength(1);
});

it('survives a lost answer when Ponto gives a grace period', async () => {
  world.ponto.world.configure({ refreshGraceSeconds: 60 });
  advance(1_800_000);
  world.ponto.world.loseNextRefreshResponse();
  expect((await listAccounts()).items).toHaveLength(1);
  expect((await live())?.state).toBe('active');
});

it('asks for a person when the customer ended the integration at Ponto', async () => {
  world.ponto.world.revokeIntegration(world.ponto.world.organizations()[0]?.id ?? '');
  await expect(listAccounts()).rejects.toThrow();
  expect(await live()).toMatchObject({ state: 'needs_reconnect', dueAt: null, leaseUntil: null });
});

function listAccounts() {
  return withAccessToken(context, connectionId, (token) => context.ponto.accounts.list(token));
}

function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}

function tokenCalls() {
  return world.ponto.world.calls().filter(({ path }) => path.endsWith('/oauth2/token'));
}

function live() {
  return inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
}
