import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { insertAllocationUndos, insertAllocations } from './index.ts';
import { inCompany } from './tenancy.ts';
import {
  createTestDatabase,
  givenBankAccount,
  givenCompany,
  givenDocument,
  givenLines,
  lineReading,
  ruleAllocation,
} from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

let database: TestDatabase;
let companyId: string;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  companyId = await givenCompany(database.db);
});
afterAll(() => database.drop());

it('never allocates more than a line holds, however many try at once', async () => {
  const [line = ''] = await givenPaidLines(100_00n);
  const documents = await Promise.all(Array.from({ length: 8 }, () => givenDocument(database.db, companyId)));

  const results = await Promise.allSettled(
    documents.map((documentId) => allocate({ bankTransactionId: line, documentId, amountMinor: 30_00n })),
  );

  const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(5);
  for (const { reason } of refused) {
    expect(reason).toMatchObject({ constraint_name: 'bank_transaction_not_over_allocated' });
  }
});

it('never allocates more to a document than its total, however many try at once', async () => {
  const lines = await givenPaidLines(50_00n, 50_00n, 50_00n, 50_00n);
  const documentId = await givenDocument(database.db, companyId, { totalMinor: 120_00n });

  const results = await Promise.allSettled(
    lines.map((bankTransactionId) => allocate({ bankTransactionId, documentId, amountMinor: 50_00n })),
  );

  const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(2);
  for (const { reason } of refused) {
    expect(reason).toMatchObject({ constraint_name: 'open_document_not_over_allocated' });
  }
});

it('frees line and document when an allocation is undone, once', async () => {
  const [bankTransactionId = ''] = await givenPaidLines(121_00n);
  const documentId = await givenDocument(database.db, companyId);
  const { allocationId } = await allocate({ bankTransactionId, documentId, amountMinor: 121_00n });

  const undo = () =>
    inCompany(database.db, companyId, (tx) =>
      insertAllocationUndos(tx, {
        companyId,
        allocationIds: [allocationId],
        undoneAt: new Date(0),
        undoneBy: 'Mieke',
        reason: 'taken_back',
      }),
    );
  expect(await undo()).toEqual([allocationId]);
  expect(await undo()).toEqual([]);
  await expect(allocate({ bankTransactionId, documentId, amountMinor: 121_00n })).resolves.toBeDefined();
});

it('refuses to pay a document in another currency', async () => {
  const [bankTransactionId = ''] = await givenPaidLines(10_00n);
  const documentId = await givenDocument(database.db, companyId, { currency: 'USD' });
  await expect(allocate({ bankTransactionId, documentId, amountMinor: 10_00n })).rejects.toMatchObject({
    constraint_name: 'allocation_same_currency',
  });
});

it('refuses an allocation without a rule or a person behind it', async () => {
  const [bankTransactionId = ''] = await givenPaidLines(10_00n);
  const documentId = await givenDocument(database.db, companyId);
  const causeless = inCompany(database.db, companyId, (tx) =>
    insertAllocations(tx, [ruleAllocation(companyId, { bankTransactionId, documentId, amountMinor: 1n, rule: null })]),
  );
  await expect(causeless).rejects.toMatchObject({ constraint_name: 'allocation_one_cause' });
});

async function givenPaidLines(...amounts: bigint[]): Promise<string[]> {
  const account = await givenBankAccount(database.db, companyId);
  return givenLines(
    database.db,
    account,
    amounts.map((amountMinor) => lineReading({ amountMinor })),
  );
}

async function allocate(pair: { bankTransactionId: string; documentId: string; amountMinor: bigint }) {
  const row = ruleAllocation(companyId, pair);
  await inCompany(database.db, companyId, (tx) => insertAllocations(tx, [row]));
  return row;
}
