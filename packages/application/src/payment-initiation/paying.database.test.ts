import { randomUUID } from 'node:crypto';
import { findLiveConnection, inCompany, savePaymentApprovalLimit, schema } from '@onfact-ponto/db';
import { givenLines, lineReading } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { withAccessToken } from '../connection/access-token.ts';
import { deactivateConnection } from '../connection/deactivate-connection.ts';
import { contextOf } from '../context.ts';
import type { Actor, Context } from '../context.ts';
import { givenPayer, givenPurchase, prepare, signAtPonto, stored, wishOf } from '../testing/paying.ts';
import type { Payer } from '../testing/paying.ts';
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { approvePayment } from './approve-payment.ts';
import { cancelPayment } from './cancel-payment.ts';
import { declareAbsent } from './declare-absent.ts';
import { followDuePayment } from './follow-payment.ts';
import { handOutPayment } from './hand-out-payment.ts';
import { listPurchases } from './list-purchases.ts';
import { lookAtPayment } from './look-at-payment.ts';
import { preparePayment } from './prepare-payment.ts';
import { reviewPayment } from './review-payment.ts';
import { sendPayment } from './send-payment.ts';

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

const atPonto = () => world.ponto.world.payments();
const posts = '*/accounts/*/payments';

async function sent(documentIds?: readonly string[]) {
  const payment = await prepare(context, wishOf(payer, documentIds ?? [await givenPurchase(payer)]));
  await sendPayment(context, payment);
  return stored(payer, payment.paymentInitiationId);
}

