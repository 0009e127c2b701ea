import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { inCompany, insertStatement, insertStatementFile, insertStatementImport } from '@onfact-ponto/db';
import type { BankAccount, BankTransactionReading } from '@onfact-ponto/db';
import { givenBankAccount, givenCompany, givenLines, lineReading } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Context } from '../context.ts';
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { exportBankTransactions } from './export-transactions.ts';
import { listBankTransactions } from './list-transactions.ts';
import type { TransactionListInput } from './list-transactions.ts';

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

describe('the balance after a line', () => {
  it('goes from the opening to the closing balance of the bank, line by line, over pages and filters', async () => {
    const amounts = Array.from({ length: 40 }, (_, index) => BigInt(((index * 7919) % 300_00) - 150_00 || 1));
    await givenLines(
      world.database.db,
      account,
      amounts.map((amountMinor, index) => lineReading({ amountMinor, executionDate: `2026-11-0${(index % 6) + 1}` })),
    );
    const total = amounts.reduce((sum, amount) => sum + amount);
    await givenBankBalances({ from: '2026-10-31', opening: 500_00n, to: '2026-11-06', closing: 500_00n + total });

    const whole = await list({ limit: 100 });
    const upwards = whole.items.toReversed();
    let balance = 500_00n;
    for (const { bankTransactionId, amountMinor } of upwards) {
      balance += amountMinor;
      expect(whole.balances?.after.get(bankTransactionId)).toBe(balance);
    }
    expect(whole.balances?.days[0]).toEqual({
      day: '2026-11-06',
      balanceMinor: 500_00n + total,
      state: 'proven',
      check: { differenceMinor: 0n, from: '2026-11-01', to: '2026-11-06' },
    });

    const parts = [
      await list({ limit: 7 }),
      await list({ limit: 7, after: whole.items[16] }),
      await list({ limit: 7, before: whole.items[30] }),
      await list({ limit: 100, filter: { direction: 'out' } }),
      await list({ limit: 100, filter: { from: '2026-11-02', to: '2026-11-03' } }),
    ];
    for (const part of parts) {
      expect(part.items.length).toBeGreaterThan(0);
      for (const [id, after] of part.balances?.after ?? []) expect(after).toBe(whole.balances?.after.get(id));
    }
  });

  it('is not known on the days where something is missing, and the day says what and between which days', async () => {
    await givenLines(world.database.db, account, [
      lineReading({ amountMinor: 10_00n, executionDate: '2026-11-02' }),
      lineReading({ amountMinor: 20_00n, executionDate: '2026-11-05' }),
    ]);
    await givenBankBalances({ from: '2026-10-31', opening: 0n, to: '2026-11-05', closing: 42_50n });

    const { items, balances } = await list({ limit: 10 });
    const [newest, oldest] = items;
    expect(balances?.after.get(oldest?.bankTransactionId ?? '')).toBeNull();
    expect(balances?.after.get(newest?.bankTransactionId ?? '')).toBe(42_50n);
    expect(balances?.days.map(({ check }) => check)).toEqual(
      Array(2).fill({ differenceMinor: 12_50n, from: '2026-11-01', to: '2026-11-05' }),
    );
  });

  it('is left out of a list of all accounts and of a search, where it would explain nothing', async () => {
    await givenLines(world.database.db, account, [lineReading()]);
    expect((await list({ limit: 10, filter: { search: 'zilvermeeuw' } })).balances).toBeNull();
    expect((await list({ limit: 10, filter: { bankAccountId: undefined } })).balances).toBeNull();
    expect((await list({ limit: 10 })).balances).not.toBeNull();
  });

  it('does not count a line that may be a double', async () => {
    const [first = ''] = await givenLines(world.database.db, account, [
      lineReading({ amountMinor: 10_00n, executionDate: '2026-11-02' }),
    ]);
    const [second = ''] = await givenLines(world.database.db, account, [
      lineReading({ amountMinor: 10_00n, executionDate: '2026-11-02' }),
    ]);
    await inCompany(world.database.db, context.companyId, (tx) =>
      tx.execute(`update bank_transaction set doubtful_of = '${first}' where bank_transaction_id = '${second}'`),
    );
    await givenBankBalances({ from: '2026-10-31', opening: 0n, to: '2026-11-02', closing: 10_00n });
    const { balances } = await list({ limit: 10 });
    expect(balances?.after.get(first)).toBe(10_00n);
    expect(balances?.after.get(second)).toBeNull();
  });
});

