import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  findKnownLines,
  insertAllocations,
  insertNewBankTransactions,
  insertUnreadableLines,
  listBankTransactions,
  reviseBankTransaction,
} from './index.ts';
import type { BankAccount, BankTransactionReading } from './index.ts';
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
let account: BankAccount;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  companyId = await givenCompany(database.db);
  account = await givenBankAccount(database.db, companyId);
});
afterAll(() => database.drop());

it('adds new lines once and skips what the account has, also when two writers meet', async () => {
  const readings = Array.from({ length: 50 }, () => lineReading());
  const added = await Promise.all([insert(readings), insert(readings), insert(readings)]);
  expect(added.reduce((sum, count) => sum + count)).toBe(50);
});

it('keeps two truly equal lines of a day, because their source tells them apart', async () => {
  const twin = { contentHash: 'equal' };
  expect(await insert([lineReading(twin), lineReading(twin)])).toBe(2);
});

it('stores amounts beyond what a double can hold, and text with quotes, backslashes and emoji', async () => {
  const amountMinor = 9_007_199_254_740_993n;
  const odd = lineReading({
    amountMinor,
    remittanceInformation: `O'Neil "x" \\ 🍺`,
    sourceReference: 'a "quoted" \\ id',
  });
  await insert([odd]);
  const [stored] = await rows(odd.sourceReference);
  expect(stored).toMatchObject({
    amount_minor: amountMinor.toString(),
    remittance_information: odd.remittanceInformation,
  });
  const known = await inCompany(database.db, companyId, (tx) => findKnownLines(tx, place(), [odd.sourceReference]));
  expect(known.has(odd.sourceReference)).toBe(true);
});

it('keeps what a line said before its source changed it', async () => {
  const before = lineReading({ counterpartName: null, contentHash: 'before' });
  await insert([before]);
  expect(await revise({ ...before, counterpartName: 'Garage Moerbeke NV', contentHash: 'after' })).toBe('revised');

  const [stored] = await rows(before.sourceReference);
  expect(stored).toMatchObject({ counterpart_name: 'Garage Moerbeke NV', revision: 2 });
  const history = await inCompany(database.db, companyId, (tx) =>
    tx.execute(
      sql`select content from bank_transaction_revision where bank_transaction_id = ${stored?.bank_transaction_id}`,
    ),
  );
  expect(history).toHaveLength(1);
});

it('writes nothing when a line says what it said', async () => {
  const line = lineReading();
  await insert([line]);
  await revise(line);
  expect((await rows(line.sourceReference))[0]).toMatchObject({ revision: 1 });
});

it('does not change the amount of a line that is allocated', async () => {
  const line = lineReading({ amountMinor: 50_00n });
  const [bankTransactionId = ''] = await givenLines(database.db, account, [line]);
  const documentId = await givenDocument(database.db, companyId);
  await inCompany(database.db, companyId, (tx) =>
    insertAllocations(tx, [ruleAllocation(companyId, { bankTransactionId, documentId, amountMinor: 50_00n })]),
  );
  expect(await revise({ ...line, amountMinor: 40_00n, contentHash: 'cheaper' })).toBe('told_otherwise');
  expect((await rows(line.sourceReference))[0]).toMatchObject({ amount_minor: '5000', revision: 1 });
});

it('keeps an unreadable line raw until it can be read', async () => {
  const sourceReference = randomUUID();
  const unreadable = {
    sourceReference,
    path: 'attributes.amount',
    problem: 'too many decimals',
    raw: { amount: 1.001 },
  };
  await inCompany(database.db, companyId, async (tx) => {
    await insertUnreadableLines(tx, place(), [unreadable]);
    await insertUnreadableLines(tx, place(), [unreadable]);
    const known = await findKnownLines(tx, place(), [sourceReference]);
    expect(known.get(sourceReference)).toMatchObject({ contentHash: null });
  });
  await insert([lineReading({ sourceReference })]);
  const left = await inCompany(database.db, companyId, (tx) =>
    tx.execute(sql`select 1 from unreadable_line where source_reference = ${sourceReference}`),
  );
  expect(left).toHaveLength(0);
});

it('walks the whole list page by page, each line once, newest day first', async () => {
  const other = await givenCompany(database.db);
  const theirs = await givenBankAccount(database.db, other);
  const days = Array.from({ length: 35 }, (_, index) => `2026-10-${String((index % 9) + 1).padStart(2, '0')}`);
  await givenLines(
    database.db,
    theirs,
    days.map((executionDate) => lineReading({ executionDate })),
  );

  const seen: { executionDate: string; bankTransactionId: string }[] = [];
  for (let page = 0; page < 10; page += 1) {
    const next = await inCompany(database.db, other, (tx) =>
      listBankTransactions(tx, other, { filter: {}, before: seen.at(-1), limit: 7 }),
    );
    seen.push(...next);
    if (next.length < 7) break;
  }
  expect(new Set(seen.map(({ bankTransactionId }) => bankTransactionId)).size).toBe(35);
  const order = seen.map(({ executionDate }) => executionDate);
  expect(order).toEqual(order.toSorted().toReversed());
});

