import { inCompany, listLinesToMatch, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { connect, givenContext, pullDue, startAgain, startTestWorld, storedAccounts } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { listPendingLines } from '../transaction/list-pending-lines.ts';

const announcement = {
  amount: '121.00',
  counterpartName: 'Garage Moerbeke NV',
  counterpartReference: 'BE71096123456769',
  remittanceInformation: '+++090/9337/55493+++',
  remittanceInformationType: 'structured' as const,
};

let world: TestWorld;
let context: Context;
let accountId: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  await startAgain(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  context = await givenContext(world);
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  world.ponto.world.synchronizeNow(accountId);
  await connect(context, [accountId]);
  await pullDue(world);
});

it('shows what the bank announced apart from what it booked: never matched, in no balance', async () => {
  const [before] = await storedAccounts(context);
  announce();
  await pullAgain();
  expect(await pending()).toMatchObject([{ counterpartName: 'Garage Moerbeke NV', amountMinor: 12_100n }]);
  expect(await booked()).toEqual([]);
  expect(await inCompany(context.db, context.companyId, (tx) => listLinesToMatch(tx, context.companyId))).toEqual([]);
  expect((await storedAccounts(context))[0]).toMatchObject({ currentBalanceMinor: before?.currentBalanceMinor });
});

it('replaces announcements as a whole, and writes nothing when they say the same', async () => {
  const [first = ''] = announce();
  announce({ ...announcement, amount: '-8.00' });
  await pullAgain();
  const stored = await rows();
  await pullAgain();
  expect(await rows()).toEqual(stored);

  world.ponto.world.changePendingTransaction(accountId, first, { amount: '120.00' });
  synchronize();
  await pullAgain();
  expect((await pending()).map(({ amountMinor }) => amountMinor).toSorted()).toEqual([-800n, 12_000n]);
});

it('shows one line when an announcement is booked under another id', async () => {
  const [first = ''] = announce();
  await pullAgain();
  advance(1_000);
  world.ponto.world.settlePendingTransaction(accountId, first, {}, { published: true });
  await pullAgain();
  expect(await pending()).toEqual([]);
  expect(await booked()).toHaveLength(1);
});

it('shows one line when the bank goes on announcing what it booked, and two when it announced two', async () => {
  const [first = ''] = announce();
  announce();
  await pullAgain();
  advance(1_000);
  world.ponto.world.settlePendingTransaction(accountId, first, {}, { published: true, lingers: true });
  await pullAgain();
  expect(await booked()).toHaveLength(1);
  expect(await pending()).toHaveLength(1);
});

it('forgets an announcement that came to nothing', async () => {
  const [first = ''] = announce();
  await pullAgain();
  world.ponto.world.removePendingTransaction(accountId, first);
  synchronize();
  await pullAgain();
  expect(await pending()).toEqual([]);
});

it('shows no announcement of an account that nobody has read for a day', async () => {
  announce();
  await pullAgain();
  world.clock.offsetMs += 25 * 3_600_000;
  expect(await pending()).toEqual([]);
});

it('reads the booked lines of a bank that refuses to tell what it announced', async () => {
  world.ponto.world.addTransactions(accountId, [{ amount: '5.00' }], { published: true });
  world.ponto.world.injectFault({ path: '*/pending-transactions*', effect: { kind: 'status', status: 403 } });
  await pullAgain();
  expect(await booked()).toHaveLength(1);
  expect((await storedAccounts(context))[0]?.problem).toBeNull();
});

function announce(line = announcement): string[] {
  const ids = world.ponto.world.addPendingTransactions(accountId, [line]);
  synchronize();
  return ids;
}

function synchronize(): void {
  world.ponto.world.synchronizeNow(accountId);
}

function pending() {
  return listPendingLines(context, {});
}

function rows() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.pendingLine));
}

function booked() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
}

async function pullAgain(): Promise<void> {
  advance(1_000);
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
