import { Readable } from 'node:stream';
import * as application from '@onfact-ponto/application';
import type { TransactionListInput, TransactionPage } from '@onfact-ponto/application';
import * as contract from '@onfact-ponto/api-contract';
import type { transactionFilter } from '@onfact-ponto/api-contract';
import { parseMoney } from '@onfact-ponto/primitives';
import type { z } from 'zod';
import { once } from '../middleware/idempotency.ts';
import { ProblemException } from '../problems.ts';
import { createRouter } from '../router.ts';
import { balancesOf, pendingTransactionOf, transactionDetailOf, transactionOf } from './bank-transaction-shape.ts';
import { readTransactionCursor, writeTransactionCursor } from './transaction-cursor.ts';
import { momentOrNull } from './wire-values.ts';

export function bankTransactionRoutes() {
  return createRouter()
    .openapi(contract.listBankTransactions, async (c) => {
      const { after, before, limit, counts, balances, ...filter } = c.req.valid('query');
      if (after !== undefined && before !== undefined) {
        throw new ProblemException('invalid_request', { 'query.before': 'not_with_after' });
      }
      const page = await application.listBankTransactions(c.var.context, {
        filter: filterOf(filter),
        after: after === undefined ? undefined : readTransactionCursor(after, 'after'),
        before: before === undefined ? undefined : readTransactionCursor(before, 'before'),
        limit,
        withCounts: counts === 'true',
        withBalances: balances === 'true',
      });
      return c.json(
        {
          items: page.items.map(transactionOf),
          next: page.next && writeTransactionCursor(page.next),
          previous: page.previous && writeTransactionCursor(page.previous),
          counts: page.counts && countsOf(page.counts),
          balances: page.balances && balancesOf(page.balances),
        },
        200,
      );
    })
    .openapi({ ...contract.ignoreTransactions, middleware: once }, async (c) => {
      const { filter, bankTransactionIds, ...input } = c.req.valid('json');
      const done = await application.ignoreTransactions(c.var.context, {
        ...input,
        filter: { ...filterOf(filter), bankTransactionIds },
      });
      return c.json({ ...done, ignoredAt: momentOrNull(done.ignoredAt) }, 200);
    })
    .openapi({ ...contract.undoIgnoreTransactions, middleware: once }, async (c) => {
      const ignoredAt = new Date(c.req.valid('json').ignoredAt);
      return c.json(await application.undoIgnoreTransactions(c.var.context, { ignoredAt }), 200);
    })
    .openapi(contract.exportBankTransactions, async (c) => {
      const { language, format, ids, ...filter } = c.req.valid('query');
      const file = application.exportBankTransactions(c.var.context, {
        filter: { ...filterOf(filter), bankTransactionIds: ids?.split(',') },
        language,
        format,
      });
      return c.body(Readable.toWeb(file) as ReadableStream, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="transactions.csv"',
      }) as never;
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

function countsOf({ from, to, ...counts }: NonNullable<TransactionPage['counts']>) {
  return { ...counts, period: from === null || to === null ? null : { from, to } };
}

function filterOf({ minimumAmount, maximumAmount, ...filter }: Filter): TransactionListInput['filter'] {
  return { ...filter, minimumMinor: hundredths(minimumAmount), maximumMinor: hundredths(maximumAmount) };
}

/** Bounds are asked without a currency and compared as if it had two decimals, as almost all have. */
function hundredths(amount: string | undefined): bigint | undefined {
  return amount === undefined ? undefined : parseMoney(amount, 'EUR').amountMinor;
}
