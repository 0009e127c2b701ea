import {
  findDocumentReading,
  findLiveConnection,
  inCompany,
  listDuePublications,
  listProposals,
  asDispatcher,
  schema,
} from '@onfact-ponto/db';
import { formatStructuredCommunication } from '@onfact-ponto/primitives';
import type { StructuredCommunication } from '@onfact-ponto/primitives';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { connect, givenContextWithBooks, pullDue, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { publishAllocation } from './publish-allocation.ts';
import { reconcileCompany } from './reconcile-company.ts';
import { refreshOpenDocuments } from './refresh-open-documents.ts';
import { retractAllocation } from './retract-allocation.ts';
import { undoAllocation } from './undo-booking.ts';

let world: TestWorld;
let context: Context;
let accountId: string;
let companyUuid: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  companyUuid = world.onfact.endpoints.companyUuid;
  context = await givenContextWithBooks(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  accountId = world.ponto.world.addAccount(organizationId, { reference: 'BE68539007547034' }).id;
  world.ponto.world.synchronizeNow(accountId);
  await connect(context, [accountId]);
  await pullDue(world);
});
afterAll(() => world.stop());
beforeEach(() => {
  world.onCrashPoint.hook = () => undefined;
  world.onfact.world.clearFaults();
  world.clock.offsetMs = 0;
});

describe('a line with the communication and the open amount of one invoice', () => {
  it('is booked, explained, and written to the books', async () => {
    const invoice = givenInvoice('242.00');
    const line = await givenReceived('242.00', written(invoice));
    await reconcileAndPublish();

    expect(await allocationsOf(line)).toMatchObject([
      {
        cause: 'rule',
        amountMinor: 242_00n,
        reasons: [
          { code: 'structured_communication_in_text', matchedText: written(invoice).replaceAll('+', '') },
          { code: 'amount_exact', matchedText: null },
        ],
      },
    ]);
    expect(paymentsOf(invoice)).toMatchObject([{ amountMinor: 242_00n, iban: 'BE64733120447152' }]);
    expect(world.onfact.world.openMinor(companyUuid, invoice.id)).toBe(0n);
  });

  it.each([
    ['one cent less', '241.99'],
    ['one cent more', '242.01'],
  ])('is left to a person when it is %s', async (_, amount) => {
    const invoice = givenInvoice('242.00');
    const line = await givenReceived(amount, written(invoice));
    await reconcileAndPublish();
    expect(await allocationsOf(line)).toEqual([]);
    expect(paymentsOf(invoice)).toEqual([]);
  });

  it('is left to a person when two lines pay the same invoice', async () => {
    const invoice = givenInvoice('75.00');
    const first = await givenReceived('75.00', written(invoice));
    const second = await givenReceived('75.00', written(invoice));
    await reconcileAndPublish();
    expect([...(await allocationsOf(first)), ...(await allocationsOf(second))]).toEqual([]);
  });

  it('is left to a person when the money went out', async () => {
    const invoice = givenInvoice('60.00');
    const line = await givenReceived('-60.00', written(invoice));
    await reconcileAndPublish();
    expect(await allocationsOf(line)).toEqual([]);
  });

  it('is left to a person when the invoice was paid in onFact meanwhile', async () => {
    const invoice = givenInvoice('61.00');
    world.onfact.world.payDocument(companyUuid, invoice.id);
    const line = await givenReceived('61.00', written(invoice));
    await reconcileAndPublish();
    expect(await allocationsOf(line)).toEqual([]);
  });

  it('is not written when the invoice was paid between booking and writing; a person sees why', async () => {
    const invoice = givenInvoice('62.00');
    await givenReceived('62.00', written(invoice));
    await refreshOpenDocuments(context);
    await reconcileCompany(context);
    world.onfact.world.payDocument(companyUuid, invoice.id);
    await publishDue();
    expect(paymentsOf(invoice)).toHaveLength(1);
    expect(await publications()).toContainEqual(
      expect.objectContaining({ state: 'failed', problem: 'document_not_open', dueAt: null }),
    );
  });
});

it('is not booked when line or invoice changed after the matcher saw them', async () => {
  const invoice = givenInvoice('63.00');
  const line = await givenReceived('63.00', written(invoice));
  await refreshOpenDocuments(context);
  const slow = contextAfterReading(async () => {
    world.onfact.world.payDocument(companyUuid, invoice.id);
    await refreshOpenDocuments(context);
  });
  await reconcileCompany(slow);
  expect(await allocationsOf(line)).toEqual([]);
});

