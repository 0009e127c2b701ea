import { inCompany, insertAllocations, listBrokenSums, schema } from '@onfact-ponto/db';
import type { BankTransactionReading } from '@onfact-ponto/db';
import { givenDocument, givenLines, lineReading, ruleAllocation } from '@onfact-ponto/db/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
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
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { getBankTransaction } from '../transaction/get-transaction.ts';
import { cancelPayment } from './cancel-payment.ts';
import { handOutPayment } from './hand-out-payment.ts';
import { listPurchases } from './list-purchases.ts';
import { reviewPayment } from './review-payment.ts';

const customer = 4_711;
const customersIban = 'BE64733120447152';

let world: TestWorld;
let payer: Payer;
let context: Context;
let tom: Context;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());
beforeEach(async () => {
  payer = await givenPayer(world);
  ({ context } = payer);
  tom = contextOf(world.services, context.companyId, { ...mieke, userId: 'tom', name: 'Tom' } as Actor);
});
afterEach(async () => {
  const broken = await inCompany(context.db, context.companyId, (tx) => listBrokenSums(tx, context.companyId));
  /** What these tests match by hand is told to nobody. */
  expect(broken.filter(({ rule }) => rule !== 'not_told')).toEqual([]);
});

/** A customer pays 121.00 of an invoice of 100.00, unless the test says otherwise. */
async function givenPaidInvoice(change: Partial<BankTransactionReading> = {}, paidMinor = 100_00n) {
  const documentId = await givenDocument(context.db, context.companyId, {
    totalMinor: paidMinor,
    onfactContactId: customer,
    structuredCommunication: null,
  });
  const [bankTransactionId = ''] = await givenLines(context.db, payer.account, [lineReading(change)]);
  await inCompany(context.db, context.companyId, (tx) =>
    insertAllocations(tx, [
      ruleAllocation(context.companyId, { bankTransactionId, documentId, amountMinor: paidMinor }),
    ]),
  );
  return { bankTransactionId, documentId };
}

const refundOf = (payableId: string, amountMinor = 21_00n, change: Parameters<typeof wishOf>[2] = {}) =>
  wishOf(payer, [], { transfers: [{ payableId, amountMinor }], ...change });

const bankTells = () => tellOfBank(world, payer);

async function carriedOut(payment: { paymentInitiationId: string }): Promise<void> {
  await signed(payer, payment);
  await bankTells();
}

const lineWith = (choose: (line: typeof schema.bankTransaction.$inferSelect) => boolean) =>
  inCompany(context.db, context.companyId, async (tx) => {
    const rows = await tx.select().from(schema.bankTransaction);
    return rows.find(choose);
  });

