import { findConnectionToken, findLiveConnection, inCompany, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
import {
  claimDue,
  connect,
  givenContext,
  mieke,
  pull,
  pullDue,
  startAgain,
  startTestWorld,
  visitPonto,
} from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { activateConnection } from './activate-connection.ts';
import { completeAuthorization } from './complete-authorization.ts';
import { deactivateConnection } from './deactivate-connection.ts';
import { getConnection } from './get-connection.ts';
import { revokeConnection } from './revoke-connection.ts';

let world: TestWorld;
let context: Context;
let organizationId: string;
let accountId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  context = await givenContext(world);
});

it('connects: the organization is remembered, the tokens are sealed, and the first pull is due at once', async () => {
  expect(await connect(context, [accountId])).toEqual({ outcome: 'connected' });
  const connection = await live();
  expect(connection).toMatchObject({ state: 'active', organizationId, organizationName: 'Houtatelier De Linde BV' });
  expect(connection?.dueAt?.getTime()).toBeLessThanOrEqual(world.services.clock.now().getTime());
  const token = await storedToken();
  expect(token?.accessTokenEnvelope).toMatch(/^v1\.test\./);
});

it('activates once, however often the button is pressed', async () => {
  await Promise.all([activateConnection(context), activateConnection(context), activateConnection(context)]);
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.connection));
  expect(rows).toHaveLength(1);
});

it.each([
  ['no state at all', () => ({ state: null, code: 'a-code', error: null })],
  ['a state that we never made', () => ({ state: 'invented', code: 'a-code', error: null })],
])('refuses %s and keeps nothing', async (_, answer) => {
  await activateConnection(context);
  expect(await completeAuthorization(context, answer())).toEqual({ outcome: 'foreign' });
  expect((await live())?.state).toBe('activated');
});

it.each<[string, Partial<Extract<Actor, { type: 'user' }>>]>([
  ['another session', { sessionId: 'another' }],
  ['another user', { userId: 'tom', name: 'Tom' }],
])('refuses a return in %s', async (_, change) => {
  await activateConnection(context);
  const answer = await visitPonto(context, { accountIds: [accountId] });
  const other = contextOf(world.services, context.companyId, { ...mieke, ...change } as Actor);
  expect(await completeAuthorization(other, answer)).toEqual({ outcome: 'foreign' });
});

it('refuses a return in another company of the same user', async () => {
  await activateConnection(context);
  const answer = await visitPonto(context, { accountIds: [accountId] });
  expect(await completeAuthorization(await givenContext(world), answer)).toEqual({ outcome: 'foreign' });
});

it('takes a return once, also when it arrives many times at once', async () => {
  await activateConnection(context);
  const answer = await visitPonto(context, { accountIds: [accountId] });
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => completeAuthorization(context, answer)));
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual([
    'connected',
    'expired_or_used',
    'expired_or_used',
    'expired_or_used',
  ]);
});

it('refuses a return after ten minutes', async () => {
  await activateConnection(context);
  const answer = await visitPonto(context, { accountIds: [accountId] });
  world.clock.offsetMs += 10 * 60_000 + 1_000;
  expect(await completeAuthorization(context, answer)).toEqual({ outcome: 'expired_or_used' });
});

it('changes nothing when the user says no, and a later yes works', async () => {
  await activateConnection(context);
  const answer = await visitPonto(context, { accountIds: [], decision: 'cancel' });
  expect(await completeAuthorization(context, answer)).toEqual({ outcome: 'cancelled' });
  expect(await connect(context, [accountId])).toEqual({ outcome: 'connected' });
});

it.each([
  [503, 'ponto_unavailable'],
  [400, 'refused'],
])('says so when Ponto answers %i to the code', async (status, outcome) => {
  await activateConnection(context);
  const answer = await visitPonto(context, { accountIds: [accountId] });
  world.ponto.world.injectFault({ method: 'POST', path: '*/oauth2/token', effect: { kind: 'status', status } });
  expect(await completeAuthorization(context, answer)).toEqual({ outcome });
  expect((await live())?.state).toBe('activated');
});

