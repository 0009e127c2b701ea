import { inCompany, insertAllocations, listLinesToMatch, schema } from '@onfact-ponto/db';
import { givenDocument, ruleAllocation } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { undoAllocation } from '../reconciliation/undo-booking.ts';
import { startWebhookReceiver } from '../testing/webhook-receiver.ts';
import type { WebhookReceiver } from '../testing/webhook-receiver.ts';
import {
  connect,
  givenContext,
  pullDue,
  startAgain,
  startTestWorld,
  storedAccounts,
  storedLines,
} from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { handleEvents } from '../webhook/handle-events.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const ogm = '+++090/9337/55493+++';

let world: TestWorld;
let receiver: WebhookReceiver;
let context: Context;
let organizationId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  receiver = await startWebhookReceiver(world);
});
afterAll(async () => {
  await receiver.stop();
  await world.stop();
});
beforeEach(async () => {
  await startAgain(world);
  organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  context = await givenContext(world);
});

describe('an account with nothing new', () => {
  it.each([1, 5])('costs at most two calls in each background pull, of a connection with %i', async (count) => {
    await connect(context, await givenAccounts(count));
    await pullDue(world);
    await untilPontoHasVisited();
    for (let pulls = 0; pulls < 4; pulls += 1) {
      world.ponto.world.clearCalls();
      await pullAgain(10 * minute);
      expect(pathsOfCalls()).toHaveLength(count + 1);
      expect(count + 1).toBeLessThanOrEqual(2 * count);
    }
  });

  it('costs one more call when the bank has told Ponto something since, and not at the pull after that', async () => {
    const [accountId = ''] = await givenAccounts(1);
    await connect(context, [accountId]);
    await pullDue(world);
    advance(minute);
    world.ponto.world.synchronizeNow(accountId);
    const counts = [];
    for (let pulls = 0; pulls < 2; pulls += 1) {
      world.ponto.world.clearCalls();
      await pullAgain(minute);
      counts.push(pathsOfCalls().filter((path) => path.includes('pending-transactions')).length);
    }
    expect(counts).toEqual([1, 0]);
  });

  it('has its announced lines read again when the pull died before they were', async () => {
    const [accountId = ''] = await givenAccounts(1);
    await connect(context, [accountId]);
    await pullDue(world);
    world.ponto.world.addPendingTransactions(accountId, [{ amount: '-9.00' }]);
    advance(minute);
    world.ponto.world.synchronizeNow(accountId);
    const announcement = { method: 'GET', path: `*/accounts/${accountId}/pending-transactions*`, times: 1 };
    world.ponto.world.injectFault({ ...announcement, effect: { kind: 'status', status: 500 } });
    await pullAgain(minute);
    expect(await pendingLines()).toHaveLength(0);
    await pullAgain(minute);
    expect(await pendingLines()).toHaveLength(1);
  });

  it('asks about the organization once a day and about a bank once', async () => {
    await connect(context, await givenAccounts(1));
    await pullDue(world);
    world.ponto.world.clearCalls();
    for (let hours = 0; hours < 48; hours += 4) await pullAgain(4 * 60 * minute);
    expect(pathsOfCalls().filter((path) => path.includes('userinfo'))).toHaveLength(2);
    expect(pathsOfCalls().filter((path) => path.includes('financial-institutions'))).toHaveLength(0);
  });
});

