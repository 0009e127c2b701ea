import { findLiveConnection, inCompany, saveMember, schema } from '@onfact-ponto/db';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { getConnection } from '../connection/get-connection.ts';
import type { Context } from '../context.ts';
import { undoAllocation } from '../reconciliation/undo-booking.ts';
import { listNotifications } from '../notification/list-notifications.ts';
import { dismissNotification } from '../notification/read-notifications.ts';
import { watchConnection } from '../notification/watch-connection.ts';
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
import { cancelPayment } from './cancel-payment.ts';
import { declareAbsent } from './declare-absent.ts';
import { getPayment } from './get-payment.ts';
import { handOutPayment } from './hand-out-payment.ts';
import { lookAtPayment } from './look-at-payment.ts';
import { reviewPayment } from './review-payment.ts';
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

/** Signed at Ponto. */
const paid = async (documentIds: readonly string[], batchBookingPreferred = false) =>
  signed(payer, await prepare(context, wishOf(payer, documentIds, { batchBookingPreferred })));

const bankTells = () => tellOfBank(world, payer);

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
  expect(await alarms()).toEqual([]);
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
])('a line with our id and %s is written down, proves nothing, and is told once to who can act', async (_, change) => {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    await saveMember(tx, { companyId, userId: 'an', userName: 'An Smet', role: 'administrator' });
    await saveMember(tx, { companyId, userId: 'mieke', userName: 'Mieke Claes', role: 'user' });
    await saveMember(tx, { companyId, userId: 'tom', userName: 'Tom Peeters', role: 'user' });
  });
  const payment = await paid([await givenPurchase(payer)]);
  const { items } = await stored(payer, payment.paymentInitiationId);
  book({ amount: '-100', counterpartReference: 'BE72000000001616', endToEndId: items[0]?.endToEndId ?? '', ...change });
  await bankTells();
  await settlePayments(context);
  const { steps } = await stored(payer, payment.paymentInitiationId);
  expect(steps.filter(({ event }) => event === 'differs')).toHaveLength(1);
  const told = await inCompany(context.db, companyId, async (tx) => ({
    mails: (await tx.select().from(schema.mail)).map(({ userId, role }) => [userId, role]).toSorted(),
    receipts: (await tx.select().from(schema.notificationReceipt)).map(({ userId }) => userId).toSorted(),
  }));
  const isTold = [
    ['an', 'actor'],
    ['mieke', 'actor'],
  ];
  expect(told).toEqual({ mails: isTold, receipts: ['an', 'mieke'] });
});

it.each(['nl', 'fr', 'en'] as const)('each alarm has words of its own in %s, with its payment', async (language) => {
  const { companyId } = context;
  await inCompany(context.db, companyId, (tx) =>
    saveMember(tx, { companyId, userId: 'mieke', userName: 'Mieke Claes', role: 'administrator' }),
  );
  const payment = await paid([await givenPurchase(payer)]);
  await bankTells();
  const { payment: sent } = await stored(payer, payment.paymentInitiationId);
  world.ponto.world.returnPayment(sent.pontoPaymentId ?? '');
  await bankBooks(payment);
  await bankBooks(payment, { amount: '-99' });
  await bankTells();
  const told = (await listNotifications(context, { language })).filter(({ kind }) => kind === 'payment_differs');
  expect(new Set(told.map(({ title }) => title)).size).toBe(3);
  for (const { text } of told) expect(text).toContain(payment.reference);
});

it.each(['nl', 'fr', 'en'] as const)(
  'an alarm in %s leads to the payment and stays until it is put aside',
  async (language) => {
    const { companyId } = context;
    await inCompany(context.db, companyId, (tx) =>
      saveMember(tx, { companyId, userId: 'mieke', userName: 'Mieke Claes', role: 'administrator' }),
    );
    const payment = await paid([await givenPurchase(payer)]);
    const { items } = await stored(payer, payment.paymentInitiationId);
    book({ amount: '-100.01', counterpartReference: 'BE72000000001616', endToEndId: items[0]?.endToEndId ?? '' });
    await bankTells();
    const { connectionId = '' } =
      (await inCompany(context.db, companyId, (tx) => findLiveConnection(tx, companyId))) ?? {};
    await watchConnection(context, { connectionId });
    const [alarm] = (await listNotifications(context, { language })).filter(({ kind }) => kind === 'payment_differs');
    expect(alarm).toMatchObject({
      action: { path: `/payments/outgoing/${payment.paymentInitiationId}` },
      closedAt: null,
      needsReader: true,
    });
    expect(alarm?.text).toContain(payment.reference);
    expect(alarm?.text).not.toContain('{');
    await dismissNotification(context, { notificationId: alarm?.id ?? '' });
    const [after] = (await listNotifications(context, { language })).filter(({ kind }) => kind === 'payment_differs');
    expect(after).toMatchObject({ needsReader: false, closedAt: null });
  },
);

