import { createRoute, z } from '@hono/zod-openapi';
import { AutomaticMatching } from './bank-accounts.ts';
import { problems, underAnotherKey, withoutCompany } from './problems.ts';
import { Amount, Id, idempotencyHeader } from './values.ts';

/** How far the matcher may go. What it does by itself is set per account, with `updateBankAccount`. */
export const MatchingSettings = z
  .object({
    /** The largest payment difference that may be let go; zero: none. */
    differenceLimit: Amount,
    /** No company can set a higher one. */
    highestDifferenceLimit: Amount,
    accounts: z.array(z.object({ bankAccountId: Id, name: z.string(), automaticMatching: AutomaticMatching })),
    /** Settings are for administrators. */
    mayChange: z.boolean(),
  })
  .openapi('MatchingSettings');
export type MatchingSettings = z.infer<typeof MatchingSettings>;

export const getMatchingSettings = createRoute({
  operationId: 'getMatchingSettings',
  summary: 'Read the settings of matching',
  tags: ['Matching rules and memory'],
  method: 'get',
  path: '/v1/reconciliation/settings',
  responses: {
    200: { description: 'Of the company.', content: { 'application/json': { schema: MatchingSettings } } },
    ...problems(...withoutCompany),
  },
});

export const updateMatchingSettings = createRoute({
  operationId: 'updateMatchingSettings',
  summary: 'Change the settings of matching',
  tags: ['Matching rules and memory'],
  method: 'patch',
  path: '/v1/reconciliation/settings',
  request: {
    headers: idempotencyHeader,
    body: { required: true, content: { 'application/json': { schema: z.object({ differenceLimit: Amount }) } } },
  },
  responses: {
    200: { description: 'As they are now.', content: { 'application/json': { schema: MatchingSettings } } },
    ...problems(...withoutCompany, ...underAnotherKey, 'forbidden', 'difference_limit_not_possible', 'invalid_request'),
  },
});