describe('a change deep below what the walk looks at', () => {
  it('is read at once when Ponto tells of it, as the delta of that synchronization', async () => {
    const { accountId, oldest } = await givenManyLines();
    receiver.listen();
    world.ponto.world.changeTransaction(accountId, oldest, { description: 'another label' });
    world.ponto.world.synchronizeNow(accountId);
    await world.ponto.world.webhooksIdle();
    await handleEvents(context, await connection());
    advance(60_000);
    await pullDue(world);
    expect(await line(oldest)).toMatchObject({ description: 'another label', revision: 2 });
    expect(await revisions()).toHaveLength(1);
    expect(await announced()).toEqual([]);
  });

  it('is found within a week when nobody tells', async () => {
    const { accountId, oldest } = await givenManyLines();
    world.ponto.world.changeTransaction(accountId, oldest, { description: 'another label' }, { published: true });
    await pullAgain();
    expect(await line(oldest)).toMatchObject({ revision: 1 });
    await pullAgain(7 * day);
    expect(await line(oldest)).toMatchObject({ description: 'another label', revision: 2 });
  });

  it('loses nothing when Ponto has forgotten the synchronization', async () => {
    const accountId = await givenLinked(5);
    await connect(context, [accountId]);
    await pullDue(world);
    receiver.listen();
    world.ponto.world.addTransactions(accountId, [{ amount: '7.00' }], { published: true });
    world.ponto.world.sendWebhook({
      type: 'pontoConnect.account.transactionsCreated',
      relationships: { account: accountId, organization: organizationId, synchronization: crypto.randomUUID() },
    });
    await world.ponto.world.webhooksIdle();
    await handleEvents(context, await connection());
    advance(60_000);
    await pullDue(world);
    expect(await lines()).toHaveLength(6);
    expect(await announced()).toEqual([]);
    expect((await connection()).failedPullCount).toBe(0);
  });

  it('never brings a line from before the boundary', async () => {
    const accountId = await givenLinked(150);
    await connect(context, [accountId]);
    await pullDue(world);
    const beyond = world.ponto.world.publishedTransactions(accountId).at(-1) ?? '';
    receiver.listen();
    world.ponto.world.changeTransaction(accountId, beyond, { description: 'another label' });
    world.ponto.world.synchronizeNow(accountId);
    await world.ponto.world.webhooksIdle();
    await handleEvents(context, await connection());
    advance(60_000);
    await pullDue(world);
    expect(await lines()).toHaveLength(100);
  });
});

describe('an amount that the bank changes', () => {
  it('changes on a line that nothing is allocated on', async () => {
    const { accountId, reference } = await givenPayment();
    world.ponto.world.changeTransaction(accountId, reference, { amount: '50.00' }, { published: true });
    await pullAgain();
    expect(await line(reference)).toMatchObject({ amountMinor: 5_000n, toldOtherwise: null, revision: 2 });
  });

  it('is shown to a person on a line that is allocated, and matches nothing by itself', async () => {
    const { accountId, reference } = await givenPayment();
    const allocationId = await allocate(reference);
    world.ponto.world.changeTransaction(accountId, reference, { amount: '50.00' }, { published: true });
    await pullAgain();
    await pullAgain();
    const flagged = await line(reference);
    expect(flagged).toMatchObject({ amountMinor: 12_100n, allocatedMinor: 12_100n, revision: 1 });
    expect(flagged?.toldOtherwise).toMatchObject({ amountMinor: '5000' });
    expect(await auditActions()).toEqual(['transaction.told-otherwise']);

    await undoAllocation(context, { allocationId });
    expect(await line(reference)).toMatchObject({ amountMinor: 5_000n, toldOtherwise: null, revision: 2 });
    expect(await revisions()).toHaveLength(1);
  });

  it('is forgotten when the bank takes the change back', async () => {
    const { accountId, reference } = await givenPayment();
    await allocate(reference);
    world.ponto.world.changeTransaction(accountId, reference, { amount: '50.00' }, { published: true });
    await pullAgain();
    world.ponto.world.changeTransaction(accountId, reference, { amount: '121.00' }, { published: true });
    await pullAgain();
    expect(await line(reference)).toMatchObject({ amountMinor: 12_100n, toldOtherwise: null, revision: 1 });
  });

  it('leaves a match alone when only the words change', async () => {
    const { accountId, reference } = await givenPayment();
    await allocate(reference);
    world.ponto.world.changeTransaction(accountId, reference, { description: 'another label' }, { published: true });
    await pullAgain();
    expect(await line(reference)).toMatchObject({
      description: 'another label',
      allocatedMinor: 12_100n,
      toldOtherwise: null,
    });
  });
});

