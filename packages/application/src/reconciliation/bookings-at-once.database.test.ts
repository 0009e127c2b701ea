import {
  inCompany,
  insertAllocations,
  limitsOfAllocations,
  listActiveAllocations,
  reviseBankTransaction,
  saveDocuments,
  schema,
} from '@onfact-ponto/db';
import type { BankAccount, BankTransaction, OpenDocument } from '@onfact-ponto/db';
import { givenBankAccount, givenDocument, givenLines, lineReading, ruleAllocation } from '@onfact-ponto/db/testing';
import { matcherVersion } from '@onfact-ponto/reconcile';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { givenContext, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { auditMoney } from './audit-money.ts';
import { bookInBatches } from './book-batch.ts';
import { confirmMatch, directionOf } from './confirm-match.ts';
import { ignoreTransaction, undoIgnore } from './ignore-transaction.ts';
import { seenOf, versionOf } from './seen.ts';
import { undoBooking } from './undo-booking.ts';
import { openAmountOf } from './load-ledger.ts';

/**
 * Eight connections do at random what the matcher, people, a bank and onFact do, on few lines and documents, so that
 * they meet all the time. BOOKING_OPERATIONS sets how many each does, BOOKING_SEED what they do; the long run is 100000
 * operations each, in one run or in several of different seeds.
 */
const connectionCount = 8;
const operationCount = Number(process.env.BOOKING_OPERATIONS ?? 40);
const firstSeed = Number(process.env.BOOKING_SEED ?? 1);

let world: TestWorld;
let context: Context;
let account: BankAccount;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  context = await givenContext(world);
  account = await givenBankAccount(context.db, context.companyId);
  const amounts = Array.from({ length: 12 }, (_, index) =>
    BigInt((index % 3 === 2 ? -1 : 1) * (40_00 + index * 10_00)),
  );
  await givenLines(
    context.db,
    account,
    amounts.map((amountMinor) => lineReading({ amountMinor })),
  );
  const kinds = [
    'sales_invoice',
    'sales_invoice',
    'sales_credit_note',
    'purchase_invoice',
    'purchase_credit_note',
  ] as const;
  for (let index = 0; index < 15; index += 1) {
    const kind = kinds[index % kinds.length] ?? 'sales_invoice';
    await givenDocument(context.db, context.companyId, { kind, totalMinor: BigInt(30_00 + index * 7_00) });
  }
});
afterAll(() => world.stop());

it(
  'no sum is ever wrong, whoever books, confirms, undoes, imports or changes what at the same time',
  async () => {
    const outcomes = await Promise.all(
      Array.from({ length: connectionCount }, (_, index) => work(randomFrom(firstSeed + index))),
    );
    const done = outcomes.reduce(merge);
    expect(await auditMoney(context)).toEqual([]);
    expect(Object.keys(done).toSorted()).toEqual(Object.keys(operations).toSorted());
    for (const { succeeded } of Object.values(done)) expect(succeeded).toBeGreaterThan(0);
  },
  process.env.BOOKING_OPERATIONS === undefined ? 90_000 : 0,
);

it('would notice a sum that is wrong', async () => {
  const [line] = await lines();
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.bankTransaction).set({ disposition: line?.disposition ? null : 'ignored' }),
  );
  expect(await auditMoney(context)).not.toEqual([]);
});

type Random = () => number;
type Outcomes = Record<string, { succeeded: number; refused: number }>;

const operations: Record<string, (random: Random) => Promise<unknown>> = {
  book,
  confirm,
  undo,
  writeBare,
  reimport,
  changeDocument,
  ignoreOrFree,
};

async function work(random: Random): Promise<Outcomes> {
  const outcomes: Outcomes = {};
  for (let index = 0; index < operationCount; index += 1) {
    const [name, operation] = pick(Object.entries(operations), random);
    const counts = (outcomes[name] ??= { succeeded: 0, refused: 0 });
    try {
      if ((await operation(random)) === false) counts.refused += 1;
      else counts.succeeded += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      counts.refused += 1;
    }
  }
  return outcomes;
}

/**
 * Who was overtaken is told so, and so is who waited too long on a machine with much else to do. Anything else, a
 * deadlock too, is a failure of the test.
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof ApplicationError) return true;
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === lockNotAvailable) return true;
  return 'constraint_name' in error && limitsOfAllocations.has(String(error.constraint_name));
}

const lockNotAvailable = '55P03';

async function book(random: Random): Promise<boolean> {
  const [allLines, allDocuments] = await books();
  const run = {
    companyId: context.companyId,
    matchRunId: crypto.randomUUID(),
    cause: 'automatic' as const,
    matcherVersion,
    startedAt: context.clock.now(),
    startedBy: 'test',
  };
  const bookings = [pick(allLines, random), pick(allLines, random)].flatMap((line) => {
    const document = pick(
      allDocuments.filter((one) => goesWith(line, one)),
      random,
    );
    const amountMinor = smallest(size(line.amountMinor), openAmountOf(document), random);
    if (amountMinor === 0n) return [];
    return [
      {
        booking: {
          bankTransactionId: line.bankTransactionId,
          allocations: [{ documentId: document.documentId, amountMinor, adjustmentMinor: 0n, adjustmentKind: null }],
          cause: 'rule' as const,
          rule: 'exact-reference',
          matcherVersion,
          confidence: 1,
          matchRunId: run.matchRunId,
          reasons: [],
        },
        seenRevision: line.revision,
        seenVersions: new Map([[document.documentId, document.version]]),
        automation: 'exact' as const,
      },
    ];
  });
  const distinct = bookings.filter(
    (one, index) =>
      bookings.findIndex((other) => other.booking.bankTransactionId === one.booking.bankTransactionId) === index,
  );
  return (await bookInBatches(context, run, distinct)).booked.length > 0;
}

/** One document, or an invoice with a credit note that lessens it; often with a difference that is left open. */
async function confirm(random: Random): Promise<void> {
  const [allLines, allDocuments] = await books();
  const line = pick(allLines, random);
  const document = pick(
    allDocuments.filter((one) => goesWith(line, one)),
    random,
  );
  const against = pick(
    allDocuments.filter((one) => !goesWith(line, one)),
    random,
  );
  const open = openAmountOf(document);
  const lessened = random() < 0.4 ? smallest(open / 2n, openAmountOf(against), random) : 0n;
  const free = size(line.amountMinor) - line.allocatedMinor;
  const taken = smallest(free + lessened, open, random);
  await confirmMatch(context, {
    bankTransactionId: line.bankTransactionId,
    allocations: [
      { documentId: document.documentId, amount: signed(document, taken), version: versionOf(document) },
      ...(lessened > 0n
        ? [{ documentId: against.documentId, amount: signed(against, lessened), version: versionOf(against) }]
        : []),
    ],
    remainder: random() < 0.3 ? 'credit' : 'leave_open',
    seen: seenOf(line),
  });
}