describe('a purchase is paid', () => {
  it('with the very amount, account, name and communication that were shown, and a return to its own page', async () => {
    const purchase = await givenPurchase(payer, { contactName: 'Café Zoë & fils' });
    const shown = await reviewPayment(context, wishOf(payer, [purchase]));
    const { payment, items } = await sent([purchase]);
    expect(payment.state).toBe('awaiting_signature');
    expect(atPonto()).toMatchObject([
      {
        id: payment.pontoPaymentId,
        redirectUri: `https://admin.example/payments/outgoing/${payment.paymentInitiationId}?back`,
        orders: [
          {
            amountMinor: 100_00n,
            creditorName: 'Cafe Zoe + fils',
            creditorAccountReference: 'BE72000000001616',
            remittanceInformation: shown.plans[0]?.remittanceInformation,
            endToEndId: items[0]?.endToEndId,
          },
        ],
      },
    ]);
  });

  it('together with others under one signature', async () => {
    const { payment, items } = await sent([await givenPurchase(payer), await givenPurchase(payer)]);
    expect(atPonto()).toMatchObject([{ kind: 'bulkPayment', reference: payment.reference }]);
    expect(atPonto()[0]?.orders.map(({ endToEndId }) => endToEndId)).toEqual(items.map(({ endToEndId }) => endToEndId));
  });

  it('and its truth is what Ponto says, never how the browser came back', async () => {
    const { payment } = await sent();
    await lookAtPayment(context, payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('awaiting_signature');
    await signAtPonto(payment.signingUrl, 'sign');
    await lookAtPayment(context, payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('accepted');
  });

  it('again after a refusal, as a new attempt with ids of its own', async () => {
    const purchase = await givenPurchase(payer);
    const first = await sent([purchase]);
    await signAtPonto(first.payment.signingUrl, 'refuse');
    await lookAtPayment(context, first.payment);
    expect(await stored(payer, first.payment.paymentInitiationId)).toMatchObject({ state: 'refused', isLive: false });
    const second = await sent([purchase]);
    expect(second.items[0]?.endToEndId).not.toBe(first.items[0]?.endToEndId);
    expect(atPonto()).toHaveLength(2);
  });
});

describe('never twice', () => {
  it('whether somebody clicks twenty times, in tabs or by a retry', async () => {
    const wish = wishOf(payer, [await givenPurchase(payer)]);
    const { seal } = await reviewPayment(context, wish);
    const requestKey = randomUUID();
    const clicks = Array.from({ length: 20 }, async () => {
      const payment = await preparePayment(context, { ...wish, seal, requestKey, confirmed: [] });
      await sendPayment(context, payment);
      return payment.paymentInitiationId;
    });
    expect(new Set(await Promise.all(clicks)).size).toBe(1);
    expect(atPonto()).toHaveLength(1);
  });

  it('whether two users pay it at once, by different ways', async () => {
    const purchase = await givenPurchase(payer);
    const outcomes = await Promise.allSettled([
      prepare(context, wishOf(payer, [purchase])),
      prepare(tom, wishOf(payer, [purchase], { method: 'sepa_file' })),
      prepare(tom, wishOf(payer, [purchase], { method: 'qr' })),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [codeOf(outcome.reason)] : []));
    for (const code of codes) expect(['payment_not_possible', 'payment_already_running']).toContain(code);
  });

  it('under one key with another content', async () => {
    const requestKey = randomUUID();
    await prepare(context, wishOf(payer, [await givenPurchase(payer)]), requestKey);
    const other = prepare(context, wishOf(payer, [await givenPurchase(payer)]), requestKey);
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('when what was shown is no longer so', async () => {
    const purchase = await givenPurchase(payer);
    const wish = wishOf(payer, [purchase]);
    const { seal } = await reviewPayment(context, wish);
    await inCompany(context.db, context.companyId, (tx) =>
      tx.update(schema.openDocument).set({ payeeIban: 'BE68844010370034' }),
    );
    const late = preparePayment(context, { ...wish, seal, requestKey: randomUUID(), confirmed: [] });
    await expect(late).rejects.toMatchObject({ code: 'payment_changed' });
  });

  it.each(['payment.sending', 'payment.answered'] as const)('when the process dies at %s', async (point) => {
    const payment = await prepare(context, wishOf(payer, [await givenPurchase(payer)]));
    await dieAt(point, () => sendPayment(context, payment));
    advance(91_000);
    await followDuePayment(context, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'awaiting_signature' });
    expect(atPonto()).toHaveLength(1);
  });

  it('when the process dies before it sends, and a job goes on', async () => {
    const payment = await prepare(context, wishOf(payer, [await givenPurchase(payer)]));
    advance(61_000);
    await followDuePayment(context, payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('awaiting_signature');
  });

  it.each([
    ['an answer that is lost', { kind: 'drop-after' as const }],
    ['an error after the deed', { kind: 'status-after' as const, status: 500 }],
    ['an answer cut short', { kind: 'truncate' as const }],
  ])('after %s: unknown, then found under the same key', async (_, effect) => {
    world.ponto.world.injectFault({ method: 'POST', path: posts, effect, times: 1 });
    const { payment } = await sent();
    expect(payment.state).toBe('unknown');
    advance(30_000);
    await followDuePayment(context, payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('awaiting_signature');
    expect(atPonto()).toHaveLength(1);
  });

  it('while nobody knows: it cannot be cancelled, nor its purchase be put into another payment', async () => {
    world.ponto.world.injectFault({ method: 'POST', path: posts, effect: { kind: 'drop-after' }, times: 1 });
    const purchase = await givenPurchase(payer);
    const { payment } = await sent([purchase]);
    await expect(cancelPayment(context, payment)).rejects.toMatchObject({ code: 'payment_not_in_that_state' });
    await expect(declareAbsent(context, payment)).rejects.toMatchObject({ code: 'payment_not_in_that_state' });
    await expect(prepare(tom, wishOf(payer, [purchase]))).rejects.toMatchObject({ code: 'payment_not_possible' });
  });

  it('after the life of the key: nobody asks again, and a person decides', async () => {
    world.ponto.world.injectFault({ method: 'POST', path: posts, effect: { kind: 'drop' }, times: 100 });
    const { payment } = await sent();
    for (let hour = 0; hour < 30; hour += 1) {
      advance(10 * 60_000);
      await followDuePayment(context, payment);
    }
    const { payment: asked, state } = await stored(payer, payment.paymentInitiationId);
    expect({ state, dueAt: asked.dueAt }).toEqual({ state: 'unknown', dueAt: null });
    await declareAbsent(tom, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'cancelled', isLive: false });
  });
});

describe('is not sent', () => {
  it('and tried again later, when Ponto asks for patience', async () => {
    world.ponto.world.injectFault({ method: 'POST', path: posts, effect: { kind: 'status', status: 429 }, times: 1 });
    const { payment } = await sent();
    expect(payment.state).toBe('prepared');
    advance(60 * 60_000);
    await followDuePayment(context, payment);
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('awaiting_signature');
  });

  it('when Ponto refuses it: its purchase is free again', async () => {
    world.ponto.world.injectFault({ method: 'POST', path: posts, effect: { kind: 'status', status: 422 }, times: 1 });
    expect(await sent()).toMatchObject({ state: 'refused', isLive: false });
  });

  it('when payments are not activated, with the reason', async () => {
    world.ponto.world.setActivation(payer.organizationId, 'payments', 'requested');
    await inCompany(context.db, context.companyId, (tx) =>
      tx.update(schema.connection).set({ paymentsActivated: false, paymentsActivationRequested: true }),
    );
    const denied = prepare(context, wishOf(payer, [await givenPurchase(payer)]));
    await expect(denied).rejects.toMatchObject({
      code: 'payments_not_permitted',
      details: { permission: 'requested' },
    });
  });
});

describe('a payment that waits for its signature', () => {
  it('can be taken back, at Ponto too', async () => {
    const { payment } = await sent();
    await cancelPayment(tom, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'cancelled', isLive: false });
    expect(atPonto()).toEqual([]);
  });

  it('cannot be taken back any more once it is signed, and says so', async () => {
    const { payment } = await sent();
    await signAtPonto(payment.signingUrl, 'sign');
    await expect(cancelPayment(context, payment)).rejects.toMatchObject({ code: 'payment_not_in_that_state' });
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'accepted', isLive: true });
  });

  it('expires after a week, and is taken back at Ponto so that nobody signs it by surprise', async () => {
    const { payment } = await sent();
    advance(7 * 24 * 3_600_000 + 60_000);
    await followDuePayment(context, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'expired', isLive: false });
    expect(atPonto()).toEqual([]);
  });

  it('is followed when its status is a word that nobody knew', async () => {
    const { payment } = await sent();
    const path = '*/payments/*';
    const changes = [{ pointer: '/data/attributes/status', value: 'accepted-by-magic' }];
    world.ponto.world.injectFault({ method: 'GET', path, effect: { kind: 'rewrite', changes }, times: 1 });
    await lookAtPayment(context, payment);
    const { payment: looked } = await stored(payer, payment.paymentInitiationId);
    expect(looked.pontoStatus).toBe('accepted-by-magic');
    expect(looked.dueAt).not.toBeNull();
  });
});