describe('a line that Ponto no longer lists', () => {
  it('is marked by a deep walk and never deleted; what is allocated on it stays, and it is not matched', async () => {
    const { accountId, reference } = await givenPayment();
    const [other = ''] = world.ponto.world.addTransactions(accountId, [payment], { published: true });
    await pullAgain();
    await allocate(reference);
    for (const gone of [reference, other]) world.ponto.world.removeTransaction(accountId, gone);
    await pullAgain();
    expect(await line(reference)).toMatchObject({ missingSince: null });

    await pullAgain(7 * day);
    expect(await line(reference)).toMatchObject({ missingSince: expect.any(Date) as Date, allocatedMinor: 12_100n });
    expect(await line(other)).toMatchObject({ missingSince: expect.any(Date) as Date });
    const toMatch = await inCompany(context.db, context.companyId, (tx) => listLinesToMatch(tx, context.companyId));
    expect(toMatch.filter((found) => [reference, other].includes(found.line.sourceReference))).toEqual([]);
    expect(await auditActions()).toEqual(['transaction.missing', 'transaction.missing']);
  });

  it('is believed to be gone only by a walk that saw its whole span', async () => {
    const { accountId, reference } = await givenPayment();
    world.ponto.world.addTransactions(accountId, [{ amount: '1.00' }], { published: true, copies: 150 });
    await pullAgain();
    world.ponto.world.removeTransaction(accountId, reference);
    world.onCrashPoint.hook = (name) => {
      if (name === 'pull.page-committed') throw new Error('broken off');
    };
    await pullAgain(7 * day);
    expect(await line(reference)).toMatchObject({ missingSince: null });
    world.onCrashPoint.hook = () => undefined;
    await pullAgain();
    expect(await line(reference)).toMatchObject({ missingSince: expect.any(Date) as Date });
  });

  it('is not marked when an empty list is all that Ponto has to say', async () => {
    const { accountId, reference } = await givenPayment();
    world.ponto.world.injectFault({
      method: 'GET',
      path: `*/accounts/${accountId}/transactions*`,
      effect: {
        kind: 'replace',
        status: 200,
        contentType: 'application/json',
        body: '{"data":[],"meta":{"paging":{}}}',
      },
    });
    await pullAgain(7 * day);
    expect(await line(reference)).toMatchObject({ missingSince: null });
  });
});

describe('pages that make no sense', () => {
  it.each(['of one', 'of two'])('in a circle %s end the walk with a failure of the account, soon', async (size) => {
    const accountId = await givenLinked(5);
    await connect(context, [accountId]);
    await pullDue(world);
    const fresh = (after: string) => ({
      method: 'GET',
      path: `*/accounts/${accountId}/transactions*`,
      times: 1,
      effect: {
        kind: 'replace' as const,
        status: 200,
        contentType: 'application/vnd.api+json',
        body: JSON.stringify({ data: [], meta: { paging: { limit: 100, after } } }),
      },
    });
    const circle = size === 'of one' ? ['a', 'a'] : ['a', 'b', 'a'];
    for (const after of circle) world.ponto.world.injectFault(fresh(after));
    world.ponto.world.clearCalls();
    await pullAgain();
    expect((await account()).problem).toBe('internal');
    expect(world.ponto.world.calls().filter(({ path }) => path.includes('/transactions'))).toHaveLength(circle.length);
  });
});

it('keeps the same number in two currencies as two accounts, each with its own lines', async () => {
  const euro = await givenLinked(3);
  const dollar = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034', currency: 'USD' }).id;
  world.ponto.world.addTransactions(dollar, [{ amount: '9.00' }], { published: true });
  world.ponto.world.synchronizeNow(dollar);
  await connect(context, [euro, dollar]);
  await pullDue(world);
  const accounts = await storedAccounts(context);
  expect(accounts.map(({ currency }) => currency).toSorted()).toEqual(['EUR', 'USD']);
  for (const each of accounts) expect(await storedLines(context, each)).toHaveLength(each.currency === 'EUR' ? 3 : 1);
});

it('reads all fifty accounts of one connection, in one list', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => {
    const reference = `NL00TEST${String(index).padStart(10, '0')}`;
    const { id } = world.ponto.world.addAccount(organizationId, { reference });
    world.ponto.world.addTransactions(id, [{ amount: '1.00' }], { published: true });
    world.ponto.world.synchronizeNow(id);
    return id;
  });
  await connect(context, ids);
  world.ponto.world.clearCalls();
  await pullDue(world);
  expect(await lines()).toHaveLength(50);
  expect(world.ponto.world.calls().filter(({ path }) => /\/accounts(\?|$)/.test(path))).toHaveLength(1);
});

