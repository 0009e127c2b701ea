import { findLiveConnection, inCompany, listBankAccounts, schema } from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { deactivateConnection } from '../connection/deactivate-connection.ts';
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
  context = await givenContext(world);
});

describe('the first pull', () => {
  it('reads exactly the newest 100 lines and remembers where it stopped', async () => {
    const accountId = givenAccount(250);
    await connectAndPull(accountId);

    const account = await onlyAccount();
    const published = world.ponto.world.publishedTransactions(accountId);
    expect(new Set(await storedLines(context, account))).toEqual(new Set(published.slice(0, 100)));
    expect(account).toMatchObject({ firstPullCount: 100, boundaryTransactionId: published[99] });
    expect(transactionPages(accountId)).toHaveLength(1);
  });

  it('reads everything when there is less, and knows that nothing is older', async () => {
    const accountId = givenAccount(42);
    await connectAndPull(accountId);
    expect(await onlyAccount()).toMatchObject({ firstPullCount: 42, boundaryTransactionId: null });
    expect(await storedLines(context, await onlyAccount())).toHaveLength(42);
  });

  it('reads an account without lines, and its first line when it comes', async () => {
    const accountId = givenAccount(0);
    await connectAndPull(accountId);
    book(accountId, 1);
    await pullAgain();
    expect(await storedLines(context, await onlyAccount())).toEqual(world.ponto.world.publishedTransactions(accountId));
  });

  it('keeps balance, bank time and fetch time of the account', async () => {
    const accountId = givenAccount(3);
    await connectAndPull(accountId);
    const account = await onlyAccount();
    expect(account.currentBalanceMinor).not.toBeNull();
    expect(account.bankSynchronizedAt).toBeInstanceOf(Date);
    expect(account.fetchedAt).toBeInstanceOf(Date);
  });
});

describe('a later pull', () => {
  it('reads all that is new, however much, and never what stood behind the boundary', async () => {
    const accountId = givenAccount(250);
    await connectAndPull(accountId);
    book(accountId, 345);
    await pullAgain();

    const published = world.ponto.world.publishedTransactions(accountId);
    expect(new Set(await storedLines(context, await onlyAccount()))).toEqual(new Set(published.slice(0, 445)));
  });

  it('finds late bookings with old dates', async () => {
    const accountId = givenAccount(150);
    await connectAndPull(accountId);
    const [late] = book(accountId, 1, { executionDate: '2020-01-02' });
    await pullAgain();
    expect(await storedLines(context, await onlyAccount())).toContain(late);
  });

  it('writes nothing when nothing changed', async () => {
    const accountId = givenAccount(120);
    await connectAndPull(accountId);
    const before = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
    await pullAgain();
    await pullAgain();
    const after = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
    expect(after).toEqual(before);
  });

  it('keeps both of two equal lines of one day', async () => {
    const accountId = givenAccount(5);
    await connectAndPull(accountId);
    world.ponto.world.addTransactions(accountId, [{ amount: '12.10' }], { published: true, copies: 2 });
    await pullAgain();
    expect(await storedLines(context, await onlyAccount())).toHaveLength(7);
  });

  it('takes over a changed label and keeps the old one as history', async () => {
    const accountId = givenAccount(5);
    await connectAndPull(accountId);
    const [newest = ''] = world.ponto.world.publishedTransactions(accountId);
    world.ponto.world.changeTransaction(accountId, newest, { description: 'new label' }, { published: true });
    await pullAgain();
    const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
    expect(rows.find(({ sourceReference }) => sourceReference === newest)).toMatchObject({
      description: 'new label',
      revision: 2,
    });
  });

  it('loses nothing and repeats nothing while lines arrive between its pages', async () => {
    const accountId = givenAccount(120);
    await connectAndPull(accountId);
    book(accountId, 320);
    world.onCrashPoint.hook = (name) => {
      if (name === 'pull.page-committed') book(accountId, 3);
    };
    await pullAgain();
    world.onCrashPoint.hook = () => undefined;
    await pullAgain();
    const published = world.ponto.world.publishedTransactions(accountId);
    expect(new Set(await storedLines(context, await onlyAccount()))).toEqual(
      new Set(published.slice(0, published.length - 20)),
    );
  });

  it('renews the ids of known lines when the account was linked again, and adds none twice', async () => {
    const accountId = givenAccount(180);
    world.ponto.world.addTransactions(accountId, [{ amount: '12.10' }], { published: true, copies: 2 });
    await connectAndPull(accountId);
    const relinked = world.ponto.world.relinkWithNewIds(accountId);
    book(relinked.id, 2);
    await pullAgain();

    const account = await onlyAccount();
    const published = world.ponto.world.publishedTransactions(relinked.id);
    expect(new Set(await storedLines(context, account))).toEqual(new Set(published.slice(0, 102)));
    expect(account).toMatchObject({ isRelinked: false, boundaryTransactionId: published[101] });
  });

  it('adds none twice when the account was linked again in the middle of a walk', async () => {
    const accountId = givenAccount(100);
    await connectAndPull(accountId);
    book(accountId, 250);
    await makeDue();
    await crashAt('pull.page-committed', 1);
    const relinked = world.ponto.world.relinkWithNewIds(accountId);
    advance(world.services.settings.leaseMs + 1_000);
    await pullAgain();

    const published = world.ponto.world.publishedTransactions(relinked.id);
    expect(published).toHaveLength(350);
    expect((await storedLines(context, await onlyAccount())).toSorted()).toEqual(published.toSorted());
  });

  it('goes on behind a page without lines', async () => {
    const accountId = givenAccount(3);
    await connectAndPull(accountId);
    book(accountId, 5);
    const published = world.ponto.world.publishedTransactions(accountId);
    world.ponto.world.injectFault({
      path: `*/accounts/${accountId}/transactions*`,
      effect: {
        kind: 'replace',
        status: 200,
        contentType: 'application/vnd.api+json',
        body: JSON.stringify({ data: [], meta: { paging: { limit: 100, after: published[0] } } }),
      },
    });
    await pullAgain();
    expect(new Set(await storedLines(context, await onlyAccount()))).toEqual(new Set(published.slice(1)));
  });
});

