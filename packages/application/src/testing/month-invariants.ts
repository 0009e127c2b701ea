import { findLiveConnection, inCompany, schema } from '@onfact-ponto/db';
import { expect } from 'vitest';
import { withAccessToken } from '../connection/access-token.ts';
import type { Context } from '../context.ts';
import type { RunningProduct } from './running-product.ts';
import type { TestWorld } from './world.ts';

/** What was older than the first pull brings, by account number: never read, and never asked for. */
export type FirstDay = Readonly<{ olderLines: ReadonlyMap<string, readonly string[]>; paymentCount: number }>;

const firstPullSize = 100;
const hourMs = 3_600_000;

/** @param paymentCount how many payments stood in the books before anything was linked */
export async function rememberFirstDay(context: Context, paymentCount: number): Promise<FirstDay> {
  const published = await linesAtPonto(context);
  return {
    olderLines: new Map([...published].map(([number, lines]) => [number, lines.slice(firstPullSize)])),
    paymentCount,
  };
}

/** The promises of the fault catalogue, asked once everything is quiet. */
export async function assertEverythingIsTrue(
  world: TestWorld,
  context: Context,
  product: RunningProduct,
  firstDay: FirstDay,
): Promise<void> {
  await assertEveryLineOnce(context, firstDay);
  await assertNothingOverAllocated(context);
  await assertEveryAllocationPublishedOnce(world, context, firstDay);
  await assertNothingForgotten(world, context);
  const before = await contentsOf(context);
  await product.letPass(4 * hourMs + 60_000);
  expect(await contentsOf(context)).toEqual(before);
}

/** I1: every line that Ponto shows and that is not older than the beginning is stored exactly once, and no other. */
async function assertEveryLineOnce(context: Context, { olderLines }: FirstDay): Promise<void> {
  const published = await linesAtPonto(context);
  expect(published.size).toBeGreaterThan(1);
  const { accounts, transactions } = await inCompany(context.db, context.companyId, async (tx) => ({
    accounts: await tx.select().from(schema.bankAccount),
    transactions: await tx.select().from(schema.bankTransaction),
  }));
  for (const { reference, currency, bankAccountId } of accounts) {
    const number = `${reference} ${currency}`;
    const expected = without(published.get(number) ?? [], olderLines.get(number) ?? []);
    const stored = transactions
      .filter((line) => line.bankAccountId === bankAccountId && line.withdrawnAt === null)
      .map((line) =>
        contentOf({
          day: line.executionDate,
          amountMinor: line.amountMinor,
          name: line.counterpartName,
          text: line.remittanceInformation,
        }),
      );
    expect(stored.toSorted(), number).toEqual(expected.toSorted());
  }
}

/** By account number, newest first, as Ponto tells them. */
async function linesAtPonto(context: Context): Promise<Map<string, string[]>> {
  const connection = await inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
  if (!connection) throw new Error('No live connection');
  return withAccessToken(context, connection.connectionId, async (token) => {
    const lines = new Map<string, string[]>();
    for (const account of (await context.ponto.accounts.list(token, { limit: 100 })).items) {
      const told: string[] = [];
      let after: string | undefined;
      do {
        const page = await context.ponto.transactions.list(token, account.id, { limit: 100, after });
        expect(page.unreadable).toEqual([]);
        for (const { executionDate, amount, counterpartName, remittanceInformation } of page.items) {
          told.push(
            contentOf({
              day: executionDate,
              amountMinor: amount.amountMinor,
              name: counterpartName ?? null,
              text: remittanceInformation ?? null,
            }),
          );
        }
        ({ after } = page.paging);
      } while (after !== undefined);
      lines.set(`${account.iban ?? account.reference} ${account.currency}`, told);
    }
    return lines;
  });
}

function contentOf(line: { day: string; amountMinor: bigint; name: string | null; text: string | null }): string {
  return JSON.stringify([line.day, String(line.amountMinor), line.name, line.text]);
}

