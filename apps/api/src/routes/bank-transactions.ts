import * as application from '@onfact-ponto/application';
import type { TransactionListInput } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { transactionFilter } from '@onfact-ponto/api-contract';
import { parseMoney } from '@onfact-ponto/primitives';
import type { z } from 'zod';
import { once } from '../middleware/idempotency.ts';
import { createRouter } from '../router.ts';
import { pendingTransactionOf, transactionDetailOf, transactionOf } from './bank-transaction-shape.ts';
import { readCursor, writeCursor } from './transaction-cursor.ts';

export function bankTransactionRoutes() {
  return createRouter()
    .openapi(contract.listBankTransactions, async (c) => {
      const { after, limit, counts, ...filter } = c.req.valid('query');
      const page = await application.listBankTransactions(c.var.context, {
        filter: filterOf(filter),
        after: after === undefined ? undefined : readCursor(after),
        limit,
        withCounts: counts === 'true',
      });
      const next = page.next && writeCursor(page.next);
      return c.json({ items: page.items.map(transactionOf), next, counts: page.counts }, 200);
    })
    .openapi(contract.listPendingTransactions, async (c) => {
      const lines = await application.listPendingLines(c.var.context, c.req.valid('query'));
      return c.json({ items: lines.map(pendingTransactionOf) }, 200);
    })
    .openapi(contract.getBankTransaction, async (c) => {
      const detail = await application.getBankTransaction(c.var.context, c.req.valid('param'));
      return c.json(transactionDetailOf(detail), 200);
    })
    .openapi({ ...contract.undoAllocation, middleware: once }, async (c) => {
      const freed = await application.undoAllocation(c.var.context, c.req.valid('param'));
      return c.json(transactionDetailOf(await application.getBankTransaction(c.var.context, freed)), 200);
    });
}

type Filter = { [Name in keyof typeof transactionFilter]?: z.output<(typeof transactionFilter)[Name]> };

function filterOf({ minimumAmount, maximumAmount, ...filter }: Filter): TransactionListInput['filter'] {
  return { ...filter, minimumMinor: hundredths(minimumAmount), maximumMinor: hundredths(maximumAmount) };
}

/** Bounds are asked without a currency and compared as if it had two decimals, as almost all have. */
function hundredths(amount: string | undefined): bigint | undefined {
  return amount === undefined ? undefined : parseMoney(amount, 'EUR').amountMinor;
}
