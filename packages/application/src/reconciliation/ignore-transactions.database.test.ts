import { inCompany, insertAllocations, insertLineDispositions, schema } from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import {
  givenBankAccount,
  givenCompany,
  givenDocument,
  givenLines,
  lineReading,
  ruleAllocation,
} from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Context } from '../context.ts';
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { listBankTransactions } from '../transaction/list-transactions.ts';
import { ignoreTransactions, undoIgnoreTransactions } from './ignore-transactions.ts';

let world: TestWorld;
let context: Context;
let account: BankAccount;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  const companyId = await givenCompany(world.database.db);
  context = contextOf(world.services, companyId, mieke);
  account = await givenBankAccount(world.database.db, companyId);
});

it('ignores what waits, leaves everything else as it is, and takes exactly that back', async () => {
  const [open = '', matched = '', ignored = '', other = ''] = await givenLines(world.database.db, account, [
    lineReading({ counterpartName: 'Loonkantoor Pluvier' }),
    lineReading({ counterpartName: 'Loonkantoor Pluvier' }),
    lineReading({ counterpartName: 'Loonkantoor Pluvier' }),
    lineReading({ counterpartName: 'Iemand anders' }),
  ]);
  await givenMatch(matched);
  await givenIgnored(ignored);
  const before = await statuses();

  const asked = { filter: { search: 'pluvier' }, reason: 'salary' };
  expect(await ignoreTransactions(context, { ...asked, dryRun: true })).toEqual({
    lineCount: 1,
    skippedCount: 2,
    ignoredAt: null,
  });
  expect(await statuses()).toEqual(before);

  const done = await ignoreTransactions(context, { ...asked, dryRun: false });
  expect(done).toMatchObject({ lineCount: 1, skippedCount: 2 });
  expect(await statuses()).toEqual(new Map([...before, [open, 'ignored']]));
  expect((await statuses()).get(other)).toBe('to_process');

  expect(await undoIgnoreTransactions(context, { ignoredAt: done.ignoredAt ?? new Date(0) })).toEqual({ lineCount: 1 });
  expect(await statuses()).toEqual(before);
  await expect(undoIgnoreTransactions(context, { ignoredAt: done.ignoredAt ?? new Date(0) })).rejects.toMatchObject({
    code: 'transaction_not_ignored',
  });
});

it('goes through more lines than fit in one batch, each once, and undoes all of them in one go', async () => {
  await givenLines(
    world.database.db,
    account,
    Array.from({ length: 1_203 }, () => lineReading()),
  );
  const { lineCount, ignoredAt } = await ignoreTransactions(context, {
    filter: {},
    reason: 'no_document',
    dryRun: false,
  });
  expect(lineCount).toBe(1_203);
  const trail = await inCompany(world.database.db, context.companyId, (tx) => tx.select().from(schema.auditEntry));
  expect(trail.filter(({ action }) => action === 'transaction.ignore')).toHaveLength(1_203);

  expect(await undoIgnoreTransactions(context, { ignoredAt: ignoredAt ?? new Date(0) })).toEqual({ lineCount: 1_203 });
});

it('meets somebody else who ignores the same lines, and each line is ignored by one of them', async () => {
  await givenLines(
    world.database.db,
    account,
    Array.from({ length: 60 }, () => lineReading()),
  );
  const griet = contextOf(world.services, context.companyId, { type: 'api-client', apiKeyId: 'key', name: 'Griet' });
  const asked = { filter: {}, reason: 'private', dryRun: false };
  const both = await Promise.all([ignoreTransactions(context, asked), ignoreTransactions(griet, asked)]);
  expect(both.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(60);
});

async function statuses(): Promise<Map<string, string>> {
  const { items } = await listBankTransactions(context, {
    filter: {},
    limit: 100,
    withCounts: false,
    withBalances: false,
  });
  return new Map(items.map(({ bankTransactionId, status }) => [bankTransactionId, status] as const).toSorted());
}

async function givenMatch(bankTransactionId: string) {
  const documentId = await givenDocument(world.database.db, context.companyId);
  await inCompany(world.database.db, context.companyId, (tx) =>
    insertAllocations(tx, [ruleAllocation(context.companyId, { bankTransactionId, documentId, amountMinor: 121_00n })]),
  );
}

async function givenIgnored(bankTransactionId: string) {
  await inCompany(world.database.db, context.companyId, (tx) =>
    insertLineDispositions(tx, [
      {
        companyId: context.companyId,
        bankTransactionId,
        kind: 'classified',
        reason: 'bank_cost',
        cause: 'rule',
        createdAt: context.clock.now(),
        createdBy: 'reconcile-company',
      },
    ]),
  );
}