it('walks back up over the very pages that it walked down', async () => {
  const other = await givenCompany(database.db);
  const theirs = await givenBankAccount(database.db, other);
  const days = Array.from({ length: 23 }, (_, index) => `2026-10-0${(index % 4) + 1}`);
  await givenLines(
    database.db,
    theirs,
    days.map((executionDate) => lineReading({ executionDate })),
  );
  const page = (place: object) =>
    inCompany(database.db, other, (tx) => listBankTransactions(tx, other, { filter: {}, limit: 5, ...place }));

  const down = [await page({})];
  while (down.at(-1)?.length === 5) down.push(await page({ before: down.at(-1)?.at(-1) }));
  const up = [down.at(-1) ?? []];
  while (up[0]?.[0]?.bankTransactionId !== down[0]?.[0]?.bankTransactionId)
    up.unshift(await page({ after: up[0]?.[0] }));
  expect(up).toEqual(down);
});

it('finds the lines of a counterparty by a part of its name or of its number, and by nothing else', async () => {
  const line = lineReading({
    counterpartName: 'Drukkerij 100% Zonder',
    counterpartReference: 'BE05123456789075',
    remittanceInformation: 'voor Kwekerij Achterbos',
  });
  await insert([line]);
  const found = async (counterparty: string) =>
    (
      await inCompany(database.db, companyId, (tx) =>
        listBankTransactions(tx, companyId, { filter: { counterparty }, limit: 100 }),
      )
    ).map(({ counterpartName }) => counterpartName);
  expect(await found('100% zonder')).toEqual([line.counterpartName]);
  expect(await found('BE05 1234 5678')).toEqual([line.counterpartName]);
  expect(await found('achterbos')).toEqual([]);
});

it('finds a line by part of a name, an IBAN with spaces, a communication with slashes, and an amount', async () => {
  const line = lineReading({ counterpartName: 'Bakkerij Hoste & 100% Zn', amountMinor: -987_65n });
  await insert([line]);
  for (const [text, amountMinor] of [
    ['hoste & 100%', undefined],
    ['BE64 7331 2044', undefined],
    ['+++090/9337/55', undefined],
    ['987,65', 987_65n],
  ] as const) {
    const found = await inCompany(database.db, companyId, (tx) =>
      listBankTransactions(tx, companyId, { filter: { search: { text, amountMinor } }, limit: 100 }),
    );
    expect(
      found.some(({ counterpartName }) => counterpartName === line.counterpartName),
      text,
    ).toBe(true);
  }
});

it('compares sizes over currencies: 10 yen are as many units as 10 euros', async () => {
  const size = { minimumMinor: 10_00n, maximumMinor: 10_50n };
  const lines = [
    lineReading({ currency: 'JPY', amountMinor: 10n, counterpartName: 'yen' }),
    lineReading({ currency: 'JPY', amountMinor: 1_000n, counterpartName: 'many yen' }),
    lineReading({ currency: 'TND', amountMinor: -10_250n, counterpartName: 'dinar' }),
    lineReading({ currency: 'TND', amountMinor: 1_025n, counterpartName: 'few dinar' }),
    lineReading({ currency: 'EUR', amountMinor: 10_50n, counterpartName: 'euro' }),
  ];
  await insert(lines);
  const filter = {
    ...size,
    from: '2026-11-23',
    decimalsByCurrency: new Map([
      ['JPY', 0],
      ['TND', 3],
    ]),
  };
  const found = await inCompany(database.db, companyId, (tx) =>
    listBankTransactions(tx, companyId, { filter, limit: 100 }),
  );
  expect(found.map(({ counterpartName }) => counterpartName).toSorted()).toEqual(['dinar', 'euro', 'yen']);
});

function place() {
  const { bankAccountId, walk } = account;
  return { companyId, bankAccountId, source: 'ponto' as const, walk, fetchedAt: new Date('2026-11-23T13:00:00Z') };
}

function insert(readings: readonly BankTransactionReading[]): Promise<number> {
  return inCompany(database.db, companyId, (tx) => insertNewBankTransactions(tx, place(), readings));
}

function revise(reading: BankTransactionReading) {
  return inCompany(database.db, companyId, async (tx) => (await reviseBankTransaction(tx, place(), reading)).outcome);
}

function rows(sourceReference: string) {
  return inCompany(database.db, companyId, (tx) =>
    tx.execute(sql`select * from bank_transaction where source_reference = ${sourceReference}`),
  );
}