describe('undo', () => {
  it('frees line and invoice, takes the payment back in onFact, and the rule does not book it again', async () => {
    const invoice = givenInvoice('310.00');
    const line = await givenReceived('310.00', written(invoice));
    await reconcileAndPublish();
    const [booked] = await allocationsOf(line);

    await undoAllocation(context, { allocationId: booked?.allocationId ?? '' });
    await publishDue();
    expect(paymentsOf(invoice)).toEqual([]);
    expect(world.onfact.world.openMinor(companyUuid, invoice.id)).toBe(310_00n);

    await reconcileAndPublish();
    expect(paymentsOf(invoice)).toEqual([]);
  });

  it('proposes the invoice again as soon as onFact calls it open again', async () => {
    const invoice = givenInvoice('313.00');
    const line = await givenReceived('313.00', written(invoice));
    await reconcileAndPublish();
    const [booked] = await allocationsOf(line);
    await undoAllocation(context, { allocationId: booked?.allocationId ?? '' });
    await reconcileCompany(context);
    world.enqueued.length = 0;

    await publishDue();
    for (const { queue } of [...world.enqueued]) if (queue === 'reconcile-company') await reconcileCompany(context);
    const [first] = await proposedFor(booked?.bankTransactionId ?? '');
    expect(first).toBe(booked?.documentId);
  });

  it('before the booking was written writes nothing at all', async () => {
    const invoice = givenInvoice('311.00');
    const line = await givenReceived('311.00', written(invoice));
    await refreshOpenDocuments(context);
    await reconcileCompany(context);
    const [booked] = await allocationsOf(line);
    await undoAllocation(context, { allocationId: booked?.allocationId ?? '' });
    await publishDue();
    expect(paymentsOf(invoice)).toEqual([]);
    expect(await openPublications()).toEqual([]);
  });

  it('is refused the second time', async () => {
    const invoice = givenInvoice('312.00');
    const line = await givenReceived('312.00', written(invoice));
    await reconcileAndPublish();
    const [booked] = await allocationsOf(line);
    const allocationId = booked?.allocationId ?? '';
    await undoAllocation(context, { allocationId });
    await expect(undoAllocation(context, { allocationId })).rejects.toMatchObject({
      code: 'allocation_already_undone',
    });
    await publishDue();
  });
});

