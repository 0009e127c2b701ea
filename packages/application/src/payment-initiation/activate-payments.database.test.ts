import { findLiveConnection, inCompany, lockLiveConnection } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { getConnection } from '../connection/get-connection.ts';
import { moveConnection } from '../connection/move-connection.ts';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
import { connect, givenContext, mieke, pullDue, startAgain, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { activatePayments, checkPayments } from './activate-payments.ts';

let world: TestWorld;
let context: Context;
let organizationId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  world.ponto.world.setActivation(organizationId, 'payments', 'none');
  const { id } = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' });
  context = await givenContext(world);
  await connect(context, [id]);
  await pullDue(world);
});

it('is said after every step: not asked for, asked for, activated', async () => {
  expect(await permission()).toBe('not_activated');
  world.ponto.world.setActivation(organizationId, 'payments', 'requested');
  await checkPayments(context);
  expect(await permission()).toBe('requested');
  world.ponto.world.setActivation(organizationId, 'payments', 'activated');
  await checkPayments(context);
  expect(await permission()).toBe('ready');
});

it('sends the administrator to the page of Ponto, and back to where it is said', async () => {
  const { redirectUrl } = await activatePayments(context);
  expect(redirectUrl).toContain(new URL(world.ponto.endpoints.authorizationUrl).host);
  const tom = contextOf(world.services, context.companyId, { ...mieke, isAdministrator: false } as Actor);
  await expect(activatePayments(tom)).rejects.toMatchObject({ code: 'forbidden' });
});

it('is learned within a day without anybody asking', async () => {
  world.ponto.world.setActivation(organizationId, 'payments', 'activated');
  advance(4 * 3_600_000 + 60_000);
  await pullDue(world);
  expect(await permission()).toBe('not_activated');
  advance(24 * 3_600_000);
  await pullDue(world);
  expect(await permission()).toBe('ready');
});

it('leaves the lines alone when the organization cannot be read', async () => {
  advance(25 * 3_600_000);
  world.ponto.world.injectFault({ path: '*/userinfo', effect: { kind: 'status', status: 503 }, times: 5 });
  await pullDue(world);
  expect((await getConnection(context)).lastPull).toMatchObject({ outcome: 'succeeded' });
});

it('says that Ponto is out of order, and that the link has stopped', async () => {
  world.ponto.world.injectFault({ path: '*/userinfo', effect: { kind: 'status', status: 503 }, times: 1 });
  await expect(checkPayments(context)).rejects.toMatchObject({ code: 'ponto_unavailable' });
  world.ponto.world.revokeIntegration(organizationId);
  await expect(checkPayments(context)).rejects.toMatchObject({ code: 'connection_needs_reconnect' });
});

it('says that nothing is read now while the connection is blocked', async () => {
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, context.companyId);
    if (connection) await moveConnection(tx, context, connection, 'organization_blocked');
  });
  await expect(checkPayments(context)).rejects.toMatchObject({ code: 'connection_stopped' });
});

it('names the unfinished onboarding when Ponto deletes the organization for it', async () => {
  world.ponto.world.changeOrganization(organizationId, { onboardingComplete: false });
  await checkPayments(context);
  expect((await getConnection(context)).onboardingComplete).toBe(false);
  world.ponto.world.removeOrganization(organizationId);
  await expect(checkPayments(context)).rejects.toMatchObject({ code: 'connection_needs_reconnect' });
  const connection = await inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
  expect(connection).toMatchObject({ state: 'needs_reconnect', stateReason: 'onboarding_not_finished' });
});

async function permission() {
  return (await getConnection(context)).payments.permission;
}

function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}