describe('what a customer paid too much', () => {
  it('goes back to where it came from, and both lines are explained when the debit is seen', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    const [offered] = await listPurchases(context, { refundId: undefined });
    expect(offered).toMatchObject({
      payableId: bankTransactionId,
      kind: 'overpayment',
      number: '2026-114',
      openMinor: 21_00n,
      payeeIban: customersIban,
      communication: 'Terugbetaling / Remboursement 2026-114',
    });
    const payment = await prepare(context, refundOf(bankTransactionId));
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({
      status: 'matched',
      refundableMinor: null,
      refunds: [{ payment: { state: 'prepared' } }],
    });
    await carriedOut(payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'executed', isLive: false });
    expect(world.ponto.world.payments()).toMatchObject([
      { orders: [{ amountMinor: 21_00n, creditorAccountReference: customersIban }] },
    ]);
    expect(await lineWith((line) => line.amountMinor === -21_00n)).toMatchObject({ disposition: 'classified' });
    expect(await listPurchases(context, { refundId: bankTransactionId })).toMatchObject([{ openMinor: 0n }]);
  });

  it('is offered on the line itself too when nothing of it is matched: somebody paid twice', async () => {
    const [bankTransactionId = ''] = await givenLines(context.db, payer.account, [lineReading()]);
    expect(await listPurchases(context, { refundId: undefined })).toEqual([]);
    const [offered] = await listPurchases(context, { refundId: bankTransactionId });
    expect(offered).toMatchObject({ openMinor: 121_00n, number: '' });
    await carriedOut(await prepare(context, refundOf(bankTransactionId, 121_00n)));
    expect(await lineWith((line) => line.bankTransactionId === bankTransactionId)).toMatchObject({
      allocatedMinor: 121_00n,
    });
  });

  it('goes back in parts, never more than is left', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    await carriedOut(await prepare(context, refundOf(bankTransactionId, 20_00n)));
    const tooMuch = await reviewPayment(context, refundOf(bankTransactionId, 1_01n));
    expect(tooMuch.guards.map(({ code }) => code)).toEqual(['amount_over_open']);
    await carriedOut(await prepare(context, refundOf(bankTransactionId, 1_00n)));
    const nothingLeft = await reviewPayment(context, refundOf(bankTransactionId, 1n));
    expect(nothingLeft.guards.map(({ code }) => code)).toContain('not_payable');
  });

  it('goes back once, whether two users pay it at once by different ways', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    const outcomes = await Promise.allSettled([
      prepare(context, refundOf(bankTransactionId, 10_00n)),
      prepare(tom, refundOf(bankTransactionId, 10_00n, { method: 'sepa_file' })),
      prepare(tom, refundOf(bankTransactionId, 10_00n, { method: 'qr' })),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const again = await reviewPayment(context, refundOf(bankTransactionId, 1_00n));
    expect(again.guards.map(({ code }) => code)).toEqual(['in_running_payment']);
  });

  it('cannot be matched to an invoice while it is on its way back: the database refuses it', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    await prepare(context, refundOf(bankTransactionId));
    const documentId = await givenDocument(context.db, context.companyId, { number: '2026-115' });
    const matched = inCompany(context.db, context.companyId, (tx) =>
      insertAllocations(tx, [ruleAllocation(context.companyId, { bankTransactionId, documentId, amountMinor: 1n })]),
    );
    await expect(matched).rejects.toMatchObject({ constraint_name: 'bank_transaction_not_over_allocated' });
  });

  it('can be matched or paid back anew when the payment is taken back', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    await cancelPayment(context, await prepare(context, refundOf(bankTransactionId)));
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({
      status: 'partly_matched',
      refundableMinor: 21_00n,
    });
    await prepare(tom, refundOf(bankTransactionId));
  });

  it('takes what is left when the bank carries it out after all, though the money was matched meanwhile', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    const payment = await prepare(context, refundOf(bankTransactionId, 21_00n, { method: 'sepa_file' }));
    await handOutPayment(context, payment);
    const { items } = await stored(payer, payment.paymentInitiationId);
    await cancelPayment(context, payment);
    const documentId = await givenDocument(context.db, context.companyId, { number: '2026-115' });
    await inCompany(context.db, context.companyId, (tx) =>
      insertAllocations(tx, [
        ruleAllocation(context.companyId, { bankTransactionId, documentId, amountMinor: 15_00n }),
      ]),
    );
    const endToEndId = items[0]?.endToEndId ?? '';
    const line = { amount: '-21', counterpartReference: customersIban, endToEndId };
    world.ponto.world.addTransactions(payer.account.pontoAccountId ?? '', [line], { published: true });
    await bankTells();
    const after = await stored(payer, payment.paymentInitiationId);
    expect(after).toMatchObject({ state: 'executed', items: [{ takesMinor: 6_00n }] });
    const told = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.notification));
    expect(told).toMatchObject([{ kind: 'payment_differs', facts: { alarm: 'paid_twice' } }]);
  });

  it('goes with purchases under one signature, and one line of the bank explains them all', async () => {
    const { bankTransactionId } = await givenPaidInvoice();
    const purchase = await givenPurchase(payer);
    const wish = wishOf(payer, [purchase], { batchBookingPreferred: true });
    const transfers = [...wish.transfers, { payableId: bankTransactionId, amountMinor: 21_00n }];
    const payment = await prepare(context, { ...wish, transfers });
    await carriedOut(payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('executed');
    expect(await lineWith((line) => line.amountMinor === -121_00n)).toMatchObject({
      allocatedMinor: 100_00n,
      disposition: 'classified',
    });
  });

  it('goes nowhere but in euro and to an account', async () => {
    const { bankTransactionId } = await givenPaidInvoice({ counterpartReference: null });
    expect(await getBankTransaction(context, { bankTransactionId })).toMatchObject({ refundableMinor: null });
    const review = await reviewPayment(context, refundOf(bankTransactionId));
    expect(review.guards.map(({ code }) => code)).toEqual(['account_missing']);
  });

  it('never goes back on a line by which money left', async () => {
    const [bankTransactionId = ''] = await givenLines(context.db, payer.account, [
      lineReading({ amountMinor: -121_00n }),
    ]);
    await expect(reviewPayment(context, refundOf(bankTransactionId))).rejects.toMatchObject({
      code: 'document_not_found',
    });
  });
});

describe('a sales credit note', () => {
  const givenCreditNote = () =>
    givenDocument(context.db, context.companyId, {
      kind: 'sales_credit_note',
      number: 'C-7',
      totalMinor: 30_00n,
      onfactContactId: customer,
      structuredCommunication: null,
    });

  it('is paid back to the account from which the customer last paid, and is settled by its line', async () => {
    await givenPaidInvoice({ executionDate: '2026-11-02', counterpartReference: 'BE72000000001616' }, 121_00n);
    await givenPaidInvoice({}, 121_00n);
    const creditNote = await givenCreditNote();
    const wish = refundOf(creditNote, 30_00n);
    const { guards } = await reviewPayment(context, wish);
    expect(guards.map(({ code, level }) => [code, level])).toEqual([['account_of_last_payment', 'warn']]);
    await carriedOut(await prepare(context, wish));
    expect(world.ponto.world.payments()).toMatchObject([{ orders: [{ creditorAccountReference: customersIban }] }]);
    const settled = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
    expect(settled.find(({ documentId }) => documentId === creditNote)).toMatchObject({ allocatedMinor: 30_00n });
    const told = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.publication));
    expect(told).toMatchObject([{ operation: 'create' }]);
  });

  it('waits for an account as long as the customer never paid', async () => {
    const { guards } = await reviewPayment(context, refundOf(await givenCreditNote(), 30_00n));
    expect(guards.map(({ code }) => code)).toEqual(['account_missing']);
  });
});