describe('the export', () => {
  it('holds exactly what the list finds, newest first, and keeps amounts as numbers', async () => {
    await givenLines(world.database.db, account, [
      lineReading({ counterpartName: 'Oud', amountMinor: 5_00n, executionDate: '2026-10-01' }),
      lineReading({ counterpartName: 'Ander', amountMinor: 1_234_50n, executionDate: '2026-11-01' }),
      lineReading({ counterpartName: 'Uit', amountMinor: -1_234_50n, executionDate: '2026-11-02' }),
    ]);
    const rows = (await csv({ filter: { from: '2026-11-01' } })).trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^\ufeffBoekdatum;Valutadatum;Tegenpartij;/);
    expect(rows.slice(1).map((row) => row.split(';')[2])).toEqual(['Uit', 'Ander']);
    expect(rows[1]?.split(';').slice(6, 9)).toEqual(['-1234,50', 'EUR', 'Te verwerken']);
  });

  it('holds every line once, also when there are more than are read at a time', async () => {
    const amounts = Array.from({ length: 5_003 }, (_, index) => BigInt(index + 1));
    await givenLines(
      world.database.db,
      account,
      amounts.map((amountMinor) => lineReading({ amountMinor })),
    );
    const [, ...rows] = (await csv({ format: 'iso' })).trimEnd().split('\r\n');
    expect(new Set(rows.map((row) => row.split(',').at(-1))).size).toBe(amounts.length);
  });

  it('speaks the other dialect too: comma, point, no mark', async () => {
    await givenLines(world.database.db, account, [lineReading({ amountMinor: -1_234_50n })]);
    const file = await csv({ format: 'iso', language: 'en' });
    expect(file).toMatch(/^Booking date,Value date,/);
    expect(file).toContain(',-1234.50,EUR,To process,');
  });

  it('makes every text inert that a spreadsheet would run', async () => {
    const texts: Partial<BankTransactionReading> = {
      counterpartName: '=HYPERLINK("http://x")',
      counterpartReference: '@SUM(A1)',
      remittanceInformation: '+++090/9337/55493+++',
      bankReference: '-2+3',
    };
    await givenLines(world.database.db, account, [lineReading({ ...texts, amountMinor: -1_00n })]);
    const [, row = ''] = (await csv({ format: 'iso' })).split('\r\n');
    for (const value of [`"'=HYPERLINK(""http://x"")"`, `'@SUM(A1)`, `'+++090/9337/55493+++`, `'-2+3`, ',-1.00,']) {
      expect(row).toContain(value);
    }
  });
});

async function list({ filter, ...input }: Partial<TransactionListInput>) {
  return listBankTransactions(context, {
    limit: 50,
    withCounts: false,
    withBalances: true,
    ...input,
    filter: { bankAccountId: account.bankAccountId, ...filter },
  });
}

async function csv(input: Partial<Parameters<typeof exportBankTransactions>[1]> = {}): Promise<string> {
  const options = { filter: {}, language: 'nl', format: 'local', ...input } as const;
  return (await buffer(exportBankTransactions(context, options))).toString('utf8');
}

/** A statement of the bank over these days; its own movements count nowhere here. */
async function givenBankBalances(bank: { from: string; opening: bigint; to: string; closing: bigint }) {
  const { companyId, bankAccountId } = account;
  const at = context.clock.now();
  const statementFileId = randomUUID();
  await inCompany(world.database.db, companyId, async (tx) => {
    const { statementImportId } = await insertStatementImport(tx, {
      companyId,
      state: 'done',
      createdAt: at,
      createdBy: 'Mieke Claes',
    });
    await insertStatementFile(
      tx,
      {
        companyId,
        statementFileId,
        statementImportId,
        position: 1,
        contentHash: randomUUID(),
        name: 'november.cod',
        byteCount: 0,
        importedAt: at,
        findings: {
          encoding: null,
          refusal: null,
          isKnown: false,
          errorCount: 0,
          warningCount: 0,
          issues: [],
          statements: [],
        },
      },
      new Uint8Array(),
    );
    await insertStatement(tx, {
      companyId,
      bankAccountId,
      statementId: randomUUID(),
      statementImportId,
      statementFileId,
      position: 1,
      identity: randomUUID(),
      oldBalanceDate: bank.from,
      oldBalanceMinor: bank.opening,
      newBalanceDate: bank.to,
      newBalanceMinor: bank.closing,
      currency: 'EUR',
      movementCount: 0,
      importedAt: at,
    });
  });
}
