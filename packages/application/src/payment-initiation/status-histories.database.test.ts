import { inCompany, schema } from '@onfact-ponto/db';
import type { PaymentInitiationState } from '@onfact-ponto/db';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { givenPayer, givenPurchase, prepare, stored, wishOf } from '../testing/paying.ts';
import type { Payer } from '../testing/paying.ts';
import { pullDue, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { lookAtPayment } from './look-at-payment.ts';
import { isLive } from './payment-initiation-state.ts';
import { sendPayment } from './send-payment.ts';
import { settlePayments } from './settle-payments.ts';

/**
 * Ponto's statuses are an open set in no order that anybody promised. Whatever it tells of a payment, in whatever
 * order, again, in words that nobody knew or not at all, the payment never goes back and is never there twice.
 */

type PontoStatus = Parameters<TestWorld['ponto']['world']['setPaymentStatus']>[1];

const numRuns = Number(process.env.STATUS_HISTORIES ?? 25);
const status = fc.constantFrom(
  ...(['unsigned', 'pending', 'received', 'accepted-technical-validation', 'accepted-customer-profile'] as const),
  ...(['accepted-with-change', 'accepted-settlement-in-progress', 'accepted-settlement-completed'] as const),
  ...(['rejected', 'cancelled', 'failed', 'partially-accepted', ''] as const),
);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('tells' as const), status }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pays-again' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bank-tells' as const) }) },
);

let world: TestWorld;
let payer: Payer | undefined;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());

/** A history takes half a second, on a busy machine five. */
const timeout = 60_000 + numRuns * 8_000;

it(
  'never leaves a final truth, never lets a purchase be in two payments, whatever Ponto tells',
  { timeout },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
        const story = await begin();
        for (const one of steps) {
          if (one.do === 'tells') await story.tells(one.status);
          else if (one.do === 'pays-again') await story.paysAgain();
          else await story.bankTells();
          await story.assertHolds();
        }
      }),
      { numRuns },
    );
  },
);

async function begin() {
  payer ??= await givenPayer(world);
  const { context, account } = payer;
  const own = payer;
  const purchase = await givenPurchase(own);
  const payments: string[] = [];
  const seen = new Map<string, PaymentInitiationState>();
  const order: readonly PaymentInitiationState[] = ['awaiting_signature', 'signed', 'accepted'];

  async function paysAgain(): Promise<void> {
    try {
      const payment = await prepare(context, wishOf(own, [purchase]));
      payments.push(payment.paymentInitiationId);
      await sendPayment(context, payment);
    } catch (error) {
      if (!(error instanceof ApplicationError)) throw error;
    }
  }

  await paysAgain();
  return {
    paysAgain,
    /** Of each payment that this purchase ever had: also of those that are over. */
    async tells(word: string): Promise<void> {
      for (const paymentInitiationId of payments) {
        const { payment } = await stored(own, paymentInitiationId);
        if (payment.pontoPaymentId === null) continue;
        world.ponto.world.setPaymentStatus(payment.pontoPaymentId, word as PontoStatus);
        await lookAtPayment(context, { paymentInitiationId });
      }
    },
    async bankTells(): Promise<void> {
      world.ponto.world.advanceClock(3_600_000);
      world.ponto.world.synchronizeNow(account.pontoAccountId ?? '');
      await inCompany(context.db, context.companyId, (tx) => tx.update(schema.connection).set({ dueAt: new Date(0) }));
      await pullDue(world);
      await reconcileCompany(context);
      await settlePayments(context);
    },
    async assertHolds(): Promise<void> {
      const now = await Promise.all(payments.map((id) => stored(own, id)));
      for (const { payment } of now) {
        const before = seen.get(payment.paymentInitiationId);
        const isOver = before !== undefined && !isLive(before);
        if (isOver && payment.state !== 'executed') expect(payment.state).toBe(before);
        if (before !== undefined && order.includes(before) && order.includes(payment.state)) {
          expect(order.indexOf(payment.state)).toBeGreaterThanOrEqual(order.indexOf(before));
        }
        seen.set(payment.paymentInitiationId, payment.state);
      }
      expect(now.filter(({ payment }) => isLive(payment.state)).length).toBeLessThanOrEqual(1);
      for (const { payment, isLive: carries } of now) expect(carries).toBe(isLive(payment.state));
    },
  };
}
