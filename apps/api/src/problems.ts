import { ApplicationError } from '@onfact-ponto/application';
import { problemStatus } from '@onfact-ponto/api-contract';
import type { Problem, ProblemCode } from '@onfact-ponto/api-contract';
import type { Logger } from '@onfact-ponto/observability';
import { HTTPException } from 'hono/http-exception';

/** The one place where failures become RFC 9457 problem documents. The code is for programs, the title for people. */

const titles: Readonly<Record<ProblemCode, string>> = {
  invalid_request: 'The request is not valid; `details` names the fields.',
  unauthenticated: 'Sign in, or send a valid API key.',
  forbidden: 'You may not do this.',
  company_required: 'Choose a company first.',
  not_found: 'There is nothing at this address.',
  method_not_allowed: 'This address does not know the method.',
  connection_not_found: 'Ponto is not activated for this company.',
  connection_needs_reconnect: 'Ponto no longer accepts our access: link again.',
  connection_not_linked: 'No Ponto account is linked yet.',
  connection_stopped: 'Nothing is read from Ponto now; the connection says why and who must act.',
  authorization_not_waiting: 'This new link no longer waits for a decision.',
  bank_account_not_found: 'There is no such bank account.',
  bank_transaction_not_found: 'There is no such bank transaction.',
  allocation_not_found: 'There is no such allocation.',
  allocation_already_undone: 'The allocation was taken back already.',
  document_not_found: 'There is no such document.',
  document_not_payable: 'Nothing can be booked on this document now; `details` says why.',
  document_locked: 'The document is locked in the books of onFact.',
  proposal_stale: 'The line or a document changed meanwhile: read the proposals again; `details` says who did what.',
  line_taken: 'Somebody else decided about this line; `details` says who did what.',
  allocation_not_possible: 'These amounts cannot be matched with this line; `details` says why.',
  remainder_not_settled: 'Something is left over: say what becomes of it.',
  difference_over_limit: 'The payment difference is larger than the company lets go.',
  booking_not_found: 'Nothing was matched under this id.',
  booking_already_undone: 'This match was taken back already.',
  rejection_not_found: 'There is no such rejection.',
  transaction_not_ignored: 'This line is not ignored.',
  transfer_not_possible: 'These two lines cannot be the two sides of one transfer.',
  match_run_not_found: 'There is no such run.',
  match_run_already_undone: 'The run was taken back already.',
  match_rule_not_found: 'There is no such rule.',
  match_rule_exists: 'There is a rule for this account number already.',
  match_memory_not_found: 'Nothing like that was learned.',
  relation_not_found: 'There is no such customer or supplier.',
  difference_limit_not_possible: 'The limit of payment differences cannot be this amount.',
  payments_not_permitted: 'Nothing can be paid through Ponto now; `details.permission` says what is missing.',
  payment_not_possible: 'Something speaks against this payment; `details.obstacles` names it.',
  payment_changed: 'What would be paid is no longer what was shown: look at it again.',
  payment_already_running: 'One of these documents is being paid already; `details` names the payment.',
  payment_not_found: 'There is no such payment.',
  payment_not_in_that_state: 'The payment is in no state for this; `details.state` says in which.',
  payment_needs_another_person: 'Who prepared a payment cannot approve it.',
  duplicate_already_decided: 'Nothing is left to decide about this transaction, or the other one changed.',
  statement_import_not_found: 'There is no such import.',
  statement_import_started: 'The import was started already.',
  statement_import_not_running: 'The import is not running.',
  statement_import_not_undoable: 'The import cannot be taken back; `details` says why.',
  statement_import_without_content: 'Nothing of this upload can be imported.',
  account_choice_not_possible: 'The statement cannot belong to this account.',
  notification_not_found: 'You got no such notification.',
  unsubscription_not_valid: 'This link is not valid, or belongs to somebody who left the company.',
  too_many_lines: 'So many lines are not changed at once; `details` says how many at most.',
  too_many_files: 'Too many files at once; upload them in parts.',
  synchronization_too_soon: 'Ponto was asked a short while ago; `details` says from when again.',
  user_required: 'Only a signed-in user can do this, not an API key.',
  idempotency_key_reused: 'This idempotency key belongs to another request.',
  idempotency_key_in_use: 'The first request with this idempotency key is still being carried out.',
  too_many_requests: 'Too many requests; try again later.',
  payload_too_large: 'The request is too large.',
  unsupported_media_type: 'This address does not take a body of this type; the documentation says which.',
  company_not_found: 'There is no such company.',
  support_reason_required: 'Give a reason first: it opens the company for an hour.',
  support_action_not_possible: 'The connection is in no state for this.',
  ponto_unavailable: 'Ponto does not answer.',
  unavailable: 'We cannot answer right now; try again later.',
  internal: 'Something went wrong on our side. Quote the request id to support.',
};

/** Thrown by the api itself, where no use case is involved. */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';
  readonly code: ProblemCode;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, details: Record<string, string> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export function problemResponse(
  code: ProblemCode,
  requestId: string,
  details: Readonly<Record<string, string>> = {},
): Response {
  const status = problemStatus[code];
  const problem: Problem = {
    type: `urn:onfact-ponto:problem:${code}`,
    title: titles[code],
    status,
    code,
    requestId,
    ...(Object.keys(details).length > 0 ? { details: { ...details } } : {}),
  };
  const headers = { 'content-type': 'application/problem+json', ...retryAfter[code] };
  return new Response(JSON.stringify(problem), { status, headers });
}

/** A failure that nobody foresaw is logged, and answered without a word of what it was. */
export function problemOfError(error: Error, requestId: string, log: Logger): Response {
  if (error instanceof ApplicationError || error instanceof ProblemException) {
    return problemResponse(error.code, requestId, error.details);
  }
  if (error instanceof HTTPException) return problemResponse(codeOfStatus(error.status), requestId);
  if (isDatabaseAway(error)) {
    log.warn('the database did not answer', { error });
    return problemResponse('unavailable', requestId);
  }
  log.error('a request failed', { error });
  return problemResponse('internal', requestId);
}

const retryAfter: Readonly<Partial<Record<ProblemCode, { 'retry-after': string }>>> = {
  unavailable: { 'retry-after': '5' },
  idempotency_key_in_use: { 'retry-after': '1' },
  too_many_requests: { 'retry-after': '60' },
};

/** The framework refuses bodies that are no JSON, too large, or of another type. */
function codeOfStatus(status: number): ProblemCode {
  if (status === 413) return 'payload_too_large';
  if (status === 415) return 'unsupported_media_type';
  return status < 500 ? 'invalid_request' : 'internal';
}

/** Codes of the connection itself, and of a server that is stopping, starting or full. */
const awayCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return awayCodes.has(code) || isDatabaseAway(error.cause);
}
