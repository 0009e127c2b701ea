import { createRoute, z } from '@hono/zod-openapi';
import { BankTransaction } from './bank-transactions.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { IgnoreReason } from './reconciliation.ts';
import { Id, Moment, idempotencyHeader } from './values.ts';

/** "Always do so for this account number": rules of one company, made by its people. */

export const MatchRuleAction = z
  .discriminatedUnion('type', [
    /** Payments with this account number are of this relation: its documents are proposed, or booked. */
    z.object({ type: z.literal('relation'), relationId: z.string().min(1).max(64) }),
    /** They pay no document. */
    z.object({ type: z.literal('ignore'), reason: IgnoreReason }),
  ])
  .openapi('MatchRuleAction');
export type MatchRuleAction = z.infer<typeof MatchRuleAction>;

const conditionAndAction = {
  /** IBAN in electronic form. */
  counterpartReference: z
    .string()
    .regex(/^[A-Z0-9]{5,34}$/)
    .openapi({ example: 'BE68539007547034' }),
  direction: z.enum(['in', 'out']),
  action: MatchRuleAction,
};

export const MatchRule = z
  .object({
    id: Id,
    ...conditionAndAction,
    /** For a relation, as onFact names it now. */
    relationName: z.string().nullable(),
    isOn: z.boolean(),
    createdAt: Moment,
    createdBy: z.string(),
    /** Lines that it decided about. */
    hitCount: z.int(),
    lastHitAt: Moment.nullable(),
  })
  .openapi('MatchRule');
export type MatchRule = z.infer<typeof MatchRule>;

export const listMatchRules = createRoute({
  operationId: 'listMatchRules',
  summary: 'List the rules',
  tags: ['Matching rules and memory'],
  method: 'get',
  path: '/v1/match-rules',
  responses: {
    200: {
      description: 'Newest first.',
      content: { 'application/json': { schema: z.object({ items: z.array(MatchRule), next: z.null() }) } },
    },
    ...problems(...withoutCompany),
  },
});

const ruleBody = { required: true, content: { 'application/json': { schema: z.object(conditionAndAction) } } };

export const previewMatchRule = createRoute({
  operationId: 'previewMatchRule',
  summary: 'See which past lines a rule would have hit',
  tags: ['Matching rules and memory'],
  method: 'post',
  path: '/v1/match-rules/preview',
  request: { body: ruleBody },
  responses: {
    200: {
      description: 'Over the whole history. Changes nothing.',
      content: {
        'application/json': {
          schema: z.object({
            hitCount: z.int(),
            /** Of those, the ones that still wait: the rule decides about them at once. */
            toProcessCount: z.int(),
            /** Matched or ignored otherwise by a person: reasons to think twice. */
            decidedOtherwiseCount: z.int(),
            /** Whom the lines would belong to, as the books name them; null for a rule that ignores. */
            relationName: z.string().nullable(),
            /** The latest ten. */
            examples: z.array(BankTransaction),
          }),
        },
      },
    },
    ...problems(...withoutCompany, 'relation_not_found', 'invalid_request'),
  },
});

export const createMatchRule = createRoute({
  operationId: 'createMatchRule',
  summary: 'Make a rule',
  tags: ['Matching rules and memory'],
  method: 'post',
  path: '/v1/match-rules',
  request: { headers: idempotencyHeader, body: ruleBody },
  responses: {
    201: { description: 'On from now.', content: { 'application/json': { schema: MatchRule } } },
    ...problems(...withoutCompany, ...underAnotherKey, 'relation_not_found', 'match_rule_exists', 'invalid_request'),
  },
});

const ofRule = z.object({ matchRuleId: Id });

export const updateMatchRule = createRoute({
  operationId: 'updateMatchRule',
  summary: 'Switch a rule on or off',
  tags: ['Matching rules and memory'],
  method: 'patch',
  path: '/v1/match-rules/{matchRuleId}',
  request: {
    params: ofRule,
    headers: idempotencyHeader,
    body: { required: true, content: { 'application/json': { schema: z.object({ isOn: z.boolean() }) } } },
  },
  responses: {
    200: { description: 'The changed rule.', content: { 'application/json': { schema: MatchRule } } },
    ...problems(...withoutCompany, ...underAnotherKey, 'match_rule_not_found', 'invalid_request'),
  },
});

export const deleteMatchRule = createRoute({
  operationId: 'deleteMatchRule',
  summary: 'Delete a rule',
  description: 'What it did stays as it is.',
  tags: ['Matching rules and memory'],
  method: 'delete',
  path: '/v1/match-rules/{matchRuleId}',
  request: { params: ofRule, headers: idempotencyHeader },
  responses: {
    200: {
      description: 'Gone.',
      content: { 'application/json': { schema: z.object({ status: z.literal('done') }) } },
    },
    ...problems(...withoutCompany, ...underAnotherKey, 'match_rule_not_found', 'invalid_request'),
  },
});
