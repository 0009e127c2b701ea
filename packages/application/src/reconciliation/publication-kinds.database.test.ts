import { asDispatcher, findListedTransactions, inCompany, listDuePublications, schema } from '@onfact-ponto/db';
import type { BankAccount, OpenDocument } from '@onfact-ponto/db';
import { givenBankAccount, givenLines, lineReading } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { givenContextWithBooks, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { auditMoney } from './audit-money.ts';
import { confirmMatch } from './confirm-match.ts';
import { openAmountOf } from './load-ledger.ts';
import { publishAllocation } from './publish-allocation.ts';
import { readProposals } from './read-proposals.ts';
import { reconcileCompany } from './reconcile-company.ts';
import { refreshOpenDocuments } from './refresh-open-documents.ts';
import { retractAllocation } from './retract-allocation.ts';
import { takeBack } from './take-back.ts';
import { writeBookings } from './write-bookings.ts';

let world: TestWorld;
let context: Context;
let account: BankAccount;
let companyUuid: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  companyUuid = world.onfact.endpoints.companyUuid;
  context = await givenContextWithBooks(world);
  account = await givenBankAccount(world.database.db, context.companyId);
});
afterAll(() => world.stop());

it('a line that pays an invoice less a credit note is a payment on each', async () => {
  const [invoice, credit] = [await given('invoices', '121.00'), await given('creditnotes', '21.00')];
  await book(100_00n, [
    { document: invoice, amountMinor: 121_00n },
    { document: credit, amountMinor: 21_00n },
  ]);
  await publishDue();
  expect([amountsOn(invoice), amountsOn(credit)]).toEqual([[121_00n], [21_00n]]);
  expect([statusOf(invoice), statusOf(credit)]).toEqual(['paid', 'paid']);
});

it('money that goes out pays a purchase, with the sign that onFact is set to want', async () => {
  const purchases = [await given('purchases', '50.00'), await given('purchases', '50.00')];
  for (const [index, purchase] of purchases.entries()) {
    await book(-50_00n, [{ document: purchase, amountMinor: 50_00n }]);
    await publishDue({
      ...context,
      settings: { ...context.settings, outgoingPayments: index === 0 ? 'positive' : 'negative' },
    });
  }
  expect(purchases.map(amountsOn)).toEqual([[50_00n], [-50_00n]]);
  expect(purchases.map(statusOf)).toEqual(['paid', 'paid']);
});

it('what closes an invoice beside the money is told as its state, and taken back with it', async () => {
  const invoice = await given('invoices', '100.00');
  const [allocation] = await book(98_00n, [{ document: invoice, amountMinor: 98_00n, adjustmentMinor: 2_00n }]);
  await publishDue();
  expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[98_00n], 'paid']);
  await undo(allocation);
  await publishDue();
  expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[], 'sent']);
});

describe('a discount for early payment of 2 percent, 8 days', () => {
  const termEnds = '2026-11-10';

  it('taken over by a person as it was proposed: the money is the payment, and onFact shows the invoice as paid', async () => {
    const { invoice, lineId } = await givenDiscounted('200.00', { paidMinor: 196_00n, paidOn: termEnds });
    expect(await proposalFor(lineId)).toMatchObject({ differenceMinor: 4_00n, remainder: 'difference' });

    await takeOver(lineId);
    await publishDue();

    const [allocation, ...more] = await allocationsOf(lineId);
    expect(more).toEqual([]);
    expect(allocation).toMatchObject({ cause: 'person', amountMinor: 196_00n, adjustmentMinor: 4_00n });
    expect(allocation?.adjustmentKind).toBe('discount');
    expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[196_00n], 'paid']);
    expect(openAmountOf(await rowOf(invoice))).toBe(0n);
    expect(await auditMoney(context)).toEqual([]);

    await undo(allocation);
    await publishDue();
    expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[], 'sent']);
    expect(openAmountOf(await rowOf(invoice))).toBe(200_00n);
  });

  it('a day after its term is no discount: what is missing stays open, and letting it go is refused', async () => {
    const { invoice, lineId } = await givenDiscounted('210.00', { paidMinor: 205_80n, paidOn: '2026-11-11' });
    const proposal = await proposalFor(lineId);
    expect(proposal).toMatchObject({ differenceMinor: 4_20n, remainder: 'leave_open' });

    await expect(takeOver(lineId, 'difference')).rejects.toMatchObject({ code: 'difference_over_limit' });
    await takeOver(lineId);
    await publishDue();

    expect(await allocationsOf(lineId)).toMatchObject([{ amountMinor: 205_80n, adjustmentMinor: 0n }]);
    expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[205_80n], 'sent']);
    expect(openAmountOf(await rowOf(invoice))).toBe(4_20n);
  });

  async function givenDiscounted(amount: string, { paidMinor, paidOn }: { paidMinor: bigint; paidOn: string }) {
    const invoice = await given('invoices', amount, { date: '2026-11-02', discount: { percent: '2', days: 8 } });
    const { structuredCommunication: remittanceInformation } = await rowOf(invoice);
    const reading = lineReading({
      amountMinor: paidMinor,
      executionDate: paidOn,
      valueDate: paidOn,
      remittanceInformation,
    });
    const [lineId = ''] = await givenLines(context.db, account, [reading]);
    expect(await reconcileCompany(context)).toEqual({ bookedCount: 0 });
    return { invoice, lineId };
  }

  async function proposalFor(lineId: string) {
    const { choices } = await readProposals(context, { bankTransactionId: lineId });
    return choices[0];
  }

  /** As the workbench sends it: what it was shown, with the remainder that it was shown. */
  async function takeOver(lineId: string, remainder?: 'difference') {
    const { seen, transaction, choices } = await readProposals(context, { bankTransactionId: lineId });
    const [first] = choices;
    if (!first) throw new Error('Nothing is proposed');
    await confirmMatch(context, {
      bankTransactionId: lineId,
      allocations: first.allocations.map(({ document, amountMinor }) => ({
        documentId: document.documentId,
        amount: { amountMinor, currency: transaction.currency },
        version: document.seenVersion,
      })),
      remainder: remainder ?? first.remainder,
      seen,
    });
  }
});