describe('a payment that Ponto shows us no more', () => {
  const day = 24 * 3_600_000;
  const dueAt = async (key: { paymentInitiationId: string }) =>
    (await stored(payer, key.paymentInitiationId)).payment.dueAt?.getTime();

  it('because its account is gone keeps its purchase: neither time nor a person calls it taken back', async () => {
    const { payment } = await sent();
    world.ponto.world.revokeAccount(payer.account.pontoAccountId ?? '');
    advance(8 * day);
    await followDuePayment(context, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({
      state: 'awaiting_signature',
      isLive: true,
    });
    await expect(cancelPayment(context, payment)).rejects.toMatchObject({ code: 'ponto_unavailable' });
    expect(atPonto()).toHaveLength(1);
  });

  it('because it was deleted there is taken back', async () => {
    const { payment } = await sent();
    const token = await inCompany(context.db, context.companyId, (tx) => findLiveConnection(tx, context.companyId));
    await withAccessToken(context, token?.connectionId ?? '', (access) =>
      world.services.ponto.payments.delete(access, payment.pontoAccountId ?? '', payment.pontoPaymentId ?? ''),
    );
    await cancelPayment(context, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'cancelled', isLive: false });
  });

  it('because the company ended the link is looked at ever later, and is no obstacle to the payments of others', async () => {
    const { payment } = await sent();
    await deactivateConnection(context);
    advance(day);
    await followDuePayment(context, payment);
    expect(await dueAt(payment)).toBeGreaterThan(world.services.clock.now().getTime());
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('awaiting_signature');
  });

  it('is given up by a person who looked in Ponto, and not before it would have been taken back', async () => {
    const purchase = await givenPurchase(payer);
    const { payment } = await sent([purchase]);
    await deactivateConnection(context);
    advance(7 * day);
    await expect(declareAbsent(context, payment)).rejects.toMatchObject({ code: 'payment_not_in_that_state' });
    advance(day + 60_000);
    await declareAbsent(context, payment);
    expect(await stored(payer, payment.paymentInitiationId)).toMatchObject({ state: 'cancelled', isLive: false });
    await prepare(context, wishOf(payer, [purchase], { method: 'sepa_file' }));
  });
});

