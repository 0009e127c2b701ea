import { findLiveConnection, inCompany, listTransitions } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
import { recordSignIn } from '../access/record-sign-in.ts';
import { connect, givenContext, mieke, pullDue, startAgain, startTestWorld, visitPonto } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { activateConnection } from './activate-connection.ts';
import { completeAuthorization } from './complete-authorization.ts';
import type { AuthorizationOutcome } from './complete-authorization.ts';
import { deactivateConnection } from './deactivate-connection.ts';
import { decideAuthorization } from './decide-authorization.ts';
import { endAuthorization } from './end-authorization.ts';
import { endIntegration } from './end-integration.ts';
import { getConnection } from './get-connection.ts';
import { revokeConnection } from './revoke-connection.ts';
import { startAuthorization } from './start-authorization.ts';

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
  world.enqueued.length = 0;
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  context = await givenContext(world);
});

describe('a link to another organization than before', () => {
  let otherId: string;
  let otherAccountId: string;
  let waiting: Extract<AuthorizationOutcome, { outcome: 'other_organization' }>;

  beforeEach(async () => {
    await connect(context, [accountId]);
    await pullDue(world);
    otherId = world.ponto.world.addOrganization({ name: 'Studio Karmijn BV', email: 'x@karmijn.example' }).id;
    otherAccountId = world.ponto.world.addAccount(otherId, { reference: 'BE64733120447152' }).id;
    const answer = await visitPonto(context, { accountIds: [otherAccountId], organization: otherId });
    const outcome = await completeAuthorization(context, answer);
    if (outcome.outcome !== 'other_organization') throw new Error(`Not asked: ${outcome.outcome}`);
    waiting = outcome;
  });

  it('is asked about, and the old link reads on meanwhile', async () => {
    expect(await live()).toMatchObject({ organizationId, state: 'active' });
    world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }], { published: true });
    advance(4 * 3_600_000);
    await pullDue(world);
    expect((await getConnection(context)).bankAccounts).toMatchObject([{ history: { transactionCount: 1 } }]);
  });

  it('replaces the old one when the user says so: the old integration ends, its accounts and lines stay', async () => {
    world.ponto.world.addTransactions(otherAccountId, [{ amount: '2.00' }], { published: true });
    await decideAuthorization(context, { ...waiting, decision: 'replace' });
    await pullDue(world);
    expect(await live()).toMatchObject({ organizationId: otherId, organizationName: 'Studio Karmijn BV' });
    expect((await getConnection(context)).bankAccounts.map(({ reference, state }) => [reference, state])).toEqual([
      ['BE64733120447152', 'linked'],
      ['BE68539007547034', 'not_shared'],
    ]);
    expect(world.enqueued.filter(({ queue }) => queue === 'end-integration')).toEqual([
      { queue: 'end-integration', payload: { companyId: context.companyId, organizationId } },
    ]);
    expect(await endIntegration(context, { organizationId })).toBe('ended');
    expect(integrationOf(organizationId)).toBeNull();
  });

  it('is given back when the user keeps the old one', async () => {
    await decideAuthorization(context, { ...waiting, decision: 'keep' });
    expect(integrationOf(otherId)).toBeNull();
    expect(integrationOf(organizationId)).not.toBeNull();
    expect(await live()).toMatchObject({ organizationId, state: 'active' });
  });

  it('is decided once', async () => {
    const twice = await Promise.allSettled([
      decideAuthorization(context, { ...waiting, decision: 'replace' }),
      decideAuthorization(context, { ...waiting, decision: 'keep' }),
    ]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it.each<[string, () => Context]>([
    ['another session', () => contextOf(world.services, context.companyId, { ...mieke, sessionId: 'other' } as Actor)],
    ['another user', () => contextOf(world.services, context.companyId, { ...mieke, userId: 'tom' } as Actor)],
  ])('is not for %s to decide, and goes on waiting', async (_, other) => {
    const decision = { ...waiting, decision: 'replace' as const };
    await expect(decideAuthorization(other(), decision)).rejects.toMatchObject({ code: 'authorization_not_waiting' });
    await decideAuthorization(context, decision);
    expect(await live()).toMatchObject({ organizationId: otherId });
  });

  it('waits ten minutes, and is given back after that', async () => {
    advance(10 * 60_000 + 1_000);
    const late = decideAuthorization(context, { ...waiting, decision: 'replace' });
    await expect(late).rejects.toMatchObject({ code: 'authorization_not_waiting' });
    const job = world.enqueued.findLast(({ queue }) => queue === 'end-authorization');
    await endAuthorization(context, job?.payload as Parameters<typeof endAuthorization>[1]);
    expect(integrationOf(otherId)).toBeNull();
    expect(await live()).toMatchObject({ organizationId, state: 'active' });
  });
});

describe('an account that another company reads', () => {
  let theirs: Context;

  beforeEach(async () => {
    theirs = await givenContext(world);
    await connect(theirs, [accountId]);
    await pullDue(world);
  });

  it('is named without the other company, to whom does not work there', async () => {
    expect(await connect(context, [accountId])).toEqual({
      outcome: 'linked_elsewhere',
      authorizationAttemptId: expect.any(String),
      accounts: [{ reference: 'BE68539007547034', companyName: null }],
    });
    expect(await live()).toMatchObject({ state: 'activated', organizationId: null });
  });

  it('is named with the other company, to whom works there too', async () => {
    const company = { onfactCompanyUuid: `onfact-${theirs.companyId}`, name: 'Studio Karmijn', vatNumber: null };
    const claim = { ...company, role: 'user' as const };
    await recordSignIn(world.services, { userId: 'an', userName: 'An', companies: [claim] });
    const an = contextOf(world.services, context.companyId, { ...mieke, userId: 'an', name: 'An' } as Actor);
    expect(await connect(an, [accountId])).toMatchObject({ accounts: [{ companyName: 'Studio Karmijn' }] });
  });

  it('is linked twice when the user says so, and each company reads its own lines', async () => {
    const waiting = await connect(context, [accountId]);
    if (waiting.outcome !== 'linked_elsewhere') throw new Error('Not asked');
    await decideAuthorization(context, { ...waiting, decision: 'replace' });
    world.ponto.world.addTransactions(accountId, [{ amount: '3.00' }], { published: true });
    advance(4 * 3_600_000 + 60_000);
    await pullDue(world);
    for (const company of [context, theirs])
      expect((await getConnection(company)).bankAccounts).toMatchObject([{ history: { transactionCount: 1 } }]);
  });

  it('goes on being read by one company when the other deactivates: Ponto knows one integration for both', async () => {
    const waiting = await connect(context, [accountId]);
    if (waiting.outcome !== 'linked_elsewhere') throw new Error('Not asked');
    await decideAuthorization(context, { ...waiting, decision: 'replace' });
    const { connectionId } = await mustBeLive();
    await deactivateConnection(context);
    await revokeConnection(context, { connectionId });
    expect(integrationOf(organizationId)).not.toBeNull();
    const [last] = await inCompany(context.db, context.companyId, (tx) =>
      listTransitions(tx, { companyId: context.companyId, connectionId }, 1),
    );
    expect(last).toMatchObject({ toState: 'deactivated', reason: 'linked_elsewhere' });
  });

  it('is declined without ending the integration that the other company uses', async () => {
    const waiting = await connect(context, [accountId]);
    if (waiting.outcome !== 'linked_elsewhere') throw new Error('Not asked');
    await decideAuthorization(context, { ...waiting, decision: 'keep' });
    expect(integrationOf(organizationId)).not.toBeNull();
    advance(4 * 3_600_000 + 60_000);
    await pullDue(world);
    expect((await getConnection(theirs)).state).toBe('active');
  });

  it('is no question any more once the other company has stopped', async () => {
    await deactivateConnection(theirs);
    expect(await connect(context, [accountId])).toEqual({ outcome: 'connected' });
  });
});

describe('a trip to Ponto', () => {
  it('shows while the user is away, and no longer when nobody came back', async () => {
    await activateConnection(context);
    await startAuthorization(context, { language: 'nl' });
    expect((await getConnection(context)).state).toBe('authorizing');
    advance(10 * 60_000 + 1_000);
    expect((await getConnection(context)).state).toBe('activated');

    const job = world.enqueued.findLast(({ queue }) => queue === 'end-authorization');
    await endAuthorization(context, job?.payload as Parameters<typeof endAuthorization>[1]);
    expect((await live())?.state).toBe('activated');
  });

  it('is still waited for when an earlier one in another tab has ended', async () => {
    await activateConnection(context);
    await startAuthorization(context, { language: 'nl' });
    advance(9 * 60_000);
    await startAuthorization(context, { language: 'nl' });
    advance(2 * 60_000);
    const job = world.enqueued.find(({ queue }) => queue === 'end-authorization');
    await endAuthorization(context, job?.payload as Parameters<typeof endAuthorization>[1]);
    expect((await getConnection(context)).state).toBe('authorizing');
  });

  it('leaves a history without gaps that explains the present state', async () => {
    await activateConnection(context);
    await completeAuthorization(context, await visitPonto(context, { accountIds: [], decision: 'cancel' }));
    await connect(context, [accountId]);
    const { connectionId, companyId } = await mustBeLive();
    await deactivateConnection(context);
    await revokeConnection(context, { connectionId });
    const steps = await inCompany(context.db, companyId, (tx) => listTransitions(tx, { companyId, connectionId }, 20));
    const inOrder = steps.toReversed();
    expect(inOrder.map(({ revision }) => revision)).toEqual(inOrder.map((_, index) => index + 1));
    expect(inOrder.map(({ event, toState }) => `${event} -> ${toState}`)).toEqual([
      'activated -> activated',
      'authorization_started -> authorizing',
      'authorization_ended -> activated',
      'authorization_started -> authorizing',
      'connected -> active',
      'deactivated -> deactivating',
      'revocation_confirmed -> deactivated',
    ]);
    for (const [index, step] of inOrder.entries()) {
      if (index > 0) expect(step.fromState).toBe(inOrder[index - 1]?.toState);
    }
  });
});

function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}

function integrationOf(id: string) {
  return world.ponto.world.organizations().find((organization) => organization.id === id)?.integration ?? null;
}

function live() {
  return inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
}

async function mustBeLive() {
  const connection = await live();
  if (!connection) throw new Error('No live connection');
  return connection;
}