it('an invoice that somebody paid in another way stays paid when our part is taken back', async () => {
  world.onfact.world.configure({ reopens: false });
  const invoice = await given('invoices', '100.00');
  const [allocation] = await book(40_00n, [{ document: invoice, amountMinor: 40_00n }]);
  await publishDue();
  world.onfact.world.changeDocument(companyUuid, invoice.onfactId, { status: 'paid' });
  await undo(allocation);
  await publishDue();
  world.onfact.world.configure({ reopens: true });
  expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[], 'paid']);
});

it.each([
  ['locked', { locked: true }, 'document_locked'],
  ['deleted', { deleted: true }, 'document_deleted'],
  ['paid elsewhere', { status: 'paid' }, 'document_not_open'],
  ['smaller now', { exclMinor: 10_00n, taxMinor: 0n }, 'document_total_changed'],
])('a document that is %s takes no payment; a person sees why', async (_what, change, problem) => {
  const invoice = await given('invoices', '64.00');
  const [allocation] = await book(64_00n, [{ document: invoice, amountMinor: 64_00n }]);
  world.onfact.world.changeDocument(companyUuid, invoice.onfactId, change);
  await publishDue();
  expect(amountsOn(invoice)).toEqual([]);
  expect(await publicationOf(allocation, 'create')).toMatchObject({ state: 'failed', problem, dueAt: null });
  expect(await troubleOf(allocation)).toBe('not_in_books');

  await undo(allocation);
  await publishDue();
  expect(await troubleOf(allocation)).toBeNull();
});

it('a payment on a document that was locked since is taken back once the period is open again; a person sees why', async () => {
  const invoice = await given('invoices', '65.00');
  const [allocation] = await book(65_00n, [{ document: invoice, amountMinor: 65_00n }]);
  await publishDue();
  world.onfact.world.changeDocument(companyUuid, invoice.onfactId, { locked: true });
  await undo(allocation);
  await publishDue();
  expect(amountsOn(invoice)).toEqual([65_00n]);
  const refused = { state: 'failed', problem: 'document_locked' };
  expect(await publicationOf(allocation, 'retract')).toMatchObject(refused);
  expect(await troubleOf(allocation)).toBe('left_in_books');

  world.clock.offsetMs += 3_600_000;
  await publishDue();
  expect(await publicationOf(allocation, 'retract')).toMatchObject(refused);
  expect(amountsOn(invoice)).toEqual([65_00n]);

  world.onfact.world.changeDocument(companyUuid, invoice.onfactId, { locked: false });
  world.clock.offsetMs += 3_600_000;
  await publishDue();
  expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[], 'sent']);
  expect(await troubleOf(allocation)).toBeNull();
});

it('a payment is booked again only after the one before was taken back', async () => {
  const invoice = await given('invoices', '66.00');
  const [first] = await book(66_00n, [{ document: invoice, amountMinor: 66_00n }]);
  await publishDue();
  await undo(first);
  const [second] = await book(66_00n, [{ document: invoice, amountMinor: 66_00n }]);
  await publishAllocation(context, await publicationOf(second, 'create'));
  expect(amountsOn(invoice)).toEqual([66_00n]);
  await publishDue();
  world.clock.offsetMs += 60_000;
  await publishDue();
  expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[66_00n], 'paid']);
});

