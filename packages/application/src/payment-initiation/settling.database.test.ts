import { inCompany, schema } from '@onfact-ponto/db';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { getConnection } from '../connection/get-connection.ts';
import type { Context } from '../context.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { givenPayer, givenPurchase, prepare, signAtPonto, stored, wishOf } from '../testing/paying.ts';
import type { Payer } from '../testing/paying.ts';
import { pullDue, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { cancelPayment } from './cancel-payment.ts';
import { getPayment } from './get-payment.ts';
import { handOutPayment } from './hand-out-payment.ts';
import { lookAtPayment } from './look-at-payment.ts';
import { sendPayment } from './send-payment.ts';
import { settlePayments } from './settle-payments.ts';

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

/** Signed at Ponto, carried out by the bank, and read by the next pull. */
async function paid(documentIds: readonly string[], batchBookingPreferred = false) {
  const payment = await prepare(context, wishOf(payer, documentIds, { batchBookingPreferred }));
  await sendPayment(context, payment);
  const { payment: sent } = await stored(payer, payment.paymentInitiationId);
  await signAtPonto(sent.signingUrl, 'sign');
  await lookAtPayment(context, payment);
  return payment;
}

async function bankTells(): Promise<void> {
  const { pontoAccountId } = payer.account;
  world.ponto.world.advanceClock(3_600_000);
  world.ponto.world.synchronizeNow(pontoAccountId ?? '');
  await inCompany(context.db, context.companyId, (tx) => tx.update(schema.connection).set({ dueAt: new Date(0) }));
  await pullDue(world);
  await reconcileCompany(context);
  await settlePayments(context);
}

const openDocuments = () =>
  inCompany(context.db, context.companyId, async (tx) => {
    const rows = await tx.select().from(schema.openDocument);
    return rows.map(({ totalMinor, allocatedMinor }) => totalMinor - allocatedMinor);
  });

it('a purchase is paid when its line is seen, and not before', async () => {
  const payment = await paid([await givenPurchase(payer)]);
  expect((await stored(payer, payment.paymentInitiationId)).state).toBe('accepted');
  expect(await openDocuments()).toEqual([100_00n]);
  await bankTells();
  expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'executed', isLive: false });
  expect(await openDocuments()).toEqual([0n]);
});

it('a line for a whole batch pays its parts', async () => {
  const payment = await paid([await givenPurchase(payer), await givenPurchase(payer)], true);
  await bankTells();
  expect((await stored(payer, payment.paymentInitiationId)).state).toBe('executed');
  expect(await openDocuments()).toEqual([0n, 0n]);
});

it('a file is paid when each of its lines is seen, also without our ids', async () => {
  const purchases = [await givenPurchase(payer), await givenPurchase(payer)];
  const payment = await prepare(context, wishOf(payer, purchases, { method: 'sepa_file' }));
  await handOutPayment(context, payment);
  const { items } = await stored(payer, payment.paymentInitiationId);
  for (const [index, item] of items.entries()) {
    book({
      amount: '-100',
      counterpartReference: item.creditorIban,
      counterpartName: item.creditorName,
      remittanceInformation: item.remittanceInformation ?? '',
      ...(index === 0 ? { endToEndId: item.endToEndId } : {}),
    });
    await bankTells();
    const { state } = await stored(payer, payment.paymentInitiationId);
    expect(state).toBe(index === 0 ? 'handed_out' : 'executed');
  }
  expect(await openDocuments()).toEqual([0n, 0n]);
});

it.each([
  ['another amount', { amount: '-100.01' }],
  ['another account', { counterpartReference: 'BE68844010370034' }],
])('a line with our id and %s is written down, and proves nothing', async (_, change) => {
  const payment = await paid([await givenPurchase(payer)]);
  const { items } = await stored(payer, payment.paymentInitiationId);
  book({ amount: '-100', counterpartReference: 'BE72000000001616', endToEndId: items[0]?.endToEndId ?? '', ...change });
  await bankTells();
  await settlePayments(context);
  const { steps } = await stored(payer, payment.paymentInitiationId);
  expect(steps.filter(({ event }) => event === 'differs')).toHaveLength(1);
});

it('says which purchases were paid otherwise while a payment waits for its signature', async () => {
  const documentId = await givenPurchase(payer);
  const payment = await prepare(context, wishOf(payer, [documentId]));
  await sendPayment(context, payment);
  expect((await getPayment(context, payment)).paidOtherwise).toEqual([]);
  await inCompany(context.db, context.companyId, (tx) => tx.update(schema.openDocument).set({ isOpen: false }));
  expect((await getPayment(context, payment)).paidOtherwise).toEqual([documentId]);
  await cancelPayment(context, payment);
  expect((await getPayment(context, payment)).paidOtherwise).toEqual([]);
});

it('names what is still at Ponto when the company looks at its connection', async () => {
  const payment = await prepare(context, wishOf(payer, [await givenPurchase(payer)]));
  await sendPayment(context, payment);
  expect((await getConnection(context)).payments.runningCount).toBe(1);
  await cancelPayment(context, payment);
  expect((await getConnection(context)).payments.runningCount).toBe(0);
});

function book(line: Record<string, string>): void {
  world.ponto.world.addTransactions(payer.account.pontoAccountId ?? '', [line as { amount: string }], {
    published: true,
  });
}