function without(lines: readonly string[], gone: readonly string[]): string[] {
  const left = [...lines];
  for (const line of gone) {
    const index = left.lastIndexOf(line);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

/** I2: per line and per document, the parts never exceed the whole. */
async function assertNothingOverAllocated(context: Context): Promise<void> {
  const { lines, documents, active } = await readAllocations(context);
  for (const { bankTransactionId, amountMinor, allocatedMinor } of lines) {
    const sum = sumOf(active.filter((each) => each.bankTransactionId === bankTransactionId));
    expect(sum).toBe(allocatedMinor);
    expect(sum <= (amountMinor < 0n ? -amountMinor : amountMinor)).toBe(true);
  }
  for (const { documentId, totalMinor } of documents)
    expect(sumOf(active.filter((each) => each.documentId === documentId)) <= totalMinor).toBe(true);
}

/** Every allocation stands in the books as exactly one payment, and we wrote no other. */
async function assertEveryAllocationPublishedOnce(
  world: TestWorld,
  context: Context,
  { paymentCount }: FirstDay,
): Promise<void> {
  const { active, publications } = await readAllocations(context);
  const created = publications.filter(({ operation }) => operation === 'create');
  expect(active.length).toBeGreaterThan(0);
  expect(created.filter(({ state }) => state !== 'sent')).toEqual([]);
  expect(new Set(created.map(({ onfactPaymentId }) => onfactPaymentId)).size).toBe(active.length);
  expect(paymentsIn(world).length - paymentCount).toBe(active.length);
}

/** I6 and I7: a time inside the next window, and whatever is not finished has one who moves it. */
async function assertNothingForgotten(world: TestWorld, context: Context): Promise<void> {
  const now = world.services.clock.now().getTime();
  const rows = await inCompany(context.db, context.companyId, async (tx) => ({
    connections: await tx.select().from(schema.connection),
    pulls: await tx.select().from(schema.pull),
    requests: await tx.select().from(schema.synchronizationRequest),
  }));
  for (const { dueAt, leaseUntil } of rows.connections) {
    expect(dueAt && dueAt.getTime() - now).toBeLessThanOrEqual(4 * hourMs + 5_000);
    expect(leaseUntil).toBeNull();
  }
  expect(rows.pulls.filter(({ finishedAt }) => finishedAt === null)).toEqual([]);
  expect(rows.requests.filter(({ state }) => state === 'running')).toEqual([]);
  expect(world.enqueued.filter(({ notBefore }) => notBefore === undefined)).toEqual([]);
}

/** I10: what another pull of the same world must leave as it is. */
async function contentsOf(context: Context): Promise<unknown> {
  return inCompany(context.db, context.companyId, async (tx) => {
    const [transactions, revisions, allocations, publications] = await Promise.all([
      tx.select().from(schema.bankTransaction),
      tx.select().from(schema.bankTransactionRevision),
      tx.select().from(schema.allocation),
      tx.select().from(schema.publication),
    ]);
    return {
      lines: transactions
        .map(({ bankTransactionId, contentHash, revision }) => `${bankTransactionId} ${contentHash} ${revision}`)
        .toSorted(),
      revisionCount: revisions.length,
      allocationCount: allocations.length,
      publications: publications.map(({ publicationId, state }) => `${publicationId} ${state}`).toSorted(),
    };
  });
}

async function readAllocations(context: Context) {
  return inCompany(context.db, context.companyId, async (tx) => {
    const undone = new Set((await tx.select().from(schema.allocationUndo)).map(({ allocationId }) => allocationId));
    const allocations = await tx.select().from(schema.allocation);
    return {
      lines: await tx.select().from(schema.bankTransaction),
      documents: await tx.select().from(schema.openDocument),
      publications: await tx.select().from(schema.publication),
      active: allocations.filter(({ allocationId }) => !undone.has(allocationId)),
    };
  });
}

function sumOf(allocations: readonly { amountMinor: bigint }[]): bigint {
  return allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

export function paymentsIn({ onfact }: TestWorld) {
  return onfact.world.payments(onfact.endpoints.companyUuid);
}
