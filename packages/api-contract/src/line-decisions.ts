import { createRoute, z } from '@hono/zod-openapi';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { DecisionResult, IgnoreReason, LinePresence, overtaken } from './reconciliation.ts';
import { Id, Moment, idempotencyHeader } from './values.ts';

/** What a person decides about a line besides matching it: not this document, not a document at all, a transfer. */

const ofTransaction = z.object({ bankTransactionId: Id });
const seen = z.string().max(500);

const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const decided = (description: string) => ({
  200: { description, content: { 'application/json': { schema: DecisionResult } } },
});

const refusals = [...withoutCompany, ...underAnotherKey, 'bank_transaction_not_found', 'invalid_request'] as const;

export const rejectDocuments = createRoute({
  operationId: 'rejectDocuments',
  summary: 'Say that a line does not pay these documents',
  description: 'The line is never proposed for any of them again, until that is taken back.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/rejections',
  request: {
    params: ofTransaction,
    headers: idempotencyHeader,
    body: json(z.object({ documentIds: z.array(Id).min(1).max(50) })),
  },
  responses: {
    201: {
      description: 'Not proposed any more. The next choice comes up.',
      content: { 'application/json': { schema: DecisionResult } },
    },
    ...problems(...refusals, 'document_not_found'),
  },
});

export const ignoreTransaction = createRoute({
  operationId: 'ignoreTransaction',
  summary: 'Say that a line pays no document',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/ignore',
  request: {
    params: ofTransaction,
    headers: idempotencyHeader,
    body: json(
      z.object({
        reason: IgnoreReason.default('no_document'),
        note: z.string().trim().max(200).nullable().default(null),
        seen,
      }),
    ),
  },
  responses: { ...decided('Out of the queue.'), ...problems(...refusals, ...overtaken) },
});

export const pairTransfer = createRoute({
  operationId: 'pairTransfer',
  summary: 'Pair the two sides of a transfer between own accounts',
  description: 'Both are ignored as `own_transfer`; the undo frees both.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/transfer-pair',
  request: {
    params: ofTransaction,
    headers: idempotencyHeader,
    body: json(z.object({ otherTransactionId: Id, seen })),
  },
  responses: {
    ...decided('Both are out of the queue.'),
    ...problems(...refusals, ...overtaken, 'transfer_not_possible'),
  },
});

export const announcePresence = createRoute({
  operationId: 'announcePresence',
  summary: 'Say that I have a line before me',
  description: 'Repeat it every 20 seconds while the line is on the screen. It hinders nobody: others see the name.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/bank-transactions/{bankTransactionId}/presence',
  request: { params: ofTransaction },
  responses: {
    200: {
      description: 'Who else is at this line.',
      content: { 'application/json': { schema: z.object({ others: z.array(LinePresence), expiresAt: Moment }) } },
    },
    ...problems(...withoutCompany, 'user_required', 'bank_transaction_not_found', 'invalid_request'),
  },
});