describe('Ponto refuses', () => {
  it('one account as gone: it is closed, and the others are read', async () => {
    const [gone, other] = [await givenLinked(5), await givenLinked(5, 'BE64733120447152')];
    await connect(context, [gone, other]);
    await pullDue(world);
    world.ponto.world.addTransactions(other, [{ amount: '7.00' }], { published: true });
    world.ponto.world.injectFault({
      method: 'GET',
      path: `*/accounts/${gone}/transactions*`,
      effect: { kind: 'status', status: 404 },
    });
    await pullAgain();
    const accounts = await storedAccounts(context);
    expect(accounts.find(({ pontoAccountId }) => pontoAccountId === gone)).toMatchObject({ isShared: false });
    expect(await lines()).toHaveLength(11);
    expect((await connection()).failedPullCount).toBe(0);
  });

  it('everything because the organization is blocked, without a word before: reading stops and the tokens stay', async () => {
    const accountId = await givenLinked(5);
    await connect(context, [accountId]);
    await pullDue(world);
    world.ponto.world.block(organizationId);
    await pullAgain();
    expect(await connection()).toMatchObject({ state: 'blocked', dueAt: null, leaseUntil: null });
    expect(world.enqueued.some(({ queue }) => queue === 'look-at-blocked-connection')).toBe(true);
  });

  it('for want of a permission: that is said, and it is no block', async () => {
    const accountId = await givenLinked(5);
    await connect(context, [accountId]);
    await pullDue(world);
    world.ponto.world.injectFault({
      method: 'GET',
      path: `*/accounts/${accountId}/transactions*`,
      effect: {
        kind: 'replace',
        status: 403,
        contentType: 'application/vnd.api+json',
        body: JSON.stringify({ errors: [{ code: 'insufficientScope', detail: 'The scope is missing.' }] }),
      },
    });
    await pullAgain();
    expect((await account()).problem).toBe('ponto_forbidden');
    expect((await connection()).state).toBe('active');
  });
});

const payment = { amount: '121.00', remittanceInformation: ogm, remittanceInformationType: 'structured' as const };

async function givenLinked(lineCount: number, reference = 'BE68539007547034'): Promise<string> {
  const { id } = world.ponto.world.addAccount(organizationId, { reference });
  world.ponto.world.addTransactions(id, [{ amount: '10.00' }], { published: true, copies: lineCount });
  world.ponto.world.synchronizeNow(id);
  return id;
}

async function givenAccounts(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(await givenLinked(5, `NL00TEST${String(index).padStart(10, '0')}`));
  return ids;
}

/** Without the tokens. */
function pathsOfCalls(): string[] {
  return world.ponto.world
    .calls()
    .map(({ path }) => path)
    .filter((path) => !path.includes('oauth2'));
}

function pendingLines() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.pendingLine));
}

/** Two hundred lines, of which a walk looks at the newest hundred. */
async function givenManyLines(): Promise<{ accountId: string; oldest: string }> {
  const accountId = await givenLinked(50);
  await connect(context, [accountId]);
  await pullDue(world);
  world.ponto.world.addTransactions(accountId, [{ amount: '11.00' }], { published: true, copies: 150 });
  await pullAgain();
  return { accountId, oldest: world.ponto.world.publishedTransactions(accountId).at(-1) ?? '' };
}

async function givenPayment(): Promise<{ accountId: string; reference: string }> {
  const accountId = await givenLinked(3);
  await connect(context, [accountId]);
  await pullDue(world);
  advance(1_000);
  const [reference = ''] = world.ponto.world.addTransactions(accountId, [payment], { published: true });
  await pullAgain();
  return { accountId, reference };
}

async function allocate(reference: string): Promise<string> {
  const documentId = await givenDocument(context.db, context.companyId);
  const found = await line(reference);
  return inCompany(context.db, context.companyId, async (tx) => {
    const pair = { bankTransactionId: found?.bankTransactionId ?? '', documentId, amountMinor: 12_100n };
    const row = ruleAllocation(context.companyId, pair);
    await insertAllocations(tx, [row]);
    return row.allocationId;
  });
}

async function line(reference: string) {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
  return rows.find(({ sourceReference }) => sourceReference === reference);
}

async function lines(): Promise<unknown[]> {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
}

function revisions() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransactionRevision));
}

async function auditActions(): Promise<string[]> {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.auditEntry));
  return rows.map(({ action }) => action).filter((action) => action.startsWith('transaction.'));
}

function announced() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.announcedSynchronization));
}

async function account() {
  const [only] = await storedAccounts(context);
  if (!only) throw new Error('There is no account');
  return only;
}

async function connection() {
  const [row] = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.connection));
  if (!row) throw new Error('There is no connection');
  return row;
}

/**
 * Ponto visits every bank by itself, some hours apart, and each visit costs one call more. Whatever the time of the day
 * is, no visit falls into the hour after this.
 */
async function untilPontoHasVisited(): Promise<void> {
  await pullAgain(10 * minute);
  for (let hours = 0; hours < 8; hours += 1) {
    world.ponto.world.clearCalls();
    await pullAgain(60 * minute);
    if (pathsOfCalls().some((path) => path.includes('pending-transactions'))) return;
  }
  throw new Error('Ponto visited no bank in eight hours');
}

async function pullAgain(afterMs = 1_000): Promise<void> {
  advance(afterMs);
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: world.services.clock.now() }),
  );
  await pullDue(world);
}

/** Time passes for us and for Ponto. */
function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}