async function undo(random: Random): Promise<boolean> {
  const { bankTransactionId } = pick(await lines(), random);
  const active = await inCompany(context.db, context.companyId, (tx) =>
    listActiveAllocations(tx, context.companyId, { bankTransactionIds: [bankTransactionId] }),
  );
  if (active.length === 0) return false;
  await undoBooking(context, pick(active, random));
  return true;
}

/** A writer that locks nothing, looks at nothing and orders nothing: only the database is left to refuse. */
async function writeBare(random: Random): Promise<void> {
  const [allLines, allDocuments] = await books();
  const bookingId = crypto.randomUUID();
  const { bankTransactionId, amountMinor: ofLine } = pick(allLines, random);
  const { companyId } = context;
  const rows = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const { documentId } = pick(allDocuments, random);
    const amountMinor = 1n + BigInt(Math.floor(random() * Number(size(ofLine))));
    return ruleAllocation(companyId, { bookingId, bankTransactionId, documentId, amountMinor });
  });
  const allocationIds = rows.map((row) => row.allocationId);
  await inCompany(context.db, companyId, async (tx) => {
    await insertAllocations(tx, rows);
    await tx.insert(schema.publication).values(
      allocationIds.map((allocationId) => ({
        companyId,
        allocationId,
        operation: 'create' as const,
        state: 'pending' as const,
        createdAt: new Date(0),
        updatedAt: new Date(0),
      })),
    );
  });
}

async function reimport(random: Random): Promise<void> {
  const line = pick(await lines(), random);
  const { companyId, bankAccountId, walk } = account;
  const sign = line.amountMinor < 0n ? -1n : 1n;
  const amountMinor = sign * BigInt(20_00 + Math.floor(random() * 100_00));
  const reading = lineReading({ sourceReference: line.sourceReference, amountMinor });
  await inCompany(context.db, companyId, (tx) =>
    reviseBankTransaction(tx, { companyId, bankAccountId, source: 'ponto', walk, fetchedAt: new Date(0) }, reading),
  );
}

/** onFact changes totals, also below what is allocated, and closes and opens documents. */
async function changeDocument(random: Random): Promise<void> {
  const all = await documents();
  const changed = [pick(all, random), pick(all, random)].filter((one, index, both) => both.indexOf(one) === index);
  const snapshots = changed.map((document) => ({
    ...document,
    totalMinor: BigInt(Math.floor(random() * 150_00)),
    isOpen: random() < 0.9,
  }));
  await inCompany(context.db, context.companyId, (tx) =>
    saveDocuments(tx, context.companyId, snapshots, context.clock.now()),
  );
}

async function ignoreOrFree(random: Random): Promise<void> {
  const line = pick(await lines(), random);
  const { bankTransactionId } = line;
  if (line.disposition === null)
    await ignoreTransaction(context, { bankTransactionId, reason: 'private', seen: seenOf(line) });
  else await undoIgnore(context, { bankTransactionId });
}

/** In one transaction, asked for without waiting in between. */
async function books(): Promise<[BankTransaction[], OpenDocument[]]> {
  return inCompany(context.db, context.companyId, (tx) =>
    Promise.all([tx.select().from(schema.bankTransaction), tx.select().from(schema.openDocument)]),
  );
}

async function lines(): Promise<BankTransaction[]> {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankTransaction));
}

async function documents(): Promise<OpenDocument[]> {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
}

function goesWith(line: BankTransaction, { kind }: OpenDocument): boolean {
  return line.amountMinor > 0n === (directionOf(kind) === 'in');
}

function signed({ kind, currency }: OpenDocument, amountMinor: bigint) {
  return { amountMinor: directionOf(kind) === 'in' ? amountMinor : -amountMinor, currency };
}

function size(amountMinor: bigint): bigint {
  return amountMinor < 0n ? -amountMinor : amountMinor;
}

/** Often all of the smaller one, else a part of it. */
function smallest(left: bigint, right: bigint, random: Random): bigint {
  const least = left < right ? left : right;
  if (least <= 0n || random() < 0.5) return least > 0n ? least : 0n;
  return 1n + BigInt(Math.floor(random() * Number(least)));
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from');
  return item;
}

function merge(left: Outcomes, right: Outcomes): Outcomes {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      {
        succeeded: (left[name]?.succeeded ?? 0) + (right[name]?.succeeded ?? 0),
        refused: (left[name]?.refused ?? 0) + (right[name]?.refused ?? 0),
      },
    ]),
  );
}

/** The same numbers for the same seed; how the connections meet differs each time all the same. */
function randomFrom(seed: number): Random {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
