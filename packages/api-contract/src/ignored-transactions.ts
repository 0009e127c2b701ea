import { createRoute, z } from '@hono/zod-openapi';
import { transactionFilter } from './bank-transactions.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { IgnoreReason } from './reconciliation.ts';
import { Id, Moment, idempotencyHeader } from './values.ts';

/** Saying of many lines at once that they pay no document. */

const tags = ['Reconciliation'];

export const ignoreTransactions = createRoute({
  operationId: 'ignoreTransactions',
  summary: 'Ignore many lines at once',
  description:
    'All lines of the filter that wait to be processed, or those of `bankTransactionIds` among them. Lines that are matched, ignored or doubtful stay as they are. A dry run counts, and changes nothing.',
  tags,
  method: 'post',
  path: '/v1/bank-transactions/ignore',
  request: {
    headers: idempotencyHeader,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            filter: z.object(transactionFilter).default({}),
            bankTransactionIds: z.array(Id).min(1).max(1000).optional(),
            reason: IgnoreReason.default('no_document'),
            dryRun: z.boolean(),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What was, or would be, ignored.',
      content: {
        'application/json': {
          schema: z.object({
            lineCount: z.int(),
            /** Found, and left as they are. */
            skippedCount: z.int(),
            /** Names what was done, for the undo; null when nothing was. */
            ignoredAt: Moment.nullable(),
          }),
        },
      },
    },
    ...problems(...withoutCompany, ...underAnotherKey, 'too_many_lines', 'invalid_request'),
  },
});

export const undoIgnoreTransactions = createRoute({
  operationId: 'undoIgnoreTransactions',
  summary: 'Take the ignoring of many lines back',
  description: 'Those that the same user or key ignored in one go. What was decided about a line since stays.',
  tags,
  method: 'post',
  path: '/v1/bank-transactions/undo-ignore',
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { 'application/json': { schema: z.object({ ignoredAt: Moment }) } } },
  },
  responses: {
    200: {
      description: 'They wait to be processed again.',
      content: { 'application/json': { schema: z.object({ lineCount: z.int() }) } },
    },
    ...problems(...withoutCompany, ...underAnotherKey, 'transaction_not_ignored', 'invalid_request'),
  },
});
