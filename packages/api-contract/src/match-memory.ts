import { createRoute, z } from '@hono/zod-openapi';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Day, Id, idempotencyHeader, pageOf, pageQuery } from './values.ts';

/** What the matcher learned of the decisions of one company. It can be read, and erased. */

export const MatchMemoryEntry = z
  .object({
    id: Id,
    /** What was learned, such as `iban` or `name`; a reader may meet a kind that is newer than its words. */
    kind: z.string(),
    /** An account number, a name, or what else the kind says. */
    value: z.string(),
    relation: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    confirmations: z.int(),
    contradictions: z.int(),
    lastOn: Day,
  })
  .openapi('MatchMemoryEntry');
export type MatchMemoryEntry = z.infer<typeof MatchMemoryEntry>;

export const listMatchMemory = createRoute({
  operationId: 'listMatchMemory',
  summary: 'List what was learned',
  tags: ['Matching rules and memory'],
  method: 'get',
  path: '/v1/match-memory',
  request: {
    query: z.object({
      search: z.string().max(200).optional().openapi({ description: 'Account number or name' }),
      relationId: z.string().max(64).optional(),
      ...pageQuery,
    }),
  },
  responses: {
    200: { description: 'Latest first.', content: { 'application/json': { schema: pageOf(MatchMemoryEntry) } } },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

const erased = {
  200: {
    description: 'Gone for good. What was matched with it stays matched.',
    content: { 'application/json': { schema: z.object({ erasedCount: z.int() }) } },
  },
};

export const eraseMatchMemoryEntry = createRoute({
  operationId: 'eraseMatchMemoryEntry',
  summary: 'Forget one thing',
  tags: ['Matching rules and memory'],
  method: 'delete',
  path: '/v1/match-memory/{matchMemoryId}',
  request: { params: z.object({ matchMemoryId: Id }), headers: idempotencyHeader },
  responses: {
    ...erased,
    ...problems(...withoutCompany, ...underAnotherKey, 'match_memory_not_found', 'invalid_request'),
  },
});

export const eraseMatchMemoryOfRelation = createRoute({
  operationId: 'eraseMatchMemoryOfRelation',
  summary: 'Forget all about a customer or supplier',
  description: 'Account numbers, names and the rules of this relation. For a person who asks to be forgotten.',
  tags: ['Matching rules and memory'],
  method: 'delete',
  path: '/v1/relations/{relationId}/match-memory',
  request: { params: z.object({ relationId: z.string().min(1).max(64) }), headers: idempotencyHeader },
  responses: { ...erased, ...problems(...withoutCompany, ...underAnotherKey, 'forbidden', 'invalid_request') },
});