const alarms = () =>
  inCompany(context.db, context.companyId, async (tx) => {
    const told = await tx.select().from(schema.notification);
    return told.filter(({ kind }) => kind === 'payment_differs').map(({ facts }) => facts.alarm);
  });

/** The very line that was approved, whatever became of the payment. */
async function bankBooks(payment: { paymentInitiationId: string }, change: Record<string, string> = {}): Promise<void> {
  const { items } = await stored(payer, payment.paymentInitiationId);
  for (const { amountMinor, creditorIban, endToEndId } of items) {
    book({ amount: `-${amountMinor / 100n}`, counterpartReference: creditorIban, endToEndId, ...change });
  }
}

/** A file that somebody took, and said that nobody used it. */
async function takenBack(purchase: string) {
  const payment = await prepare(context, wishOf(payer, [purchase], { method: 'sepa_file' }));
  await handOutPayment(context, payment);
  await cancelPayment(context, payment);
  return payment;
}

describe('people are told, once, when', () => {
  afterEach(async () => {
    const before = await alarms();
    await bankTells();
    expect(await alarms()).toEqual(before);
  });

  it('a payment that was taken back is carried out though its purchase was paid by another one', async () => {
    const purchase = await givenPurchase(payer);
    const first = await takenBack(purchase);
    await paid([purchase]);
    await bankTells();
    expect(await alarms()).toEqual([]);
    await bankBooks(first);
    await bankTells();
    expect(await alarms()).toEqual(['paid_twice']);
    expect((await stored(payer, first.paymentInitiationId)).state).toBe('executed');
    expect(await openDocuments()).toEqual([0n]);
  });

  it('a payment that was taken back is carried out while another one of its purchase waits to be signed', async () => {
    const purchase = await givenPurchase(payer);
    const first = await takenBack(purchase);
    const second = await prepare(context, wishOf(payer, [purchase]));
    await sendPayment(context, second);
    await bankBooks(first);
    await bankTells();
    expect(await alarms()).toEqual(['paid_twice']);
    expect((await getPayment(context, second)).paidOtherwise).toEqual([purchase]);
  });

  it('a payment that Ponto called expired is carried out though its purchase was closed meanwhile', async () => {
    const payment = await prepare(context, wishOf(payer, [await givenPurchase(payer)]));
    await sendPayment(context, payment);
    world.clock.offsetMs += 8 * 24 * 3_600_000;
    await lookAtPayment(context, payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('expired');
    await inCompany(context.db, context.companyId, (tx) => tx.update(schema.openDocument).set({ isOpen: false }));
    await bankBooks(payment);
    await bankTells();
    expect(await alarms()).toEqual(['paid_twice']);
  });

  it('more leaves the account than its purchase still takes, which is closed by the rest', async () => {
    const payment = await paid([await givenPurchase(payer)]);
    await inCompany(context.db, context.companyId, (tx) => tx.update(schema.openDocument).set({ totalMinor: 60_00n }));
    await bankTells();
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('executed');
    expect(await openDocuments()).toEqual([0n]);
    expect(await alarms()).toEqual(['paid_twice']);
  });

  it('one purchase of a batch was paid meanwhile: the others are paid by its line', async () => {
    const purchases = [await givenPurchase(payer), await givenPurchase(payer)];
    await paid(purchases, true);
    await inCompany(context.db, context.companyId, (tx) =>
      tx
        .update(schema.openDocument)
        .set({ isOpen: false })
        .where(eq(schema.openDocument.documentId, purchases[0] ?? '')),
    );
    await bankTells();
    expect((await openDocuments()).toSorted()).toEqual([0n, 100_00n]);
    expect(await alarms()).toEqual(['paid_twice']);
  });

  it.each(['at once', 'later'])('the same payment is carried out twice, the second time %s', async (when) => {
    const purchase = await givenPurchase(payer);
    const payment = await prepare(context, wishOf(payer, [purchase], { method: 'sepa_file' }));
    await handOutPayment(context, payment);
    await bankBooks(payment);
    if (when === 'later') await bankTells();
    await bankBooks(payment);
    await bankTells();
    expect(await alarms()).toEqual(['paid_twice']);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'executed' });
    expect(await openDocuments()).toEqual([0n]);
  });
});