it('keeps what Ponto sent for thirty days, and the lines for ever', async () => {
  const accountId = givenAccount(5);
  await connectAndPull(accountId);
  const pages = () => inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.receivedPage));
  expect(await pages()).toHaveLength(1);

  advance(31 * 24 * 3_600_000);
  await pullAgain();
  expect(await pages()).toEqual([]);
  expect(await storedLines(context, await onlyAccount())).toHaveLength(5);
});

describe('stopped at any point', () => {
  const points: CrashPoint[] = [
    'pull.claimed',
    'pull.accounts-read',
    'pull.page-read',
    'pull.page-committed',
    'pull.finished',
  ];

  it.each(points)('at %s, the next claim brings everything once', async (point) => {
    const accountId = givenAccount(130);
    await connectAndPull(accountId);
    book(accountId, 250);
    for (const passes of [0, 1, 2]) {
      await makeDue();
      await crashAt(point, passes);
      advance(world.services.settings.leaseMs + 1_000);
    }
    await pullAgain();
    const published = world.ponto.world.publishedTransactions(accountId);
    expect(new Set(await storedLines(context, await onlyAccount()))).toEqual(new Set(published.slice(0, 350)));
  });

  it('goes on where it was instead of starting again', async () => {
    const accountId = givenAccount(100);
    await connectAndPull(accountId);
    book(accountId, 400);
    await makeDue();
    await crashAt('pull.page-committed', 2);
    advance(world.services.settings.leaseMs + 1_000);
    world.ponto.world.clearCalls();
    await pullDue(world);
    expect(transactionPages(accountId).length).toBeLessThanOrEqual(3);
  });

  it('reads in one pull what it was stopped at and what came since', async () => {
    const accountId = givenAccount(100);
    await connectAndPull(accountId);
    book(accountId, 250);
    await makeDue();
    await crashAt('pull.page-committed', 0);
    book(accountId, 3);
    advance(world.services.settings.leaseMs + 1_000);
    await pullDue(world);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(353);
  });

  it('refuses the late commits of a worker whose lease another one took', async () => {
    const accountId = givenAccount(100);
    await connectAndPull(accountId);
    book(accountId, 150);
    await makeDue();
    const [slow] = await claimDue(world);
    if (!slow) throw new Error('Nothing was due');
    let isStolen = false;
    world.onCrashPoint.hook = async (name) => {
      if (name !== 'pull.page-read' || isStolen) return;
      isStolen = true;
      advance(world.services.settings.leaseMs + 1_000);
      await pullDue(world);
    };
    await pull(world, slow);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(250);
    const pulls = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.pull));
    expect(pulls.filter(({ outcome }) => outcome === 'running')).toEqual([]);
  });

  it('writes no row after a deactivation', async () => {
    const accountId = givenAccount(100);
    await connectAndPull(accountId);
    book(accountId, 150);
    world.onCrashPoint.hook = async (name) => {
      if (name === 'pull.page-read') await deactivateConnection(context).catch(() => undefined);
    };
    await pullAgain();
    expect(await storedLines(context, await onlyAccount())).toHaveLength(100);
  });
});

