import { createRoute, z } from '@hono/zod-openapi';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Id, Moment, idempotencyHeader, pageOf, pageQuery } from './values.ts';

/** Lines that were matched together, and can be freed together. */

export const MatchRun = z
  .object({
    id: Id,
    kind: z.enum([
      /** The matcher by itself. */
      'automatic',
      /** A person accepted all certain proposals at once. */
      'accept_certain',
    ]),
    at: Moment,
    /** The name of the person; null for the matcher. */
    by: z.string().nullable(),
    lineCount: z.int(),
    /** What was matched, without signs; one per currency. */
    totals: z.array(Amount),
    /** How many of its lines were freed since, by the undo of the run or one by one. */
    undoneCount: z.int(),
    undone: z.object({ at: Moment, by: z.string() }).nullable(),
  })
  .openapi('MatchRun');
export type MatchRun = z.infer<typeof MatchRun>;

export const acceptCertain = createRoute({
  operationId: 'acceptCertain',
  summary: 'Accept all certain proposals',
  description: 'A dry run counts and adds up, and changes nothing. A proposal that went stale meanwhile is left out.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/reconciliation/accept-certain',
  request: {
    headers: idempotencyHeader,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.object({
            bankAccountId: Id.optional(),
            bankTransactionIds: z
              .array(Id)
              .min(1)
              .max(1000)
              .optional()
              .openapi({ description: 'Only the certain ones among these' }),
            shown: z
              .object({ lineCount: z.int().min(0), until: Moment })
              .optional()
              .openapi({
                description:
                  'What the person agreed to, from the dry run or the queue: what was proposed later is left out',
              }),
            dryRun: z.boolean(),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What was, or would be, matched.',
      content: {
        'application/json': {
          schema: z.object({
            /** Null for a dry run, and when there was nothing to match. */
            run: MatchRun.nullable(),
            lineCount: z.int(),
            totals: z.array(Amount),
            /** When the newest of them was proposed; null when there are none. */
            until: Moment.nullable(),
            /** Of what was shown, or certain a moment ago, and not matched: somebody or something was first. */
            staleCount: z.int(),
          }),
        },
      },
    },
    ...problems(...withoutCompany, ...underAnotherKey, 'invalid_request'),
  },
});

export const listMatchRuns = createRoute({
  operationId: 'listMatchRuns',
  summary: 'List the runs',
  tags: ['Reconciliation'],
  method: 'get',
  path: '/v1/match-runs',
  request: { query: z.object(pageQuery) },
  responses: {
    200: { description: 'Newest first.', content: { 'application/json': { schema: pageOf(MatchRun) } } },
    ...problems(...withoutCompany, 'invalid_request'),
  },
});

export const undoMatchRun = createRoute({
  operationId: 'undoMatchRun',
  summary: 'Take a run back',
  description:
    'Frees every line of the run that is still matched by it. What a person did with a line since then stays.',
  tags: ['Reconciliation'],
  method: 'post',
  path: '/v1/match-runs/{matchRunId}/undo',
  request: { params: z.object({ matchRunId: Id }), headers: idempotencyHeader },
  responses: {
    200: { description: 'The run as it stands now.', content: { 'application/json': { schema: MatchRun } } },
    ...problems(
      ...withoutCompany,
      ...underAnotherKey,
      'match_run_not_found',
      'match_run_already_undone',
      'invalid_request',
    ),
  },
});