describe('writing to onFact exactly once', () => {
  it('when the invoice cannot be settled after its payment was taken', async () => {
    const invoice = givenInvoice('410.00');
    await givenReceived('410.00', written(invoice));
    world.onfact.world.injectFault({
      method: 'GET',
      path: `*/invoices/${invoice.id}.json`,
      skip: 1,
      effect: { kind: 'status', status: 503 },
    });
    await reconcileAndPublish();
    expect(paymentsOf(invoice)).toHaveLength(1);
    expect(await openPublications()).toMatchObject([{ state: 'sent', problem: 'onfact_server' }]);

    world.clock.offsetMs += 3_600_000;
    await publishDue();
    expect(paymentsOf(invoice)).toHaveLength(1);
    expect(await openPublications()).toEqual([]);
  });

  it('and not at all when the booking was undone while its first try was in doubt', async () => {
    const invoice = givenInvoice('411.00');
    const line = await givenReceived('411.00', written(invoice));
    const path = `*/invoices/${invoice.id}/payments*`;
    world.onfact.world.injectFault({ method: 'POST', path, effect: { kind: 'drop' } });
    await reconcileAndPublish();
    const [booked] = await allocationsOf(line);
    await undoAllocation(context, { allocationId: booked?.allocationId ?? '' });

    world.onfact.world.injectFault({ method: 'POST', path, effect: { kind: 'status-after', status: 500 } });
    world.clock.offsetMs += 3_600_000;
    await publishDue();
    expect(paymentsOf(invoice)).toEqual([]);
    world.clock.offsetMs += 3_600_000;
    await publishDue();
    expect(await openPublications()).toEqual([]);
    expect(paymentsOf(invoice)).toEqual([]);
  });

  it('and not at all when the invoice became smaller than what was booked on it; a person sees why', async () => {
    const invoice = givenInvoice('412.00');
    await givenReceived('412.00', written(invoice));
    await refreshOpenDocuments(context);
    await reconcileCompany(context);
    invoice.exclMinor -= 12_00n;
    await publishDue();
    expect(paymentsOf(invoice)).toEqual([]);
    expect(await publications()).toContainEqual(
      expect.objectContaining({ state: 'failed', problem: 'document_total_changed', dueAt: null }),
    );
  });

  it.each([
    ['the answer was lost', { kind: 'drop-after' } as const],
    ['it answered 500 after doing it', { kind: 'status-after', status: 500 } as const],
    ['the answer was cut', { kind: 'truncate' } as const],
  ])('when %s', async (_, effect) => {
    const invoice = givenInvoice('420.00');
    await givenReceived('420.00', written(invoice));
    world.onfact.world.injectFault({ method: 'POST', path: `*/invoices/${invoice.id}/payments*`, effect });
    await reconcileAndPublish();
    expect(await openPublications()).toMatchObject([{ state: 'unknown' }]);

    world.clock.offsetMs += 3_600_000;
    await publishDue();
    expect(paymentsOf(invoice)).toHaveLength(1);
    expect(await openPublications()).toEqual([]);
  });

  it.each([
    ['it was busy', { kind: 'status', status: 429, retryAfter: '1' } as const],
    ['it failed before doing it', { kind: 'status', status: 500 } as const],
    ['nothing answered', { kind: 'drop' } as const],
  ])('after another try when %s', async (_, effect) => {
    const invoice = givenInvoice('421.00');
    await givenReceived('421.00', written(invoice));
    world.onfact.world.injectFault({ method: 'POST', path: `*/invoices/${invoice.id}/payments*`, effect });
    await reconcileAndPublish();
    expect(paymentsOf(invoice)).toEqual([]);

    world.clock.offsetMs += 3_600_000;
    await publishDue();
    expect(paymentsOf(invoice)).toHaveLength(1);
  });

  it.each(['publication.sending', 'publication.answered', 'publication.sent'] as const)(
    'when the process dies at %s',
    async (point) => {
      const invoice = givenInvoice('430.00');
      await givenReceived('430.00', written(invoice));
      await refreshOpenDocuments(context);
      await reconcileCompany(context);
      const rows = await openPublications();
      world.onCrashPoint.hook = (name) => (name === point ? new Promise<never>(() => undefined) : undefined);
      for (const { publicationId } of rows) void publishAllocation(context, { publicationId });
      await expect.poll(async () => (await publications()).filter(({ state }) => state === 'pending')).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      world.onCrashPoint.hook = () => undefined;

      world.clock.offsetMs += 3_600_000;
      await publishDue();
      expect(paymentsOf(invoice)).toHaveLength(1);
      expect(await openPublications()).toEqual([]);
    },
  );

  it('when two equal lines pay two equal invoices and both answers are lost', async () => {
    const invoices = [givenInvoice('55.00'), givenInvoice('55.00')];
    for (const invoice of invoices) await givenReceived('55.00', written(invoice));
    world.onfact.world.injectFault({ method: 'POST', path: '*/payments*', effect: { kind: 'drop-after' }, times: 2 });
    await reconcileAndPublish();
    // The second waits for the outcome of the first, and loses its own answer too.
    for (let hour = 0; hour < 4; hour += 1) {
      world.clock.offsetMs += 3_600_000;
      await publishDue();
    }
    for (const invoice of invoices) expect(paymentsOf(invoice)).toHaveLength(1);
    const ids = (await publications()).flatMap(({ onfactPaymentId }) => onfactPaymentId ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('deletes the payment once, also when that answer is lost', async () => {
    const invoice = givenInvoice('56.00');
    const line = await givenReceived('56.00', written(invoice));
    await reconcileAndPublish();
    world.onfact.world.injectFault({ method: 'DELETE', path: '*/payments/*', effect: { kind: 'drop-after' } });
    const [booked] = await allocationsOf(line);
    await undoAllocation(context, { allocationId: booked?.allocationId ?? '' });
    await publishDue();
    world.clock.offsetMs += 3_600_000;
    await publishDue();
    expect(paymentsOf(invoice)).toEqual([]);
    expect(await openPublications()).toEqual([]);
  });
});

it('reads every invoice again after a reading that was broken off', async () => {
  const invoices = Array.from({ length: 130 }, (_, index) => givenInvoice(`${1000 + index}.00`));
  await refreshOpenDocuments(context);
  for (const { id } of invoices) world.onfact.world.payDocument(companyUuid, id);

  const dying = withPages(context, async function* (pages) {
    for await (const page of pages) {
      yield page;
      await new Promise<never>(() => undefined);
    }
  });
  void refreshOpenDocuments(dying);
  await expect.poll(async () => (await openInvoicesOf(invoices)).length).toBeLessThan(130);
  await refreshOpenDocuments(context);
  expect(await openInvoicesOf(invoices)).toEqual([]);
});

it('does not mark a new key for the refusal of the old one', async () => {
  world.onfact.world.injectFault({ path: '*/invoices*', effect: { kind: 'status', status: 401 } });
  const replaced = withPages(context, async function* (pages) {
    await givenContextWithBooks(world);
    yield* pages;
  });
  await refreshOpenDocuments(replaced);
  await refreshOpenDocuments(context);
  const reading = await readingOfInvoices();
  expect(reading).toMatchObject({ problem: null });
});

it('rests and says why when onFact refuses the key', async () => {
  world.onfact.world.injectFault({ path: '*/invoices*', effect: { kind: 'status', status: 401 } });
  await refreshOpenDocuments(context);
  const reading = await readingOfInvoices();
  expect(reading).toMatchObject({ problem: 'refused' });
  await givenContextWithBooks(world);
});

async function readingOfInvoices() {
  return inCompany(context.db, context.companyId, (tx) =>
    findDocumentReading(tx, { companyId: context.companyId, kind: 'sales_invoice' }),
  );
}

/** Something happens after the first transaction: between reading the lines and booking them. */
function contextAfterReading(happens: () => Promise<void>): Context {
  let isDone = false;
  const db = new Proxy(context.db, {
    get(target, name, receiver) {
      if (name !== 'transaction') return Reflect.get(target, name, receiver) as unknown;
      return async (...work: Parameters<Context['db']['transaction']>) => {
        const result = await target.transaction(...work);
        if (!isDone) {
          isDone = true;
          await happens();
        }
        return result;
      };
    },
  });
  return { ...context, db };
}

type Pages = ReturnType<ReturnType<Context['onfactFor']>['invoices']['pages']>;

/** The list of invoices comes through `change`. */
function withPages(from: Context, change: (pages: Pages) => Pages): Context {
  return {
    ...from,
    onfactFor: (credentials) => {
      const client = from.onfactFor(credentials);
      return { ...client, invoices: { ...client.invoices, pages: () => change(client.invoices.pages()) } };
    },
  };
}

function openInvoicesOf(invoices: readonly Invoice[]) {
  const ids = new Set(invoices.map(({ id }) => id));
  return inCompany(context.db, context.companyId, async (tx) => {
    const rows = await tx.select().from(schema.openDocument);
    return rows.filter(({ onfactId, isOpen }) => isOpen && ids.has(onfactId));
  });
}

type Invoice = ReturnType<typeof givenInvoice>;

function givenInvoice(amount: string) {
  return world.onfact.world.addInvoice(companyUuid, { amount });
}

function written({ ogm }: Invoice): string {
  const digits = ogm?.replace(/\D/g, '') ?? '';
  return formatStructuredCommunication(digits as StructuredCommunication);
}

async function givenReceived(amount: string, remittanceInformation: string): Promise<string> {
  const [id = ''] = world.ponto.world.addTransactions(
    accountId,
    [
      {
        amount,
        remittanceInformation,
        counterpartName: 'Garage Moerbeke NV',
        counterpartReference: 'BE64733120447152',
      },
    ],
    { published: true },
  );
  await inCompany(context.db, context.companyId, async (tx) => {
    const connection = await findLiveConnection(tx, context.companyId);
    if (!connection) throw new Error('Not connected');
    await tx.update(schema.connection).set({ dueAt: context.clock.now() });
  });
  await pullDue(world);
  return id;
}

async function reconcileAndPublish(): Promise<void> {
  await refreshOpenDocuments(context);
  await reconcileCompany(context);
  await publishDue();
}

/** What the dispatcher and the worker do with the outbox. */
async function publishDue(): Promise<void> {
  const due = await asDispatcher(context.db, (tx) =>
    listDuePublications(tx, { now: context.clock.now(), limit: 100, limitPerCompany: 100 }),
  );
  for (const { publicationId, operation } of due) {
    const handle = operation === 'create' ? publishAllocation : retractAllocation;
    await handle(context, { publicationId });
  }
}

async function allocationsOf(sourceReference: string) {
  return inCompany(context.db, context.companyId, async (tx) => {
    const lines = await tx.select().from(schema.bankTransaction);
    const line = lines.find((candidate) => candidate.sourceReference === sourceReference);
    const rows = await tx.select().from(schema.allocation);
    return rows.filter(({ bankTransactionId }) => bankTransactionId === line?.bankTransactionId);
  });
}

async function proposedFor(bankTransactionId: string) {
  const rows = await inCompany(context.db, context.companyId, (tx) =>
    listProposals(tx, context.companyId, { bankTransactionIds: [bankTransactionId] }),
  );
  return rows.flatMap(({ choices }) => choices.flatMap(({ allocations }) => allocations.map((one) => one.documentId)));
}

function publications() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.publication));
}

async function openPublications() {
  return (await publications()).filter(({ dueAt }) => dueAt !== null);
}

function paymentsOf({ id }: Invoice) {
  return world.onfact.world.payments(companyUuid).filter(({ documentId }) => documentId === id);
}
