import { inCompany, schema } from '@onfact-ponto/db';
import type { DocumentKind, Transaction } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { getPurchasesReading } from '../payment-initiation/get-purchases-reading.ts';
import { connect, givenContextWithBooks, pullDue, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { refreshOpenDocuments } from './refresh-open-documents.ts';

const iban = 'BE68539007547034';
const day = 86_400_000;

let world: TestWorld;
let context: Context;
let companyUuid: string;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
  companyUuid = world.onfact.endpoints.companyUuid;
  context = await givenContextWithBooks(world);
  const organizationId = world.ponto.world.organizations()[0]?.id ?? '';
  const { id } = world.ponto.world.addAccount(organizationId, { reference: iban });
  world.ponto.world.synchronizeNow(id);
  await connect(context, [id]);
  await pullDue(world);
});
afterAll(() => world.stop());
beforeEach(() => {
  world.onfact.world.clearFaults();
  world.onfact.world.clearCalls();
});

describe('after a refresh', () => {
  it.each<[Parameters<TestWorld['onfact']['world']['addDocument']>[1]['kind'], DocumentKind, string]>([
    ['invoices', 'sales_invoice', '100.00'],
    ['creditnotes', 'sales_credit_note', '20.00'],
    ['paymentrequests', 'payment_request', '30.00'],
    ['purchases', 'purchase_invoice', '40.00'],
    ['purchases', 'purchase_credit_note', '-40.00'],
  ])('%s are known here as %s', async (kind, known, amount) => {
    const { id } = world.onfact.world.addDocument(companyUuid, { kind, amount });
    await refreshOpenDocuments(context);
    const magnitude = BigInt(amount.replace(/[-.]/g, ''));
    expect(await documentOf(id)).toMatchObject({ kind: known, isOpen: true, totalMinor: magnitude, version: 1 });
  });

  it('a purchase says whom to pay, where, and under which number', async () => {
    const payee = { iban: 'BE71096123456769', bic: 'KEMPBEBBXXX' };
    const { id } = world.onfact.world.addDocument(companyUuid, {
      kind: 'purchases',
      amount: '363.00',
      contactName: 'Houthandel Leemans NV',
      payee,
      reference: 'F26/1804',
    });
    await refreshOpenDocuments(context);
    expect(await documentOf(id)).toMatchObject({
      contactName: 'Houthandel Leemans NV',
      payeeIban: payee.iban,
      payeeBic: payee.bic,
      orderReference: 'F26/1804',
    });
    expect(await contacts()).toContainEqual(
      expect.objectContaining({ name: 'Houthandel Leemans NV', isSupplier: true, isCustomer: false }),
    );
  });

  it('an invoice says what may be kept by whoever pays early', async () => {
    const { id } = world.onfact.world.addDocument(companyUuid, {
      kind: 'invoices',
      amount: '200.00',
      date: '2026-11-02',
      discount: { percent: '2', days: 8 },
    });
    await refreshOpenDocuments(context);
    expect(await documentOf(id)).toMatchObject({ discountMinor: 400n, discountUntil: '2026-11-10' });
  });

  it.each([
    ['paid elsewhere', (id: number) => void world.onfact.world.payDocument(companyUuid, id), { isOpen: false }],
    ['locked', (id: number) => change(id, { locked: true }), { isLocked: true }],
    ['of another amount', (id: number) => change(id, { exclMinor: 50_00n, taxMinor: 0n }), { totalMinor: 50_00n }],
    ['in a state that we do not know', (id: number) => change(id, { status: 'expired' }), { isOpen: false }],
  ])('a document that is %s is another version', async (_what, happen, expected) => {
    addPaymentAccount();
    const { id } = world.onfact.world.addDocument(companyUuid, { kind: 'invoices', amount: '77.00' });
    await refreshOpenDocuments(context);
    happen(id);
    await refreshOpenDocuments(context);
    expect(await documentOf(id)).toMatchObject({ ...expected, version: 2 });
  });

  it('a document that was deleted is closed on the next day at the latest', async () => {
    const { id } = world.onfact.world.addDocument(companyUuid, { kind: 'purchases', amount: '78.00' });
    await refreshOpenDocuments(context);
    change(id, { deleted: true });
    world.clock.offsetMs += day;
    await refreshOpenDocuments(context);
    expect(await documentOf(id)).toMatchObject({ isOpen: false, isDeleted: true });
  });

  it('a document that onFact does not know at all any more is closed too', async () => {
    const { id } = world.onfact.world.addDocument(companyUuid, { kind: 'invoices', amount: '79.00' });
    await refreshOpenDocuments(context);
    const { documents } = world.onfact.world.company(companyUuid);
    documents.splice(documents.findIndex((document) => document.id === id));
    world.clock.offsetMs += day;
    await refreshOpenDocuments(context);
    expect(await documentOf(id)).toMatchObject({ isOpen: false, isDeleted: true });
  });

  it('a contact has its new name', async () => {
    world.onfact.world.addInvoice(companyUuid, { amount: '10.00', customerName: 'Bakkerij Hoste' });
    await refreshOpenDocuments(context);
    const known = world.onfact.world.company(companyUuid).contacts.find(({ name }) => name === 'Bakkerij Hoste');
    world.onfact.world.advanceClock(60_000);
    world.onfact.world.changeContact(companyUuid, known?.id ?? 0, { name: 'Bakkerij Hoste & Zn' });
    await refreshOpenDocuments(context);
    expect((await contacts()).map(({ name }) => name)).toContain('Bakkerij Hoste & Zn');
  });

  it('our account is the payment account with its IBAN, until that is gone', async () => {
    const { id } = addPaymentAccount();
    await refreshOpenDocuments(context);
    expect(await mapped()).toContain(id);
    for (const account of world.onfact.world.company(companyUuid).paymentAccounts) account.deleted = true;
    await refreshOpenDocuments(context);
    expect(await mapped()).toEqual([null]);
  });
});