describe('trouble at Ponto', () => {
  it('keeps a line that cannot be read, names it, and reads the others', async () => {
    const accountId = givenAccount(5);
    world.ponto.world.addTransactions(accountId, [{ amount: '1.00', overrides: { amount: 1.001 } }], {
      published: true,
    });
    await connectAndPull(accountId);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(5);
    expect(await unreadableLines()).toMatchObject([{ path: 'attributes.amount' }]);
  });

  it('keeps an amount that no database can hold as a line that cannot be read', async () => {
    const accountId = givenAccount(5);
    const huge = { amount: '1.00', overrides: { amount: '900719925474099312345.67' } };
    world.ponto.world.addTransactions(accountId, [huge], { published: true });
    await connectAndPull(accountId);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(5);
    expect(await unreadableLines()).toMatchObject([{ path: 'attributes.amount' }]);
  });

  it('does not keep what cannot be read beyond the boundary', async () => {
    const { id: accountId } = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' });
    const odd = [{ amount: '1.00', overrides: { amount: 1.001 } }];
    world.ponto.world.addTransactions(accountId, odd, { published: true });
    book(accountId, 120);
    world.ponto.world.synchronizeNow(accountId);
    await connectAndPull(accountId);
    book(accountId, 5);
    await pullAgain();
    expect(await unreadableLines()).toEqual([]);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(105);
  });

  it('stops at a boundary that cannot be read', async () => {
    const { id: accountId } = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' });
    book(accountId, 50);
    const odd = [{ amount: '1.00', overrides: { amount: 1.001 } }];
    world.ponto.world.addTransactions(accountId, odd, { published: true });
    book(accountId, 99);
    world.ponto.world.synchronizeNow(accountId);
    await connectAndPull(accountId);
    book(accountId, 5);
    await pullAgain();
    expect(await unreadableLines()).toHaveLength(1);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(104);
  });

  it('reads the lines of a bank whose name cannot be read', async () => {
    const accountId = givenAccount(5);
    world.ponto.world.injectFault({ path: '*/financial-institutions/*', effect: { kind: 'status', status: 404 } });
    await connectAndPull(accountId);
    expect(await storedLines(context, await onlyAccount())).toHaveLength(5);
  });

  it('reads one of two entries with the same account, and always the same', async () => {
    const [one, other] = [givenAccount(5), givenAccount(7)];
    await connectAndPull(one, other);
    const { pontoAccountId } = await onlyAccount();
    await pullAgain();
    expect(await onlyAccount()).toMatchObject({ pontoAccountId, isRelinked: false });
    const published = world.ponto.world.publishedTransactions(pontoAccountId!);
    expect((await storedLines(context, await onlyAccount())).toSorted()).toEqual(published.toSorted());
  });

  it.each([
    ['authorizationInvalid', 'authorization_expired'],
    ['financialInstitutionUnavailable', 'bank_error'],
  ])('says that the bank answered Ponto with %s, until it answers well again', async (code, problem) => {
    const accountId = givenAccount(5);
    await connectAndPull(accountId);
    world.ponto.world.failNextSynchronization(accountId, { code });
    world.ponto.world.failNextSynchronization(accountId, { code });
    world.ponto.world.synchronizeNow(accountId);
    await pullAgain();
    expect((await onlyAccount()).problem).toBe(problem);

    world.ponto.world.synchronizeNow(accountId);
    await pullAgain();
    expect((await onlyAccount()).problem).toBeNull();
  });

  it('reads the other accounts when one fails, and says which', async () => {
    const broken = givenAccount(5, 'BE68539007547034');
    const healthy = givenAccount(7, 'BE64733120447152');
    world.ponto.world.injectFault({
      method: 'GET',
      path: `*/accounts/${broken}/transactions*`,
      effect: { kind: 'status', status: 503 },
      times: 5,
    });
    await connectAndPull(broken, healthy);
    const accounts = await inCompany(context.db, context.companyId, (tx) => listBankAccounts(tx, context.companyId));
    expect(accounts.find(({ pontoAccountId }) => pontoAccountId === broken)?.problem).toBe('ponto_unreachable');
    expect(
      await storedLines(context, required(accounts.find(({ pontoAccountId }) => pontoAccountId === healthy))),
    ).toHaveLength(7);
  });

  it('comes back sooner after a failure, and at its slot when all is well', async () => {
    const accountId = givenAccount(5);
    await connectAndPull(accountId);
    const healthy = required(await connection()).dueAt?.getTime() ?? 0;
    expect(healthy - world.services.clock.now().getTime()).toBeLessThanOrEqual(world.services.settings.pullIntervalMs);

    world.ponto.world.injectFault({ path: '*/accounts*', effect: { kind: 'status', status: 500 }, times: 3 });
    await pullAgain();
    const { dueAt, failedPullCount } = required(await connection());
    expect(failedPullCount).toBe(1);
    expect(dueAt?.getTime()).toBeLessThanOrEqual(world.services.clock.now().getTime() + 61_000);
  });

  it('refreshes the token in place when it ends between two pages', async () => {
    const accountId = givenAccount(100);
    await connectAndPull(accountId);
    book(accountId, 250);
    advance(3_600_000);
    await pullAgain();
    expect(await storedLines(context, await onlyAccount())).toHaveLength(350);
    expect(required(await connection()).state).toBe('active');
  });

  it('asks for a person, once and without a loop, when the answer of a refresh was lost', async () => {
    const accountId = givenAccount(5);
    await connectAndPull(accountId);
    advance(3_600_000);
    world.ponto.world.loseNextRefreshResponse();
    world.ponto.world.clearCalls();
    await pullAgain();
    expect(required(await connection())).toMatchObject({ state: 'needs_reconnect', dueAt: null });
    const refreshes = world.ponto.world.calls().filter(({ path }) => path.endsWith('/oauth2/token'));
    expect(refreshes).toHaveLength(2);
    expect(await claimDue(world)).toEqual([]);
  });

  it('closes, and does not delete, an account that is no longer shared', async () => {
    const kept = givenAccount(3, 'BE68539007547034');
    const gone = givenAccount(4, 'BE64733120447152');
    await connectAndPull(kept, gone);
    world.ponto.world.revokeAccount(gone);
    await pullAgain();
    const accounts = await storedAccounts(context);
    const closed = required(accounts.find(({ pontoAccountId }) => pontoAccountId === gone));
    expect(closed.isShared).toBe(false);
    expect(await storedLines(context, closed)).toHaveLength(4);
  });
});

