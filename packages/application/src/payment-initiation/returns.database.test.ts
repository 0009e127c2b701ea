import { inCompany, insertAllocations, listBrokenSums, schema } from '@onfact-ponto/db';
import { givenDocument, givenLines, lineReading, ruleAllocation } from '@onfact-ponto/db/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Context } from '../context.ts';
import { undoIgnore } from '../reconciliation/ignore-transaction.ts';
import {
  bankTells as tellOfBank,
  givenPayer,
  givenPurchase,
  prepare,
  signed,
  stored,
  wishOf,
} from '../testing/paying.ts';
import type { Payer } from '../testing/paying.ts';
import { startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { getBankTransaction } from '../transaction/get-transaction.ts';
import { listPurchases } from './list-purchases.ts';
import { reviewPayment } from './review-payment.ts';
import { settlePayments } from './settle-payments.ts';

const customersIban = 'BE64733120447152';

let world: TestWorld;
let payer: Payer;
let context: Context;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  payer = await givenPayer(world);
  ({ context } = payer);
});
afterEach(async () => {
  const broken = await inCompany(context.db, context.companyId, (tx) => listBrokenSums(tx, context.companyId));
  /** What these tests match by hand is told to nobody. */
  expect(broken.filter(({ rule }) => rule !== 'not_told')).toEqual([]);
});

const bankTells = () => tellOfBank(world, payer);

const carriedOut = async (wish: ReturnType<typeof wishOf>) => {
  const payment = await signed(payer, await prepare(context, wish));
  await bankTells();
  return payment;
};

async function bankReturns(
  payment: { paymentInitiationId: string },
  how: { position?: number; keepsId?: boolean } = {},
) {
  const { payment: sent } = await stored(payer, payment.paymentInitiationId);
  world.ponto.world.returnPayment(sent.pontoPaymentId ?? '', how);
  await bankTells();
  return stored(payer, payment.paymentInitiationId);
}

/** The money comes back on a line that names an open invoice of its very amount, where matching may do what it can. */
async function bankTakesForCustomer(payment: { paymentInitiationId: string }, line: { amount: string }) {
  const totalMinor = BigInt(line.amount) * 100n;
  const invoice = { number: '2026-200', totalMinor, structuredCommunication: null };
  await givenDocument(context.db, context.companyId, invoice);
  await inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.bankAccount).set({ automaticMatching: 'learned' }),
  );
  const { items } = await stored(payer, payment.paymentInitiationId);
  const returned = { ...line, endToEndId: items[0]?.endToEndId ?? '' };
  world.ponto.world.addTransactions(payer.account.pontoAccountId ?? '', [returned], { published: true });
  await bankTells();
}

const read = () =>
  inCompany(context.db, context.companyId, async (tx) => ({
    lines: await tx.select().from(schema.bankTransaction),
    documents: await tx.select().from(schema.openDocument),
    said: await tx.select().from(schema.lineDisposition),
    told: await tx.select().from(schema.publication),
    notifications: await tx.select().from(schema.notification),
  }));
const lineOf = async (amountMinor: bigint) => (await read()).lines.find((line) => line.amountMinor === amountMinor);
const openAmounts = async () =>
  (await read()).documents
    .map(({ totalMinor, allocatedMinor }) => totalMinor - allocatedMinor)
    .toSorted((a, b) => Number(a - b));

/** A customer paid 121.00 of an invoice of 100.00, and gets 21.00 back. */
async function refunded() {
  const { companyId } = context;
  const documentId = await givenDocument(context.db, companyId, { totalMinor: 100_00n, structuredCommunication: null });
  const [bankTransactionId = ''] = await givenLines(context.db, payer.account, [lineReading({})]);
  await inCompany(context.db, companyId, (tx) =>
    insertAllocations(tx, [ruleAllocation(companyId, { bankTransactionId, documentId, amountMinor: 100_00n })]),
  );
  const wish = wishOf(payer, [], { transfers: [{ payableId: bankTransactionId, amountMinor: 21_00n }] });
  return { bankTransactionId, wish, payment: await carriedOut(wish) };
}

