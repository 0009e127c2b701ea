import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { findKnownLines, inCompany, insertNewBankTransactions } from '@onfact-ponto/db';
import type { BankAccount, BankTransactionReading } from '@onfact-ponto/db';
import { createTestDatabase, givenBankAccount, givenCompany, lineReading } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import postgres from 'postgres';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Run } from './pairs.ts';

const lineCount = 20_000;
const batchSize = 1_000;

/**
 * Storing lines, against COPY of the same lines into the same table. Ours also skips
 * what is known. Known lines, the daily case, are read and compared, and nothing is written.
 */
export async function benchIngest(clusterUrl: string, runs: number): Promise<BenchResult[]> {
  const database = await createTestDatabase(clusterUrl);
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    const companyId = await givenCompany(database.db);
    const account = await givenBankAccount(database.db, companyId);
    const spare = await givenBankAccount(database.db, await givenCompany(database.db));
    const known = readings();
    let fresh: BankTransactionReading[] = [];
    const prepare = async () => {
      fresh = readings();
    };
    const yardstick = { prepare, work: () => copy(owner, spare, fresh) };
    const common = { bench: 'ingest', unit: 'lines/s', yardstickName: 'COPY into the same table', runs };

    const whenNew = await comparePairs({
      ...common,
      case: 'new',
      subject: { prepare, work: () => store(database, account, fresh) },
      yardstick,
    });
    await store(database, account, known);
    const whenKnown = await comparePairs({
      ...common,
      case: 'known',
      subject: { work: () => compareKnown(database, account, known) },
      yardstick,
    });
    return [whenNew, whenKnown];
  } finally {
    await owner.end();
    await database.drop();
  }
}

function readings(): BankTransactionReading[] {
  return Array.from({ length: lineCount }, (_, index) =>
    lineReading({ amountMinor: BigInt(index + 1), remittanceInformation: `factuur ${index} bedankt` }),
  );
}

async function store(database: TestDatabase, account: BankAccount, lines: BankTransactionReading[]): Promise<Run> {
  const { companyId } = account;
  let added = 0;
  for (let start = 0; start < lines.length; start += batchSize) {
    const batch = lines.slice(start, start + batchSize);
    added += await inCompany(database.db, companyId, (tx) => insertNewBankTransactions(tx, placeOf(account), batch));
  }
  return { amount: lines.length, correct: added === lines.length };
}

async function compareKnown(
  database: TestDatabase,
  account: BankAccount,
  lines: BankTransactionReading[],
): Promise<Run> {
  let unchanged = 0;
  for (let start = 0; start < lines.length; start += batchSize) {
    const batch = lines.slice(start, start + batchSize);
    const references = batch.map(({ sourceReference }) => sourceReference);
    const stored = await inCompany(database.db, account.companyId, (tx) =>
      findKnownLines(tx, placeOf(account), references),
    );
    unchanged += batch.filter((line) => stored.get(line.sourceReference)?.contentHash === line.contentHash).length;
  }
  return { amount: lines.length, correct: unchanged === lines.length };
}

function placeOf({ companyId, bankAccountId, walk }: BankAccount) {
  return { companyId, bankAccountId, source: 'ponto' as const, walk, fetchedAt: new Date('2026-11-24T09:00:00Z') };
}

const copiedColumns = `company_id, bank_transaction_id, bank_account_id, source, source_reference, execution_date,
  value_date, amount_minor, currency, counterpart_name, counterpart_reference, remittance_information,
  structured_communication, content_hash, walk, fetched_at`;

async function copy(owner: postgres.Sql, account: BankAccount, lines: BankTransactionReading[]): Promise<Run> {
  const sink = await owner.unsafe(`copy bank_transaction (${copiedColumns}) from stdin`).writable();
  await pipeline(Readable.from(copyRows(account, lines)), sink);
  return { amount: lines.length, correct: true };
}

function* copyRows(account: BankAccount, lines: BankTransactionReading[]): Generator<string> {
  for (let start = 0; start < lines.length; start += batchSize) {
    yield lines
      .slice(start, start + batchSize)
      .map((line) => `${copyRow(account, line)}\n`)
      .join('');
  }
}

function copyRow({ companyId, bankAccountId }: BankAccount, line: BankTransactionReading): string {
  return [
    companyId,
    randomUUID(),
    bankAccountId,
    'ponto',
    line.sourceReference,
    line.executionDate,
    line.valueDate,
    line.amountMinor,
    line.currency,
    line.counterpartName,
    line.counterpartReference,
    line.remittanceInformation,
    line.structuredCommunication,
    line.contentHash,
    1,
    '2026-11-24T09:00:00Z',
  ].join('\t');
}
