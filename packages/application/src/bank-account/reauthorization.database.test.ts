import { inCompany, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { deactivateConnection } from '../connection/deactivate-connection.ts';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
import { connect, givenContext, mieke, pullDue, startAgain, startTestWorld, storedLines } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { completeReauthorization } from './complete-reauthorization.ts';
import { listBankAccounts } from './list-bank-accounts.ts';
import { startReauthorization } from './start-reauthorization.ts';

let world: TestWorld;
let context: Context;
let accountId: string;
let bankAccountId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  context = await givenContext(world);
  await connect(context, [accountId]);
  await pullDue(world);
  bankAccountId = (await account())?.id ?? '';
});

it('renews at any time: the account shows the new date at once, and is due', async () => {
  world.ponto.world.ageConsent(accountId, 60);
  const before = (await account())?.authorizationExpiresAt;
  const answer = await visitBank('confirm');
  expect(await completeReauthorization(context, answer)).toEqual({ outcome: 'renewed', bankAccountId });
  const after = await account();
  expect(after?.authorizationExpiresAt?.getTime()).toBeGreaterThanOrEqual(before?.getTime() ?? Infinity);
  expect((await connection())?.dueAt?.getTime()).toBeLessThanOrEqual(world.services.clock.now().getTime());
});

it('leaves no gap: what happened while the consent was over is read once after it', async () => {
  world.ponto.world.ageConsent(accountId, -3);
  world.ponto.world.addTransactions(accountId, [{ amount: '12.00' }, { amount: '13.00' }]);
  world.ponto.world.synchronizeNow(accountId);
  await readAgain();
  expect((await account())?.state).toBe('expired');

  await completeReauthorization(context, await visitBank('confirm'));
  expect((await account())?.state).toBe('linked');
  await pullDue(world);
  await readAgain();
  const [stored] = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankAccount));
  if (!stored) throw new Error('The account is not stored');
  expect(await storedLines(context, stored)).toHaveLength(2);
});

it('keeps the consent of before when the holder does not confirm, and goes on reading with it', async () => {
  world.ponto.world.ageConsent(accountId, 14);
  await readAgain();
  const before = await account();
  expect(await completeReauthorization(context, await visitBank('cancel'))).toEqual({
    outcome: 'unchanged',
    bankAccountId,
  });
  expect(await account()).toMatchObject({
    state: 'expires_soon',
    authorizationExpiresAt: before?.authorizationExpiresAt,
  });
  world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }], { published: true });
  await readAgain();
  expect((await account())?.history.transactionCount).toBe(1);
});

it('keeps reading with the old consent while the holder is at the bank', async () => {
  const { redirectUrl } = await startReauthorization(context, { bankAccountId });
  expect(new URL(redirectUrl).origin).toBe(new URL(world.ponto.endpoints.authorizationUrl).origin);
  world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }], { published: true });
  await readAgain();
  expect((await account())?.history.transactionCount).toBe(1);
});

it('says that it was cancelled when the bank says so', async () => {
  const { state } = await visitBank('cancel');
  expect(await completeReauthorization(context, { state, error: 'access_denied' })).toEqual({
    outcome: 'cancelled',
    bankAccountId,
  });
});

it('takes a return once, and not after half an hour', async () => {
  const answer = await visitBank('confirm');
  const outcomes = await Promise.all([1, 2, 3].map(() => completeReauthorization(context, answer)));
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['expired_or_used', 'expired_or_used', 'renewed']);

  const late = await visitBank('confirm');
  world.clock.offsetMs += 31 * 60_000;
  expect(await completeReauthorization(context, late)).toMatchObject({ outcome: 'expired_or_used' });
});

it.each<[string, () => Promise<Context>]>([
  ['another session', async () => as({ sessionId: 'another' })],
  ['another user', async () => as({ userId: 'tom' })],
  ['another company', () => givenContext(world)],
])('refuses a return in %s', async (_, other) => {
  const answer = await visitBank('confirm');
  expect(await completeReauthorization(await other(), answer)).toEqual({ outcome: 'foreign', bankAccountId: null });
});

it('says so when Ponto does not answer after the return, and the next pull brings the new date', async () => {
  world.ponto.world.ageConsent(accountId, 3);
  await readAgain();
  const answer = await visitBank('confirm');
  world.ponto.world.injectFault({ path: `*/accounts/${accountId}`, effect: { kind: 'status', status: 503 } });
  expect(await completeReauthorization(context, answer)).toMatchObject({ outcome: 'ponto_unavailable' });
  await readAgain();
  expect((await account())?.state).toBe('linked');
});

it('says so when Ponto does not answer before the trip', async () => {
  const path = '*/reauthorization-requests*';
  world.ponto.world.injectFault({ method: 'POST', path, effect: { kind: 'status', status: 503 } });
  await expect(startReauthorization(context, { bankAccountId })).rejects.toMatchObject({ code: 'ponto_unavailable' });
});

it('is for administrators, of a connection that reads, and of an account that is shared', async () => {
  const start = (who: Context, id = bankAccountId) => startReauthorization(who, { bankAccountId: id });
  await expect(start(as({ isAdministrator: false }))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(start(await givenContext(world))).rejects.toMatchObject({ code: 'bank_account_not_found' });
  world.ponto.world.revokeIntegration(world.ponto.world.organizations()[0]?.id ?? '');
  await expect(start(context)).rejects.toMatchObject({ code: 'connection_needs_reconnect' });
  expect((await account())?.state).toBe('revoked');
  await deactivateConnection(context);
  await expect(start(context)).rejects.toMatchObject({ code: 'connection_not_linked' });
});

function as(change: Partial<Extract<Actor, { type: 'user' }>>): Context {
  return contextOf(world.services, context.companyId, { ...mieke, ...change } as Actor);
}

/** Sends the holder to the bank and presses the button there. */
async function visitBank(decision: 'confirm' | 'cancel'): Promise<{ state: string | null; error: string | null }> {
  const { redirectUrl } = await startReauthorization(context, { bankAccountId });
  const answer = await fetch(redirectUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ decision }),
  });
  const back = new URL(answer.headers.get('location') ?? '');
  expect(back.origin + back.pathname).toBe('https://admin.example/ponto/renewed');
  return { state: back.searchParams.get('state'), error: back.searchParams.get('error') };
}

async function readAgain(): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: world.services.clock.now() }),
  );
  await pullDue(world);
}

async function account() {
  return (await listBankAccounts(context))[0];
}

async function connection() {
  const [row] = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.connection));
  return row;
}
