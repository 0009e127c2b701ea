import { inCompany, schema } from '@onfact-ponto/db';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Actor } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { givenPayer, givenPurchase, prepare, signAtPonto, stored, wishOf } from '../testing/paying.ts';
import type { Payer } from '../testing/paying.ts';
import { mieke, pullDue, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { cancelPayment } from './cancel-payment.ts';
import { declareAbsent } from './declare-absent.ts';
import { followDuePayment } from './follow-payment.ts';
import { handOutPayment } from './hand-out-payment.ts';
import { lookAtPayment } from './look-at-payment.ts';
import type { PaymentMethod } from './review-payment.ts';
import { sendPayment } from './send-payment.ts';
import { settlePayments } from './settle-payments.ts';

/** Random users, deaths and faults around three purchases: whatever happens, nobody is paid twice. */

const numRuns = Number(process.env.PAYING_STORIES ?? 12);
const purchaseCount = 3;

const purchase = fc.nat({ max: purchaseCount - 1 });
const which = fc.nat({ max: 5 });
const method = fc.constantFrom<PaymentMethod>('ponto', 'ponto', 'ponto', 'sepa_file', 'qr');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pay' as const), purchase, method, byTom: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pay-many' as const), batch: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('send' as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('send-twice' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('die' as const),
      which,
      point: fc.constantFrom('payment.sending', 'payment.answered'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      effect: fc.constantFrom(
        { kind: 'drop' as const },
        { kind: 'drop-after' as const },
        { kind: 'truncate' as const },
        { kind: 'status-after' as const, status: 500 },
        { kind: 'status' as const, status: 429 },
        { kind: 'status' as const, status: 422 },
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 2, 30, 90, 12_000) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('sign' as const),
      which,
      decision: fc.constantFrom('sign', 'sign', 'refuse'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('declare-absent' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('bank-tells' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());

it(`pays no purchase twice in ${numRuns} stories of two users, dying processes and lost answers`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 60, size: 'max' }), async (steps) => {
      const story = await begin();
      for (const one of steps) await refusedOrDone(() => story.take(one));
      await story.assertPromises();
    }),
    { numRuns },
  );
});

async function begin() {
  const payer = await givenPayer(world);
  const { context } = payer;
  const tom = contextOf(world.services, context.companyId, { ...mieke, userId: 'tom', name: 'Tom' } as Actor);
  const purchases: string[] = [];
  while (purchases.length < purchaseCount) purchases.push(await givenPurchase(payer));
  const payments: string[] = [];

  return {
    async take(one: Step): Promise<void> {
      const paymentInitiationId = 'which' in one ? payments[one.which % Math.max(payments.length, 1)] : undefined;
      const key = paymentInitiationId === undefined ? undefined : { paymentInitiationId };
      switch (one.do) {
        case 'pay': {
          const wish = wishOf(payer, [purchases[one.purchase] ?? ''], { method: one.method });
          payments.push((await prepare(one.byTom ? tom : context, wish)).paymentInitiationId);
          break;
        }
        case 'pay-many': {
          const wish = wishOf(payer, purchases, { batchBookingPreferred: one.batch });
          payments.push((await prepare(context, wish)).paymentInitiationId);
          break;
        }
        case 'send':
          if (key) await ((await isHandedOut(payer, key)) ? handOutPayment(context, key) : sendPayment(context, key));
          break;
        case 'send-twice':
          if (key) await Promise.all([sendPayment(context, key), sendPayment(tom, key)]);
          break;
        case 'die':
          if (key) await dieAt(one.point, () => sendPayment(context, key));
          break;
        case 'fault':
          world.ponto.world.injectFault({ method: 'POST', path: '*payments', effect: one.effect, times: 1 });
          break;
        case 'wait':
          world.clock.offsetMs += one.minutes * 60_000;
          for (const id of payments) await followDuePayment(context, { paymentInitiationId: id });
          break;
        case 'sign':
          if (key) await sign(payer, key, one.decision === 'refuse' ? 'refuse' : 'sign');
          break;
        case 'cancel':
          if (key) await cancelPayment(tom, key);
          break;
        case 'declare-absent':
          if (key) await declareAbsent(tom, key);
          break;
        case 'bank-tells':
          await bankTells(payer);
      }
    },

    async assertPromises(): Promise<void> {
      world.ponto.world.clearFaults();
      await bankTells(payer);
      const approved = (await Promise.all(payments.map((id) => stored(payer, id)))).flatMap(({ items }) => items);
      const asked = world.ponto.world.payments().flatMap(({ orders }) => orders);
      expect(new Set(asked.map(({ endToEndId }) => endToEndId)).size).toBe(asked.length);
      for (const order of asked) {
        const item = approved.find(({ endToEndId }) => endToEndId === order.endToEndId);
        expect(order).toMatchObject({
          amountMinor: item?.amountMinor,
          creditorAccountReference: item?.creditorIban,
          creditorName: item?.creditorName,
          remittanceInformation: item?.remittanceInformation,
        });
      }
      for (const documentId of purchases) {
        const ids = new Set(
          approved.filter((item) => item.documentId === documentId).map(({ endToEndId }) => endToEndId),
        );
        const signed = world.ponto.world
          .payments()
          .filter(
            ({ signedAt, orders }) => signedAt !== null && orders.some(({ endToEndId }) => ids.has(endToEndId ?? '')),
          );
        expect(signed.length).toBeLessThanOrEqual(1);
      }
      const documents = await inCompany(context.db, context.companyId, (tx) => tx.select().from(schema.openDocument));
      for (const { allocatedMinor, totalMinor } of documents) expect(allocatedMinor <= totalMinor).toBe(true);
    },
  };
}

/** What the product refuses is part of the story; anything else is a fault of ours. */
async function refusedOrDone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error;
  }
}

async function isHandedOut(payer: Payer, key: { paymentInitiationId: string }): Promise<boolean> {
  return (await stored(payer, key.paymentInitiationId)).payment.method !== 'ponto';
}

async function sign(payer: Payer, key: { paymentInitiationId: string }, decision: 'sign' | 'refuse'): Promise<void> {
  const { payment } = await stored(payer, key.paymentInitiationId);
  if (payment.signingUrl !== null) await signAtPonto(payment.signingUrl, decision);
  await lookAtPayment(payer.context, key);
}

async function bankTells({ context, account }: Payer): Promise<void> {
  world.ponto.world.advanceClock(3_600_000);
  world.ponto.world.synchronizeNow(account.pontoAccountId ?? '');
  await inCompany(context.db, context.companyId, (tx) => tx.update(schema.connection).set({ dueAt: new Date(0) }));
  await pullDue(world);
  await reconcileCompany(context);
  await settlePayments(context);
}

/** The process stops there for ever: nothing after it happens, and nobody is told. */
async function dieAt(point: string, work: () => Promise<void>): Promise<void> {
  const died = new Promise<void>((resolve) => {
    world.onCrashPoint.hook = (name) => {
      if (name !== point) return;
      resolve();
      return new Promise<void>(() => undefined);
    };
  });
  await Promise.race([work(), died]);
  world.onCrashPoint.hook = () => undefined;
}