describe('four eyes', () => {
  beforeEach(() =>
    inCompany(context.db, context.companyId, (tx) => savePaymentApprovalLimit(tx, context.companyId, 100_00n)),
  );

  it('hold a payment from the amount on until another person agrees', async () => {
    const { payment } = await sent();
    expect(payment.state).toBe('awaiting_approval');
    expect(atPonto()).toEqual([]);
    await expect(approvePayment(context, payment)).rejects.toMatchObject({ code: 'payment_needs_another_person' });
    await sendPayment(tom, await approvePayment(tom, payment));
    const { payment: approved } = await stored(payer, payment.paymentInitiationId);
    expect(approved).toMatchObject({ state: 'awaiting_signature', approvedById: 'tom', preparedById: 'mieke' });
  });

  it('are not asked for below it', async () => {
    const purchase = await givenPurchase(payer, { totalMinor: 99_99n });
    const wish = wishOf(payer, [], { transfers: [{ payableId: purchase, amountMinor: 99_99n }] });
    expect((await prepare(context, wish)).state).toBe('prepared');
  });

  it('are held by the database too', async () => {
    const { payment } = await sent();
    const alone = inCompany(context.db, context.companyId, (tx) =>
      tx.update(schema.paymentInitiation).set({ approvedById: payment.preparedById }),
    );
    await expect(alone).rejects.toMatchObject({ constraint_name: 'payment_initiation_four_eyes' });
  });
});

describe('by file or QR code', () => {
  it('the same file can be had again, and its purchases stay taken until somebody says it was not used', async () => {
    const purchase = await givenPurchase(payer);
    const payment = await prepare(context, wishOf(payer, [purchase], { method: 'sepa_file' }));
    const file = await handOutPayment(context, payment);
    expect(await handOutPayment(tom, payment)).toEqual(file);
    expect(file).toMatchObject({ type: 'sepa_file', fileName: `${payment.reference}.xml` });
    await expect(prepare(tom, wishOf(payer, [purchase]))).rejects.toMatchObject({ code: 'payment_not_possible' });
    await cancelPayment(context, payment);
    await prepare(tom, wishOf(payer, [purchase]));
  });

  it('a QR code carries one transfer: for many it is refused before anything is written', async () => {
    const many = wishOf(payer, [await givenPurchase(payer), await givenPurchase(payer)], { method: 'qr' });
    await expect(reviewPayment(context, many)).rejects.toMatchObject({ code: 'invalid_request' });
    const asked = preparePayment(context, { ...many, seal: 'any', requestKey: randomUUID(), confirmed: [] });
    await expect(asked).rejects.toMatchObject({ code: 'invalid_request' });
    const rows = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.paymentInitiation));
    expect(rows).toEqual([]);
  });

  it('a QR code is a picture of one transfer', async () => {
    const payment = await prepare(context, wishOf(payer, [await givenPurchase(payer)], { method: 'qr' }));
    expect(await handOutPayment(context, payment)).toMatchObject({ type: 'qr', svg: expect.stringContaining('<svg') });
    expect((await stored(payer, payment.paymentInitiationId)).state).toBe('handed_out');
  });
});