it('does not take the place of another organization, and names both', async () => {
  await connect(context, [accountId]);
  const other = world.ponto.world.addOrganization({ name: 'Studio Karmijn BV', email: 'x@karmijn.example' });
  const otherAccount = world.ponto.world.addAccount(other.id, { reference: 'BE64733120447152' }).id;
  await pullDue(world);

  const answer = await visitPonto(context, { accountIds: [otherAccount], organization: other.id });
  expect(await completeAuthorization(context, answer)).toEqual({
    outcome: 'other_organization',
    authorizationAttemptId: expect.any(String),
    currentOrganizationName: 'Houtatelier De Linde BV',
    newOrganizationName: 'Studio Karmijn BV',
    accountsThatWouldStop: ['Zichtrekening BE68 5390 0754 7034'],
  });
  expect(await live()).toMatchObject({ organizationId, state: 'active' });
});

it('lets only administrators activate, link and deactivate', async () => {
  const tom = contextOf(world.services, context.companyId, { ...mieke, isAdministrator: false } as Actor);
  await expect(activateConnection(tom)).rejects.toMatchObject({ code: 'forbidden' });
  await activateConnection(context);
  await expect(deactivateConnection(tom)).rejects.toMatchObject({ code: 'forbidden' });
});

it('deactivates: tokens are erased here, the integration ends at Ponto, the history stays', async () => {
  await connect(context, [accountId]);
  world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }], { published: true });
  await pullDue(world);
  const connectionId = (await live())?.connectionId ?? '';

  await deactivateConnection(context);
  expect(await storedToken(connectionId)).toBeUndefined();
  await revokeConnection(context, { connectionId });
  await revokeConnection(context, { connectionId });
  expect(world.ponto.world.organizations()[0]?.integration).toBeNull();
  expect(await getConnection(context)).toMatchObject({
    state: 'not_active',
    bankAccounts: [{ history: { transactionCount: 1 } }],
  });
});

it('connects again without a line twice', async () => {
  world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }, { amount: '2.00' }], { published: true });
  await connect(context, [accountId]);
  await pullDue(world);
  const connectionId = (await live())?.connectionId ?? '';
  await deactivateConnection(context);
  await revokeConnection(context, { connectionId });

  expect(await connect(context, [accountId])).toEqual({ outcome: 'connected' });
  await pullDue(world);
  expect((await getConnection(context)).bankAccounts).toMatchObject([{ history: { transactionCount: 2 } }]);
});

it('leaves the integration alone when the company linked it again before the revocation ran', async () => {
  await connect(context, [accountId]);
  const connectionId = (await live())?.connectionId ?? '';
  await deactivateConnection(context);
  await connect(context, [accountId]);
  await revokeConnection(context, { connectionId });
  expect(world.ponto.world.organizations()[0]?.integration).not.toBeNull();
});

it('is pulled again after a reconnect, however late a pull of the old grant ends', async () => {
  await connect(context, [accountId]);
  const [claim] = await claimDue(world);
  if (!claim) throw new Error('Nothing was due');
  const another = world.ponto.world.addAccount(organizationId, { reference: 'BE64733120447152' }).id;
  world.onCrashPoint.hook = async (name) => {
    if (name === 'pull.accounts-read') await connect(context, [accountId, another]);
  };
  await pull(world, claim);
  world.onCrashPoint.hook = () => undefined;

  expect(await pullDue(world)).toHaveLength(1);
  expect((await getConnection(context)).bankAccounts).toHaveLength(2);
});

it('writes a trail that explains the present state', async () => {
  await connect(context, [accountId]);
  await deactivateConnection(context);
  const trail = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.auditEntry));
  const inOrder = trail.toSorted((left, right) => left.at.getTime() - right.at.getTime());
  expect(inOrder.map(({ action }) => action)).toEqual([
    'connection.activate',
    'connection.connect',
    'connection.deactivate',
  ]);
});

function live() {
  return inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
}

async function storedToken(connectionId?: string) {
  const id = connectionId ?? (await live())?.connectionId ?? '';
  return inCompany(context.db, context.companyId, (tx) => findConnectionToken(tx, context.companyId, id));
}