function givenAccount(lineCount: number, reference = 'BE68539007547034'): string {
  const { id } = world.ponto.world.addAccount(organizationId, { reference, openingBalance: '1000.00' });
  book(id, lineCount);
  world.ponto.world.synchronizeNow(id);
  return id;
}

function book(accountId: string, count: number, line: { executionDate?: string } = {}): string[] {
  const lines = Array.from({ length: count }, (_, index) => ({
    amount: `${index + 1}.50`,
    counterpartName: `Klant ${index}`,
    remittanceInformation: `betaling ${world.ponto.world.publishedTransactions(accountId).length + index}`,
    ...line,
  }));
  return world.ponto.world.addTransactions(accountId, lines, { published: true });
}

async function connectAndPull(...accountIds: string[]): Promise<void> {
  expect(await connect(context, accountIds)).toEqual({ outcome: 'connected' });
  world.ponto.world.clearCalls();
  await pullDue(world);
}

async function pullAgain(): Promise<void> {
  await makeDue();
  await pullDue(world);
}

async function makeDue(): Promise<void> {
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.connection).set({ dueAt: world.services.clock.now() }),
  );
}

/** Stops at the given point after so many passes through it, as a killed process does: nothing after it runs. */
async function crashAt(point: CrashPoint, passes: number): Promise<void> {
  let left = passes;
  world.onCrashPoint.hook = (name) => {
    if (name === point && left-- === 0) throw new Crash();
  };
  await pullDue(world).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
  world.onCrashPoint.hook = () => undefined;
}

class Crash extends Error {}

/** Time passes for us and for Ponto. */
function advance(milliseconds: number): void {
  world.clock.offsetMs += milliseconds;
  world.ponto.world.advanceClock(milliseconds);
}

function connection() {
  return inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
}

async function onlyAccount(): Promise<BankAccount> {
  const accounts = await storedAccounts(context);
  expect(accounts).toHaveLength(1);
  return required(accounts[0]);
}

function unreadableLines() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.unreadableLine));
}

function transactionPages(accountId: string) {
  return world.ponto.world.calls().filter(({ path }) => path.includes(`/accounts/${accountId}/transactions`));
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Expected a value');
  return value;
}