describe('what a person sees before saying that it is right', () => {
  it('where a supplier was paid before, by whom, and since when and on what another account stands', async () => {
    const supplier = { onfactContactId: 9_001, contactName: 'Drukkerij Maes' };
    await sent([await givenPurchase(payer, supplier)]);
    const elsewhere = { ...supplier, number: 'A-changed', payeeIban: 'BE68844010370034' };
    const changed = await givenPurchase(payer, elsewhere);
    const listed = await listPurchases(context, { refundId: undefined });
    expect(listed.filter((purchase) => purchase.isAccountChanged)).toMatchObject([{ payableId: changed }]);
    expect(listed).toHaveLength(2);
    const wish = wishOf(payer, [changed]);
    const shown = await reviewPayment(context, wish);
    expect(shown.guards).toMatchObject([
      {
        code: 'account_changed',
        level: 'confirm',
        transfer: {
          accountBefore: {
            iban: 'BE72000000001616',
            paidAt: expect.any(Date),
            paidBy: 'Mieke Claes',
            changedAt: expect.any(Date),
            changedOn: 'A-changed',
          },
        },
      },
    ]);
    const { seal } = shown;
    const refused = preparePayment(context, { ...wish, seal, requestKey: randomUUID(), confirmed: [] });
    await expect(refused).rejects.toMatchObject({ code: 'payment_not_possible' });
    await preparePayment(context, { ...wish, seal, requestKey: randomUUID(), confirmed: ['account_changed'] });
    const trail = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.auditEntry));
    const [entry] = trail.filter(({ action, facts }) => action === 'payment.prepare' && 'changedAccounts' in facts);
    expect(entry?.facts).toMatchObject({
      confirmed: 'account_changed',
      changedAccounts: 'BE72 **** **** 1616 > BE68 **** **** 0034',
    });
  });

  it('the name under which the bank knows an account', async () => {
    await givenLines(context.db, payer.account, [
      lineReading({ counterpartReference: 'BE72000000001616', counterpartName: 'Jan Oplichter', amountMinor: -5n }),
    ]);
    const { guards } = await reviewPayment(context, wishOf(payer, [await givenPurchase(payer)]));
    expect(guards).toMatchObject([{ code: 'account_of_another_name', transfer: { accountKnownAs: 'Jan Oplichter' } }]);
  });

  it('which credit notes of the supplier can be set off, and how much of each', async () => {
    const supplier = { onfactContactId: 9_002 };
    await givenPurchase(payer, { ...supplier, kind: 'purchase_credit_note', number: 'C-1', totalMinor: 12_50n });
    await givenPurchase(payer, { ...supplier, kind: 'purchase_credit_note', number: 'C-2', totalMinor: 7_00n });
    const { guards } = await reviewPayment(context, wishOf(payer, [await givenPurchase(payer, supplier)]));
    expect(guards).toMatchObject([
      {
        code: 'credit_notes_open',
        transfer: {
          openCredits: [
            { number: 'C-1', openMinor: 12_50n },
            { number: 'C-2', openMinor: 7_00n },
          ],
        },
      },
    ]);
  });
});

it('leaves a history without gaps, in which every step has its author', async () => {
  const { payment } = await sent();
  await signAtPonto(payment.signingUrl, 'sign');
  await lookAtPayment(contextOf(world.services, context.companyId, { type: 'system', job: 'follow-payment' }), payment);
  const { steps } = await stored(payer, payment.paymentInitiationId);
  expect(steps.map(({ revision, event, toState, actorId }) => [revision, event, toState, actorId])).toEqual([
    [1, 'prepared', 'prepared', 'mieke'],
    [2, 'sending_began', 'sending', 'mieke'],
    [3, 'accepted_by_ponto', 'awaiting_signature', 'mieke'],
    [4, 'accepted_by_bank', 'accepted', 'follow-payment'],
  ]);
});

it('never lets the application change what was approved', async () => {
  await sent();
  const changed = inCompany(context.db, context.companyId, (tx) =>
    tx.update(schema.paymentInitiationItem).set({ creditorIban: 'BE68844010370034' }),
  );
  await expect(changed).rejects.toThrow('permission denied');
});

async function dieAt(point: string, work: () => Promise<void>): Promise<void> {
  world.onCrashPoint.hook = (name) => (name === point ? new Promise<void>(() => undefined) : undefined);
  await Promise.race([work(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
  world.onCrashPoint.hook = () => undefined;
}

function advance(ms: number): void {
  world.clock.offsetMs += ms;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