it('what somebody paid by hand does not prove a payment that nobody signed', async () => {
  const purchase = await givenPurchase(payer);
  const payment = await prepare(context, wishOf(payer, [purchase]));
  await sendPayment(context, payment);
  const { items } = await stored(payer, payment.paymentInitiationId);
  const { remittanceInformation } = items[0] ?? {};
  await bankBooks(payment, { endToEndId: 'NOTPROVIDED', remittanceInformation: remittanceInformation ?? '' });
  await bankTells();
  expect((await stored(payer, payment.paymentInitiationId)).state).toBe('awaiting_signature');
});

it('a purchase whose payment is matched to nothing any more is paid again only when a person says so', async () => {
  const purchase = await givenPurchase(payer);
  const { paymentInitiationId, reference } = await paid([purchase]);
  await bankTells();
  const [made] = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.allocation));
  await undoAllocation(context, { allocationId: made?.allocationId ?? '' });
  const { guards } = await reviewPayment(context, wishOf(payer, [purchase]));
  const paidBefore = { paymentInitiationId, reference };
  expect(guards).toMatchObject([{ code: 'paid_before', level: 'confirm', transfer: { paidBefore } }]);
});

describe('of a bulk payment of which the bank carries out a part', () => {
  /** The bank books the first transfer, and not the second. */
  async function partlyBooked() {
    const purchases = [await givenPurchase(payer), await givenPurchase(payer)];
    const payment = await prepare(context, wishOf(payer, purchases));
    await sendPayment(context, payment);
    const { payment: sent, items } = await stored(payer, payment.paymentInitiationId);
    world.ponto.world.setPaymentStatus(sent.pontoPaymentId ?? '', 'accepted-settlement-in-progress');
    await lookAtPayment(context, payment);
    book({ amount: '-100', counterpartReference: 'BE72000000001616', endToEndId: items[0]?.endToEndId ?? '' });
    await bankTells();
    return { payment, purchases };
  }

  it('each transfer is proven by its own line, and the other stays taken while it may still be booked', async () => {
    const { payment, purchases } = await partlyBooked();
    const { state, items } = await stored(payer, payment.paymentInitiationId);
    expect(state).toBe('accepted');
    expect(items.map(({ bankTransactionId }) => bankTransactionId !== null)).toEqual([true, false]);
    expect(await openDocuments()).toEqual(expect.arrayContaining([0n, 100_00n]));
    const { guards } = await reviewPayment(context, wishOf(payer, [purchases[1] ?? '']));
    expect(guards.map(({ code }) => code)).toEqual(['in_running_payment']);
    await expect(declareAbsent(context, payment)).rejects.toMatchObject({ code: 'payment_not_in_that_state' });
  });

  it.each(['rejected', 'failed'] as const)(
    '%s by the bank: what was booked stays paid, the rest can be paid anew',
    async (status) => {
      const { payment, purchases } = await partlyBooked();
      const { payment: sent } = await stored(payer, payment.paymentInitiationId);
      world.ponto.world.setPaymentStatus(sent.pontoPaymentId ?? '', status);
      await lookAtPayment(context, payment);
      await assertOnlyTheRestCanBePaid(payment, purchases, 'refused');
    },
  );

  it('of which Ponto never says more: after a week a person says so, and the rest can be paid anew', async () => {
    const { payment, purchases } = await partlyBooked();
    world.clock.offsetMs += 8 * 24 * 3_600_000;
    expect((await getPayment(context, payment)).can.declareAbsent).toBe(true);
    await declareAbsent(context, payment);
    await assertOnlyTheRestCanBePaid(payment, purchases, 'cancelled');
  });

  async function assertOnlyTheRestCanBePaid(
    payment: { paymentInitiationId: string },
    [paidFor = '', rest = '']: readonly string[],
    state: string,
  ): Promise<void> {
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state, isLive: false });
    const { guards } = await reviewPayment(context, wishOf(payer, [paidFor, rest]));
    expect(guards).toMatchObject([{ code: 'not_payable', payableId: paidFor }]);
    await sendPayment(context, await prepare(context, wishOf(payer, [rest])));
    const ids = world.ponto.world.payments().flatMap(({ orders }) => orders.map(({ endToEndId }) => endToEndId));
    expect(new Set(ids).size).toBe(3);
  }
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
