import * as application from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import { parseIsoDate, parseMoney } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import { MomentPart, readCursor, writeCursor } from './cursor.ts';
import { paymentDetailOf, paymentOf, purchaseOf, reviewOf, settingsOf } from './outgoing-payment-shape.ts';
import { momentOrNull } from './wire-values.ts';

export function outgoingPaymentRoutes() {
  return createRouter()
    .openapi(contract.listPurchases, async (c) => {
      const purchases = await application.listPurchases(c.var.context, { refundId: c.req.valid('query').refund });
      const { state, readAt } = await application.getPurchasesReading(c.var.context);
      return c.json({ items: purchases.map(purchaseOf), reading: { state, readAt: momentOrNull(readAt) } }, 200);
    })
    .openapi(contract.reviewPayment, async (c) => {
      const review = await application.reviewPayment(c.var.context, wishOf(c.req.valid('json')));
      const settings = await application.getPaymentSettings(c.var.context);
      return c.json(reviewOf(review, settings), 200);
    })
    .openapi({ ...contract.createOutgoingPayment, middleware: once }, async (c) => {
      const { seal, confirmed, ...wish } = c.req.valid('json');
      const requestKey = c.req.valid('header')['idempotency-key'];
      const prepared = await application.preparePayment(c.var.context, {
        ...wishOf(wish),
        requestKey,
        seal,
        confirmed,
      });
      await application.sendPayment(c.var.context, prepared);
      return c.json(await detail(c.var.context, prepared), 200);
    })
    .openapi(contract.listOutgoingPayments, async (c) => {
      const { limit, after } = c.req.valid('query');
      const before = after === undefined ? undefined : readPaymentCursor(after);
      const { items, next } = await application.listPayments(c.var.context, { limit, before });
      return c.json({ items: items.map(paymentOf), next: next && writePaymentCursor(next) }, 200);
    })
    .openapi(contract.getOutgoingPayment, async (c) => {
      const key = keyOf(c.req.valid('param'));
      if (c.req.valid('query').look === 'true') await application.lookAtPayment(c.var.context, key);
      return c.json(await detail(c.var.context, key), 200);
    })
    .openapi({ ...contract.sendOutgoingPayment, middleware: once }, async (c) => {
      const key = keyOf(c.req.valid('param'));
      await application.sendPayment(c.var.context, key);
      return c.json(await detail(c.var.context, key), 200);
    })
    .openapi({ ...contract.approveOutgoingPayment, middleware: once }, async (c) => {
      const key = keyOf(c.req.valid('param'));
      await application.sendPayment(c.var.context, await application.approvePayment(c.var.context, key));
      return c.json(await detail(c.var.context, key), 200);
    })
    .openapi({ ...contract.cancelOutgoingPayment, middleware: once }, async (c) => {
      const key = keyOf(c.req.valid('param'));
      await application.cancelPayment(c.var.context, key);
      return c.json(await detail(c.var.context, key), 200);
    })
    .openapi({ ...contract.declarePaymentAbsent, middleware: once }, async (c) => {
      const key = keyOf(c.req.valid('param'));
      await application.declareAbsent(c.var.context, key);
      return c.json(await detail(c.var.context, key), 200);
    })
    .openapi({ ...contract.handOutPayment, middleware: once }, async (c) =>
      c.json(await application.handOutPayment(c.var.context, keyOf(c.req.valid('param'))), 200),
    )
    .openapi(contract.getPaymentSettings, async (c) =>
      c.json(settingsOf(await application.getPaymentSettings(c.var.context)), 200),
    )
    .openapi({ ...contract.updatePaymentSettings, middleware: once }, async (c) => {
      const { approvalFrom } = c.req.valid('json');
      const approvalFromMinor = approvalFrom === null ? null : parseMoney(approvalFrom, 'EUR').amountMinor;
      await application.updatePaymentSettings(c.var.context, { approvalFromMinor });
      return c.json(settingsOf({ approvalFromMinor }), 200);
    });
}

type Key = { paymentInitiationId: string };

function keyOf({ paymentId }: { paymentId: string }): Key {
  return { paymentInitiationId: paymentId };
}

async function detail(context: application.Context, key: Key) {
  return paymentDetailOf(await application.getPayment(context, key));
}

type Wish = z.output<(typeof contract.reviewPayment)['request']['body']['content']['application/json']['schema']>;

function wishOf({ executionDate, transfers, ...wish }: Wish): application.PaymentWish {
  return {
    ...wish,
    executionDate: executionDate === null ? null : (parseIsoDate(executionDate) ?? null),
    transfers: transfers.map(({ payableId, amount }) => ({
      payableId,
      amountMinor: parseMoney(amount, 'EUR').amountMinor,
    })),
  };
}

const CursorParts = z.tuple([MomentPart, z.uuid()]);

function writePaymentCursor({ preparedAt, paymentInitiationId }: application.PaymentCursor): string {
  return writeCursor([preparedAt.toISOString(), paymentInitiationId]);
}

function readPaymentCursor(cursor: string): application.PaymentCursor {
  const [preparedAt, paymentInitiationId] = readCursor(cursor, CursorParts);
  return { preparedAt: new Date(preparedAt), paymentInitiationId };
}