describe('a purchase of which the bank returns the payment', () => {
  it.each([
    ['with our id', true],
    ['without our id, called a return by the bank', false],
  ])('%s is open again, and both lines say why', async (_, keepsId) => {
    const payment = await carriedOut(wishOf(payer, [await givenPurchase(payer)]));
    expect(await openAmounts()).toEqual([0n]);
    const after = await bankReturns(payment, { keepsId });

    const [debit, credit] = [await lineOf(-100_00n), await lineOf(100_00n)];
    expect(after).toMatchObject({ state: 'executed', items: [{ returnedTransactionId: credit?.bankTransactionId }] });
    expect(await openAmounts()).toEqual([100_00n]);
    expect([debit, credit]).toMatchObject([
      { allocatedMinor: 0n, disposition: 'classified' },
      { allocatedMinor: 0n, disposition: 'classified' },
    ]);
    const { told, notifications } = await read();
    expect(told.map(({ operation }) => operation).toSorted()).toEqual(['create', 'retract']);
    expect(notifications).toMatchObject([{ kind: 'payment_differs', facts: { alarm: 'returned' } }]);
  });

  it('is given back once, however often one looks', async () => {
    const payment = await carriedOut(wishOf(payer, [await givenPurchase(payer)]));
    const { steps } = await bankReturns(payment);
    await settlePayments(context);
    await bankTells();
    expect((await stored(payer, payment.paymentInitiationId)).steps).toEqual(steps);
    expect((await read()).told).toHaveLength(2);
  });

  it('can be paid anew, and is then paid', async () => {
    const wish = wishOf(payer, [await givenPurchase(payer)]);
    await bankReturns(await carriedOut(wish));
    expect((await reviewPayment(context, wish)).guards).toEqual([]);
    const again = await carriedOut(wish);
    expect((await stored(payer, again.paymentInitiationId)).state).toBe('executed');
    expect(await openAmounts()).toEqual([0n]);
  });

  it('from a bulk payment that was booked as one line is the only one that opens again', async () => {
    const purchases = [await givenPurchase(payer, { totalMinor: 60_00n }), await givenPurchase(payer)];
    const [small = '', large = ''] = purchases;
    const transfers = [
      { payableId: small, amountMinor: 60_00n },
      { payableId: large, amountMinor: 100_00n },
    ];
    const payment = await carriedOut(wishOf(payer, [], { transfers, batchBookingPreferred: true }));
    await bankReturns(payment, { position: 2 });
    expect(await openAmounts()).toEqual([0n, 100_00n]);
    expect(await lineOf(-160_00n)).toMatchObject({ allocatedMinor: 60_00n, disposition: 'classified' });
    await bankReturns(payment, { position: 1 });
    expect(await openAmounts()).toEqual([60_00n, 100_00n]);
    expect(await lineOf(-160_00n)).toMatchObject({ allocatedMinor: 0n, disposition: 'classified' });
    expect((await read()).notifications).toHaveLength(2);

    const credit = await lineOf(100_00n);
    await undoIgnore(context, { bankTransactionId: credit?.bankTransactionId ?? '' });
    expect(await openAmounts()).toEqual([0n, 60_00n]);
    expect(await lineOf(-160_00n)).toMatchObject({ allocatedMinor: 100_00n, disposition: 'classified' });
  });

  it('is never paid twice by what comes back: that is taken for no payment of a customer', async () => {
    const payment = await carriedOut(wishOf(payer, [await givenPurchase(payer)]));
    const line = { amount: '100', counterpartReference: customersIban, remittanceInformation: '2026-200' };
    await bankTakesForCustomer(payment, line);
    expect(await lineOf(100_00n)).toMatchObject({ allocatedMinor: 0n, disposition: 'classified' });
    expect(await openAmounts()).toEqual([100_00n, 100_00n]);
  });

  it('is never paid again as a refund of what came back', async () => {
    await bankReturns(await carriedOut(wishOf(payer, [await givenPurchase(payer)])));
    const { bankTransactionId = '' } = (await lineOf(100_00n)) ?? {};
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({ refundableMinor: null });
    expect(await listPurchases(context, { refundId: bankTransactionId })).toMatchObject([{ kind: 'purchase_invoice' }]);
    const wish = wishOf(payer, [], { transfers: [{ payableId: bankTransactionId, amountMinor: 100_00n }] });
    await expect(reviewPayment(context, wish)).rejects.toMatchObject({ code: 'document_not_found' });
  });

  it('stays paid when another amount comes back, and people are told', async () => {
    const payment = await carriedOut(wishOf(payer, [await givenPurchase(payer)]));
    const { items } = await stored(payer, payment.paymentInitiationId);
    const line = { amount: '95', endToEndId: items[0]?.endToEndId ?? '', bankTransactionCode: 'PMNT-ICDT-RRTN' };
    world.ponto.world.addTransactions(payer.account.pontoAccountId ?? '', [line], { published: true });
    await bankTells();
    expect(await openAmounts()).toEqual([0n]);
    expect(await lineOf(95_00n)).toMatchObject({ allocatedMinor: 0n, disposition: null });
    expect((await read()).notifications).toMatchObject([{ facts: { alarm: 'differs' } }]);
  });

  it('is paid again, by the line that paid it, when a person says that nothing came back', async () => {
    const payment = await carriedOut(wishOf(payer, [await givenPurchase(payer)]));
    await bankReturns(payment);
    const credit = await lineOf(100_00n);
    await undoIgnore(context, { bankTransactionId: credit?.bankTransactionId ?? '' });
    await bankTells();
    expect(await openAmounts()).toEqual([0n]);
    expect(await lineOf(-100_00n)).toMatchObject({ allocatedMinor: 100_00n, disposition: null });
    expect(await lineOf(100_00n)).toMatchObject({ allocatedMinor: 0n, disposition: null });
    const { items, steps } = await stored(payer, payment.paymentInitiationId);
    expect(items).toMatchObject([{ returnedTransactionId: null }]);
    expect(steps.map(({ event }) => event).slice(-2)).toEqual(['returned', 'return_undone']);
  });
});

