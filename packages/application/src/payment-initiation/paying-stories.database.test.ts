import { inCompany, insertNewBankTransactions, listBrokenSums } from '@onfact-ponto/db';
import { givenLines, lineReading } from '@onfact-ponto/db/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { contextOf } from '../context.ts';
import type { Actor } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { reconcileCompany } from '../reconciliation/reconcile-company.ts';
import { givenPayer, givenPurchase, prepare, signAtPonto, stored, wishOf } from '../testing/paying.ts';
import type { Payer } from '../testing/paying.ts';
import { mieke, startTestWorld } from '../testing/world.ts';
import type { TestWorld } from '../testing/world.ts';
import { cancelPayment } from './cancel-payment.ts';
import { declareAbsent } from './declare-absent.ts';
import { followDuePayment } from './follow-payment.ts';
import { handOutPayment } from './hand-out-payment.ts';
import { lookAtPayment } from './look-at-payment.ts';
import type { PaymentMethod } from './review-payment.ts';
import { sendPayment } from './send-payment.ts';
import { settlePayments } from './settle-payments.ts';

/**
 * Random users, deaths and faults around two purchases and what a customer paid too much: whatever happens, nobody is
 * paid twice. More stories by PAYING_STORIES; others, or the same again, by PAYING_SEED.
 */

const numRuns = Number(process.env.PAYING_STORIES ?? 12);
const seed = process.env.PAYING_SEED === undefined ? {} : { seed: Number(process.env.PAYING_SEED) };
const purchaseCount = 2;
/** A company is set up for so many stories: what earlier ones left behind is one more thing that must not matter. */
const storiesPerPayer = 20;

/** A purchase, or the line to pay back. */
const payable = fc.nat({ max: purchaseCount });
const which = fc.nat({ max: 5 });
const method = fc.constantFrom<PaymentMethod>('ponto', 'ponto', 'ponto', 'sepa_file', 'qr');
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pay' as const), payable, method, byTom: fc.boolean() }) },
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

type PontoPayment = ReturnType<TestWorld['ponto']['world']['payments']>[number];
type Place = Readonly<{ payer: Payer; overpaidIds: string[]; earlierIds: Set<string> }>;

let world: TestWorld;
let place: Place | undefined;

beforeAll(async () => {
  world = await startTestWorld(inject('databaseOwnerUrl'));
});
afterAll(() => world.stop());

/** A story takes a second, on a busy machine ten. */
const timeout = 60_000 + numRuns * 15_000;

it(`pays nothing twice in ${numRuns} stories of two users, dying processes and lost answers`, { timeout }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 30, size: 'max' }), async (steps) => {
      const story = await begin();
      for (const one of steps) await refusedOrDone(() => story.take(one));
      await story.assertPromises();
    }),
    { numRuns, ...seed },
  );
});

async function givenPlace(): Promise<Place> {
  const payer = await givenPayer(world);
  const { context, account } = payer;
  const line = {
    amountMinor: 100_00n,
    counterpartReference: 'BE68844010370034',
    counterpartName: 'Jan Peeters',
    structuredCommunication: null,
  };
  const lines = Array.from({ length: storiesPerPayer }, () => lineReading(line));
  return {
    payer,
    overpaidIds: await givenLines(context.db, account, lines),
    earlierIds: new Set(),
  };
}

async function begin() {
  if (!place || place.overpaidIds.length === 0) place = await givenPlace();
  const { payer, earlierIds } = place;
  const overpaidId = place.overpaidIds.pop() ?? '';
  const { context } = payer;
  const tom = contextOf(world.services, context.companyId, { ...mieke, userId: 'tom', name: 'Tom' } as Actor);
  const purchases: string[] = [];
  while (purchases.length < purchaseCount) purchases.push(await givenPurchase(payer));
  const payables = [...purchases, overpaidId];
  const payments: string[] = [];

  return {
    async take(one: Step): Promise<void> {
      const paymentInitiationId = 'which' in one ? payments[one.which % Math.max(payments.length, 1)] : undefined;
      const key = paymentInitiationId === undefined ? undefined : { paymentInitiationId };
      switch (one.do) {
        case 'pay': {
          const wish = wishOf(payer, [payables[one.payable] ?? ''], { method: one.method });
          payments.push((await prepare(one.byTom ? tom : context, wish)).paymentInitiationId);
          break;
        }
        case 'pay-many': {
          const wish = wishOf(payer, payables, { batchBookingPreferred: one.batch });
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
      const atPonto = world.ponto.world.payments();
      const asked = atPonto.flatMap(({ orders }) => orders);
      expect(new Set(asked.map(({ endToEndId }) => endToEndId)).size).toBe(asked.length);
      for (const order of asked.filter(({ endToEndId }) => !earlierIds.has(endToEndId ?? ''))) {
        const item = approved.find(({ endToEndId }) => endToEndId === order.endToEndId);
        expect(order).toMatchObject({
          amountMinor: item?.amountMinor,
          creditorAccountReference: item?.creditorIban,
          creditorName: item?.creditorName,
          remittanceInformation: item?.remittanceInformation,
        });
      }
      for (const payableId of payables) {
        const items = approved.filter((item) => (item.documentId ?? item.refundedTransactionId) === payableId);
        const ids = new Set(items.map(({ endToEndId }) => endToEndId));
        const signed = atPonto.filter(
          ({ signedAt, orders }) => signedAt !== null && orders.some(({ endToEndId }) => ids.has(endToEndId ?? '')),
        );
        expect(signed.length).toBeLessThanOrEqual(1);
        expect(items.filter(({ isLive }) => isLive).length).toBeLessThanOrEqual(1);
      }
      for (const { endToEndId } of approved) earlierIds.add(endToEndId);
      expect(await inCompany(context.db, context.companyId, (tx) => listBrokenSums(tx, context.companyId))).toEqual([]);
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

/** The bank carries out what is due, and its lines are here: without a pull, which has stories of its own. */
async function bankTells({ context, account }: Payer): Promise<void> {
  world.ponto.world.advanceClock(3_600_000);
  const carriedOut = world.ponto.world.payments().filter(({ status }) => status === 'accepted-settlement-completed');
  const place = { ...account, source: 'ponto', fetchedAt: world.services.clock.now() } as const;
  await inCompany(context.db, context.companyId, (tx) =>
    insertNewBankTransactions(tx, place, carriedOut.flatMap(linesOf)),
  );
  await reconcileCompany(context);
  await settlePayments(context);
}

function linesOf({ id, kind, batchBookingPreferred, orders, reference }: PontoPayment) {
  const nothing = { counterpartName: null, counterpartReference: null, structuredCommunication: null };
  if (kind === 'bulkPayment' && batchBookingPreferred) {
    const amountMinor = -orders.reduce((sum, order) => sum + order.amountMinor, 0n);
    return [lineReading({ ...nothing, sourceReference: id, amountMinor, remittanceInformation: reference })];
  }
  return orders.map((order, index) =>
    lineReading({
      ...nothing,
      sourceReference: `${id}-${index}`,
      amountMinor: -order.amountMinor,
      counterpartName: order.creditorName,
      counterpartReference: order.creditorAccountReference,
      remittanceInformation: order.remittanceInformation,
      endToEndId: order.endToEndId,
    }),
  );
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
