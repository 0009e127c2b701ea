import { randomUUID } from 'node:crypto';
import { bookInBatches } from '@onfact-ponto/application';
import type { Context, SeenBooking } from '@onfact-ponto/application';
import { givenContext, startTestWorld } from '@onfact-ponto/application/testing';
import {
  inCompany,
  insertAllocations,
  insertNewBankTransactions,
  listDocumentsToMatch,
  listLinesToMatch,
  saveDocuments,
} from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import { documentSnapshot, givenBankAccount, lineReading, ruleAllocation } from '@onfact-ponto/db/testing';
import postgres from 'postgres';
import { comparePairs } from './pairs.ts';
import type { BenchResult, Run } from './pairs.ts';

const bookingCount = 4_000;
const batchSize = 250;
let documentCount = 0;

/**
 * Bookings of one worker written to PostgreSQL, as a run of the matcher does it: lines and documents locked and looked
 * at again, allocations, trail, and the intents to tell onFact. Against the allocations alone in the same batches,
 * with the sums that the database keeps: the difference is the care around them.
 */
export async function benchBooking(clusterUrl: string, runs: number): Promise<BenchResult[]> {
  const world = await startTestWorld(clusterUrl);
  try {
    const context = await givenContext(world);
    const account = await givenBankAccount(context.db, context.companyId);
    let bookings: SeenBooking[] = [];
    const prepare = async () => {
      bookings = await givenBookings(context, account);
      await gatherStatistics(world.database.ownerUrl);
    };
    const result = await comparePairs({
      bench: 'reconcile',
      case: 'bookings written to PostgreSQL',
      unit: 'bookings/s',
      yardstickName: 'INSERT of the allocations alone, same batches',
      runs,
      subject: { prepare, work: () => bookAll(context, bookings) },
      yardstick: { prepare, work: () => insertAll(context, bookings) },
    });
    return [result];
  } finally {
    await world.stop();
  }
}

/** A database that has run for a minute has them; without, the planner reads whole tables for each batch. */
async function gatherStatistics(ownerUrl: string): Promise<void> {
  const owner = postgres(ownerUrl, { max: 1 });
  await owner`analyze`;
  await owner.end();
}

/** Fresh lines and documents, each line with its own document. */
async function givenBookings(context: Context, account: BankAccount): Promise<SeenBooking[]> {
  const { db, companyId } = context;
  const { bankAccountId, walk } = account;
  const at = context.clock.now();
  return inCompany(db, companyId, async (tx) => {
    const place = { companyId, bankAccountId, source: 'ponto', walk, fetchedAt: at } as const;
    const lines = Array.from({ length: bookingCount }, () => lineReading());
    await insertNewBankTransactions(tx, place, lines);
    const documents = Array.from({ length: bookingCount }, () => documentSnapshot({ onfactId: (documentCount += 1) }));
    await saveDocuments(tx, companyId, documents, at);
    const found = await listLinesToMatch(tx, companyId);
    const open = (await listDocumentsToMatch(tx, companyId, '2100-01-01')).filter((one) => one.allocatedMinor === 0n);
    return found.slice(0, bookingCount).map(({ line }, index) => bookingOf(line.bankTransactionId, open[index]));
  });
}

function bookingOf(
  bankTransactionId: string,
  document: { documentId: string; version: number } | undefined,
): SeenBooking {
  if (!document) throw new Error('There are fewer documents than lines');
  const { documentId, version } = document;
  return {
    booking: {
      bankTransactionId,
      allocations: [{ documentId, amountMinor: 121_00n, adjustmentMinor: 0n, adjustmentKind: null }],
      cause: 'rule',
      rule: 'exact-reference',
      matcherVersion: 'bench',
      confidence: 1,
      matchRunId: null,
      reasons: [{ code: 'structured_communication', matchedText: '+++090/9337/55493+++' }],
    },
    seenRevision: 1,
    seenVersions: new Map([[documentId, version]]),
    automation: 'exact',
  };
}

async function bookAll(context: Context, bookings: readonly SeenBooking[]): Promise<Run> {
  const run = {
    companyId: context.companyId,
    matchRunId: randomUUID(),
    cause: 'automatic' as const,
    matcherVersion: 'bench',
    startedAt: context.clock.now(),
    startedBy: 'bench',
  };
  const { booked } = await bookInBatches(context, run, bookings);
  return { amount: bookings.length, correct: booked.length === bookingCount };
}

async function insertAll({ db, companyId }: Context, bookings: readonly SeenBooking[]): Promise<Run> {
  for (let start = 0; start < bookings.length; start += batchSize) {
    const rows = bookings.slice(start, start + batchSize).map(({ booking: { bankTransactionId, allocations } }) =>
      ruleAllocation(companyId, {
        bankTransactionId,
        documentId: allocations[0]?.documentId ?? '',
        amountMinor: 121_00n,
      }),
    );
    await inCompany(db, companyId, (tx) => insertAllocations(tx, rows));
  }
  return { amount: bookings.length, correct: bookings.length === bookingCount };
}
