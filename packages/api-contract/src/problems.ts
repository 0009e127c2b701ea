import { z } from '@hono/zod-openapi';

/** Every failure that the api can name, with its HTTP status. The one table that maps a code to a status. */
export const problemStatus = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  company_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  connection_not_found: 404,
  connection_needs_reconnect: 409,
  connection_not_linked: 409,
  connection_stopped: 409,
  authorization_not_waiting: 409,
  bank_account_not_found: 404,
  bank_transaction_not_found: 404,
  allocation_not_found: 404,
  allocation_already_undone: 409,
  document_not_found: 404,
  document_not_payable: 409,
  document_locked: 409,
  proposal_stale: 409,
  line_taken: 409,
  allocation_not_possible: 422,
  remainder_not_settled: 422,
  difference_over_limit: 422,
  booking_not_found: 404,
  booking_already_undone: 409,
  rejection_not_found: 404,
  transaction_not_ignored: 409,
  transfer_not_possible: 422,
  match_run_not_found: 404,
  match_run_already_undone: 409,
  match_rule_not_found: 404,
  match_rule_exists: 409,
  match_memory_not_found: 404,
  relation_not_found: 404,
  difference_limit_not_possible: 422,
  payments_not_permitted: 403,
  payment_not_possible: 422,
  payment_changed: 409,
  payment_already_running: 409,
  payment_not_found: 404,
  payment_not_in_that_state: 409,
  payment_needs_another_person: 409,
  duplicate_already_decided: 409,
  statement_import_not_found: 404,
  statement_import_started: 409,
  statement_import_not_running: 409,
  statement_import_not_undoable: 409,
  statement_import_without_content: 409,
  account_choice_not_possible: 409,
  notification_not_found: 404,
  unsubscription_not_valid: 404,
  too_many_lines: 409,
  too_many_files: 413,
  synchronization_too_soon: 429,
  user_required: 403,
  idempotency_key_reused: 422,
  idempotency_key_in_use: 409,
  too_many_requests: 429,
  payload_too_large: 413,
  unsupported_media_type: 415,
  company_not_found: 404,
  support_reason_required: 403,
  support_action_not_possible: 409,
  ponto_unavailable: 502,
  unavailable: 503,
  internal: 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** RFC 9457 problem document. `code` is stable; `requestId` is what support asks for. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problemStatus) as [ProblemCode, ...ProblemCode[]]),
    requestId: z.string(),
    /** Facts for the reader: which field, from when again. Never secrets. */
    details: z.record(z.string(), z.string()).optional(),
  })
  .openapi('Problem');
export type Problem = z.infer<typeof Problem>;

/** What a route that works for a company may answer, besides its own refusals. */
export const withoutCompany = ['unauthenticated', 'company_required'] as const;

/** What a write that takes an `Idempotency-Key` may answer. */
export const underAnotherKey = ['idempotency_key_reused', 'idempotency_key_in_use'] as const;

const whateverIsAsked = ['unavailable', 'internal'] as const;

/** The problem answers of a route, for `responses`. */
export function problems<const Own extends readonly ProblemCode[]>(...own: Own) {
  const codes = [...own, ...whateverIsAsked];
  const statuses = [...new Set(codes.map((code) => problemStatus[code]))];
  const answer = (status: number) => ({
    description: codes.filter((code) => problemStatus[code] === status).join(', '),
    content: { 'application/problem+json': { schema: Problem } },
  });
  return Object.fromEntries(statuses.map((status) => [status, answer(status)])) as Record<
    (typeof problemStatus)[Own[number] | (typeof whateverIsAsked)[number]],
    ReturnType<typeof answer>
  >;
}