describe('a refund that the bank returns', () => {
  it('is credit of the customer again, and can be paid back anew', async () => {
    const { bankTransactionId, wish, payment } = await refunded();
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({ status: 'matched' });
    expect(await bankReturns(payment)).toMatchObject({ items: [{ takesMinor: 0n }] });
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({
      status: 'partly_matched',
      refundableMinor: 21_00n,
    });
    expect((await read()).notifications).toMatchObject([{ facts: { alarm: 'returned' } }]);
    await carriedOut(wish);
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({ status: 'matched' });
  });

  it('is never taken for a payment of another invoice of that customer', async () => {
    const { payment } = await refunded();
    const line = { amount: '21', counterpartReference: customersIban, remittanceInformation: '2026-200' };
    await bankTakesForCustomer(payment, line);
    expect(await lineOf(21_00n)).toMatchObject({ allocatedMinor: 0n, disposition: 'classified' });
    expect(await openAmounts()).toEqual([0n, 21_00n]);
  });

  it('is paid back after all when a person says that nothing came back', async () => {
    const { bankTransactionId, payment } = await refunded();
    await bankReturns(payment);
    const credit = await lineOf(21_00n);
    await undoIgnore(context, { bankTransactionId: credit?.bankTransactionId ?? '' });
    await bankTells();
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({ status: 'matched' });
    expect(await lineOf(-21_00n)).toMatchObject({ disposition: 'classified' });
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ items: [{ takesMinor: 21_00n }] });
  });
});

it('what a person says of a refund leaves what was said of the line that it pays back', async () => {
  const { bankTransactionId } = await refunded();
  const debit = await lineOf(-21_00n);
  await inCompany(context.db, context.companyId, (tx) =>
    tx.insert(schema.lineDisposition).values({
      companyId: context.companyId,
      bankTransactionId,
      kind: 'classified',
      reason: 'credit',
      cause: 'person',
      createdAt: world.services.clock.now(),
      createdBy: 'mieke',
    }),
  );
  await undoIgnore(context, { bankTransactionId: debit?.bankTransactionId ?? '' });
  const { said } = await read();
  expect(said.filter(({ endedAt }) => endedAt === null)).toMatchObject([{ bankTransactionId, reason: 'credit' }]);
});
