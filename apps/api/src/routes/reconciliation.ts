import * as application from '@onfact-ponto/application';
import type { Context } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { DecisionResult, DecisionUndo } from '@onfact-ponto/api-contract';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import {
  readDocumentCursor,
  readQueueCursor,
  writeDocumentCursor,
  writeQueueCursor,
} from './reconciliation-cursors.ts';
import {
  decisionOf,
  documentOf,
  explanationOf,
  presenceOf,
  proposalsOf,
  queueLineOf,
  totalsOf,
} from './reconciliation-shape.ts';
import { minorOfAmount, momentOf, momentOrNull } from './wire-values.ts';

/** Afpunten: the queue, what each line may pay, and what a person decides about it. */
export function reconciliationRoutes() {
  return createRouter()
    .openapi(contract.getReconciliationQueue, async (c) => {
      const { after, ...query } = c.req.valid('query');
      const queue = await application.readQueue(c.var.context, {
        ...query,
        after: after === undefined ? undefined : readQueueCursor(after),
      });
      return c.json(
        {
          items: queue.items.map(queueLineOf),
          next: queue.next && writeQueueCursor(queue.next),
          counts: queue.counts,
          certainTotals: totalsOf(queue.certainTotals),
          certainUntil: momentOrNull(queue.certainUntil),
          documents: queue.invoices,
          doneToday: queue.doneToday,
          accounts: queue.accounts,
        },
        200,
      );
    })
    .openapi(contract.getTransactionProposals, async (c) =>
      c.json(proposalsOf(await application.readProposals(c.var.context, c.req.valid('param'))), 200),
    )
    .openapi({ ...contract.allocateTransaction, middleware: once }, async (c) => {
      const { allocations, ...decision } = c.req.valid('json');
      const { bankTransactionId } = c.req.valid('param');
      const { bookingId } = await application.confirmMatch(c.var.context, {
        ...decision,
        bankTransactionId,
        allocations: allocations.map(({ documentId, amount, version }, index) => ({
          documentId,
          version,
          amount: {
            amountMinor: minorOfAmount(amount, `json.allocations.${index}.amount`),
            currency: amount.currency,
          },
        })),
      });
      return c.json(await decided(c.var.context, bankTransactionId, { type: 'booking', bookingId }), 201);
    })
    .openapi({ ...contract.rejectDocuments, middleware: once }, async (c) => {
      const { bankTransactionId } = c.req.valid('param');
      const { documentIds } = c.req.valid('json');
      await application.rejectDocuments(c.var.context, { bankTransactionId, documentIds });
      return c.json(await decided(c.var.context, bankTransactionId, { type: 'rejection', documentIds }), 201);
    })
    .openapi({ ...contract.ignoreTransaction, middleware: once }, async (c) => {
      const { bankTransactionId } = c.req.valid('param');
      await application.ignoreTransaction(c.var.context, { bankTransactionId, ...c.req.valid('json') });
      return c.json(await decided(c.var.context, bankTransactionId, { type: 'ignore' }), 200);
    })
    .openapi({ ...contract.pairTransfer, middleware: once }, async (c) => {
      const { bankTransactionId } = c.req.valid('param');
      await application.pairTransfer(c.var.context, { bankTransactionId, ...c.req.valid('json') });
      return c.json(await decided(c.var.context, bankTransactionId, { type: 'ignore' }), 200);
    })
    .openapi({ ...contract.undoDecision, middleware: once }, async (c) => {
      const { bankTransactionId } = c.req.valid('param');
      await undo(c.var.context, bankTransactionId, c.req.valid('json'));
      return c.json(await decided(c.var.context, bankTransactionId, null), 200);
    })
    .openapi(contract.announcePresence, async (c) => {
      const { others, expiresAt } = await application.announcePresence(c.var.context, c.req.valid('param'));
      return c.json({ others: others.map(presenceOf), expiresAt: momentOf(expiresAt) }, 200);
    })
    .openapi(contract.listDocuments, async (c) => {
      const { after, state, ...query } = c.req.valid('query');
      const page = await application.searchDocuments(c.var.context, {
        ...query,
        isPayable: state === 'payable',
        after: after === undefined ? undefined : readDocumentCursor(after),
      });
      return c.json({ items: page.items.map(documentOf), next: page.next && writeDocumentCursor(page.next) }, 200);
    })
    .openapi(contract.explainTransaction, async (c) => {
      const asked = { ...c.req.valid('param'), ...c.req.valid('query') };
      const explanation = await application.explainTransaction(c.var.context, asked);
      return c.json(explanationOf(explanation), 200);
    });
}

function undo(context: Context, bankTransactionId: string, decision: DecisionUndo): Promise<void> {
  switch (decision.type) {
    case 'booking':
      return application.undoBooking(context, { bankTransactionId, bookingId: decision.bookingId });
    case 'rejection':
      return application.undoRejection(context, { bankTransactionId, documentIds: decision.documentIds });
    case 'ignore':
      return application.undoIgnore(context, { bankTransactionId });
  }
}

/** A rule can take over what a person matched or ignored, not what was rejected or taken back. */
async function decided(
  context: Context,
  bankTransactionId: string,
  decision: DecisionUndo | null,
): Promise<DecisionResult> {
  const mayOffer = decision?.type === 'booking' || decision?.type === 'ignore';
  return decisionOf(await application.readDecision(context, { bankTransactionId, mayOffer }), decision);
}