describe('a refresh', () => {
  it('reads only the newest of each list, again and again', async () => {
    for (let count = 0; count < 230; count += 1) {
      if (count % 50 === 0) world.onfact.world.advanceClock(60_000);
      world.onfact.world.addDocument(companyUuid, { kind: 'invoices', amount: '5.00' });
    }
    await refreshOpenDocuments(context);
    world.onfact.world.clearCalls();
    await refreshOpenDocuments(context);
    const lists = world.onfact.world.calls().filter(({ path }) => path.includes('/invoices.json'));
    expect(lists).toHaveLength(1);
  });

  it('reads all of an onFact that does not heed the order', async () => {
    world.onfact.world.configure({ ordersLists: false });
    world.onfact.world.addDocument(companyUuid, { kind: 'invoices', amount: '6.00' });
    const { id } = world.onfact.world.addDocument(companyUuid, { kind: 'invoices', amount: '6.01' });
    world.onfact.world.advanceClock(60_000);
    await refreshOpenDocuments(context);
    change(id, { locked: true });
    await refreshOpenDocuments(context);
    world.onfact.world.configure({ ordersLists: true });
    expect(await documentOf(id)).toMatchObject({ isLocked: true });
  });

  it.each([403, 404])('goes on with the rest where one list answers %i, and says which', async (status) => {
    world.onfact.world.injectFault({ path: '*/purchases.json', effect: { kind: 'status', status } });
    const { id } = world.onfact.world.addDocument(companyUuid, { kind: 'invoices', amount: '7.00' });
    await refreshOpenDocuments(context);
    expect(await documentOf(id)).toBeDefined();
    expect(await problemOf('purchase_invoice')).toBe(status === 403 ? 'onfact_forbidden' : 'onfact_not_found');
    expect(await problemOf('sales_invoice')).toBeNull();
    await refreshOpenDocuments(context);
    expect(await problemOf('purchase_invoice')).toBeNull();
  });

  it('whoever pays purchases learns until when they were read, and what keeps them from being read now', async () => {
    await refreshOpenDocuments(context);
    const { readAt } = await getPurchasesReading(context);
    expect(readAt).not.toBeNull();
    expect(await getPurchasesReading(context)).toEqual({ state: 'working', readAt });

    world.onfact.world.injectFault({ path: '*/purchases.json', effect: { kind: 'status', status: 403 } });
    await refreshOpenDocuments(context);
    expect(await getPurchasesReading(context)).toEqual({ state: 'closed', readAt });

    const { onfactCredential } = schema;
    const [key] = await asCompany((tx) => tx.select().from(onfactCredential));
    await asCompany((tx) => tx.update(onfactCredential).set({ refusedAt: context.clock.now() }));
    expect(await getPurchasesReading(context)).toEqual({ state: 'refused', readAt });
    await asCompany((tx) => tx.delete(onfactCredential));
    await refreshOpenDocuments(context);
    expect(await getPurchasesReading(context)).toEqual({ state: 'missing', readAt });

    await asCompany((tx) => tx.insert(onfactCredential).values(key!));
    await refreshOpenDocuments(context);
    expect((await getPurchasesReading(context)).state).toBe('working');
  });

  it('leaves onFact alone for as long as it asked, whoever asks', async () => {
    world.onfact.world.injectFault({
      path: '*/creditnotes.json',
      times: 5,
      effect: { kind: 'status', status: 429, retryAfter: '120' },
    });
    await expect(refreshOpenDocuments(context)).rejects.toMatchObject({ code: 'ONFACT_TOO_MANY_REQUESTS' });
    world.onfact.world.clearFaults();
    world.onfact.world.clearCalls();
    world.clock.offsetMs += 119_000;
    await expect(refreshOpenDocuments(context)).rejects.toMatchObject({ code: 'ONFACT_HELD_BACK' });
    expect(world.onfact.world.calls()).toEqual([]);

    world.clock.offsetMs += 2_000;
    await refreshOpenDocuments(context);
    expect(await problemOf('sales_credit_note')).toBeNull();
  });

  it('finds everything although colleagues issue invoices while it reads', async () => {
    world.clock.offsetMs += day;
    world.onfact.world.configure({ invoicesGrowWhilePaging: true });
    await refreshOpenDocuments(context);
    world.onfact.world.configure({ invoicesGrowWhilePaging: false });
    await refreshOpenDocuments(context);
    const theirs = world.onfact.world.company(companyUuid).documents.filter(({ kind }) => kind === 'invoices');
    const ours = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
    const known = new Set(ours.map(({ onfactId }) => onfactId));
    expect(theirs.filter(({ id }) => !known.has(id))).toEqual([]);
  });
});

function change(id: number, what: Parameters<TestWorld['onfact']['world']['changeDocument']>[2]): void {
  world.onfact.world.advanceClock(60_000);
  world.onfact.world.changeDocument(companyUuid, id, what);
}

function addPaymentAccount() {
  const { paymentAccounts } = world.onfact.world.company(companyUuid);
  const known = paymentAccounts.find(({ deleted }) => !deleted);
  if (known) return known;
  const account = { id: 990_001, name: 'Zicht', iban, bic: null, generalLedgerAccount: '550000', openingMinor: 0n };
  paymentAccounts.push({ ...account, deleted: false });
  return account;
}

async function documentOf(onfactId: number) {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
  return rows.find((row) => row.onfactId === onfactId);
}

function contacts() {
  return inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.contact));
}

async function mapped() {
  const accounts = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.bankAccount));
  return accounts.map(({ onfactPaymentAccountId }) => onfactPaymentAccountId);
}

function asCompany<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return inCompany(context.db, context.companyId, work);
}

async function problemOf(wanted: string) {
  const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.documentReading));
  return rows.find(({ kind }) => kind === wanted)?.problem;
}