it('a write that was given up and done afterwards all the same is found', async () => {
  const invoice = await given('invoices', '67.00');
  await book(67_00n, [{ document: invoice, amountMinor: 67_00n }]);
  world.onfact.world.injectFault({
    method: 'POST',
    path: '*/payments.json',
    effect: { kind: 'delay', milliseconds: 600 },
  });
  const hasty: Context = {
    ...context,
    onfactFor: (credentials) => {
      const client = context.onfactFor(credentials);
      const createPayment: typeof client.invoices.createPayment = (id, payment) =>
        client.invoices.createPayment(id, payment, { signal: AbortSignal.timeout(100) });
      return { ...client, invoices: { ...client.invoices, createPayment } };
    },
  };
  await publishDue(hasty);
  await expect.poll(() => amountsOn(invoice)).toEqual([67_00n]);
  world.clock.offsetMs += 3_600_000;
  await publishDue();
  expect([amountsOn(invoice), statusOf(invoice)]).toEqual([[67_00n], 'paid']);
});

/** What the list of transactions warns of. */
async function troubleOf(allocation: { bankTransactionId: string } | undefined) {
  const ids = [allocation?.bankTransactionId ?? ''];
  const [line] = await inCompany(context.db, context.companyId, (tx) =>
    findListedTransactions(tx, context.companyId, ids),
  );
  return line?.troubleInBooks;
}

type Document = Readonly<{ documentId: string; onfactId: number }>;
type NewDocument = Parameters<TestWorld['onfact']['world']['addDocument']>[1];
type Kind = NewDocument['kind'];
type Terms = Pick<NewDocument, 'date' | 'discount'>;

async function given(kind: Kind, amount: string, more: Terms = {}): Promise<Document> {
  const { id: onfactId } = world.onfact.world.addDocument(companyUuid, { kind, amount, ...more });
  await refreshOpenDocuments(context);
  return { onfactId, documentId: (await rowOf({ onfactId })).documentId };
}

async function rowOf({ onfactId }: Pick<Document, 'onfactId'>): Promise<OpenDocument> {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
  const found = rows.find((row) => row.onfactId === onfactId);
  if (!found) throw new Error('There is no such document');
  return found;
}

async function book(
  amountMinor: bigint,
  parts: readonly { document: Document; amountMinor: bigint; adjustmentMinor?: bigint }[],
) {
  const [bankTransactionId = ''] = await givenLines(context.db, account, [lineReading({ amountMinor })]);
  await inCompany(context.db, context.companyId, (tx) =>
    writeBookings(tx, context, [
      {
        bankTransactionId,
        allocations: parts.map(({ document, adjustmentMinor = 0n, ...part }) => ({
          documentId: document.documentId,
          amountMinor: part.amountMinor,
          adjustmentMinor,
          adjustmentKind: adjustmentMinor > 0n ? 'discount' : null,
        })),
        cause: 'person',
        rule: null,
        matcherVersion: null,
        confidence: null,
        matchRunId: null,
        reasons: [],
      },
    ]),
  );
  return allocationsOf(bankTransactionId);
}

async function allocationsOf(bankTransactionId: string) {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.allocation));
  return rows.filter((row) => row.bankTransactionId === bankTransactionId);
}

type Allocation = Awaited<ReturnType<typeof book>>[number] | undefined;

async function undo(allocation: Allocation): Promise<void> {
  if (!allocation) throw new Error('Nothing was booked');
  await inCompany(context.db, context.companyId, (tx) => takeBack(tx, context, [allocation], 'taken_back'));
}

async function publishDue(by: Context = context): Promise<void> {
  const due = await asDispatcher(context.db, (tx) =>
    listDuePublications(tx, { now: context.clock.now(), limit: 100, limitPerCompany: 100 }),
  );
  for (const { publicationId, operation } of due) {
    await (operation === 'create' ? publishAllocation : retractAllocation)(by, { publicationId });
  }
}

async function publicationOf(allocation: Allocation, operation: 'create' | 'retract') {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.publication));
  const found = rows.find((row) => row.allocationId === allocation?.allocationId && row.operation === operation);
  if (!found) throw new Error('No such publication');
  return found;
}

function amountsOn({ onfactId }: Document): bigint[] {
  const payments = world.onfact.world.payments(companyUuid).filter(({ documentId }) => documentId === onfactId);
  return payments.map(({ amountMinor }) => amountMinor);
}

function statusOf({ onfactId }: Document): string | undefined {
  return world.onfact.world.company(companyUuid).documents.find(({ id }) => id === onfactId)?.status;
}
