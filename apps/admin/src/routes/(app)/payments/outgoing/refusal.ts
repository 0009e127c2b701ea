import type { ProblemCode } from '@onfact-ponto/api-contract';

/** Why something about a payment was not done, in the words that the screens have. */
export type Refusal = Readonly<{
  reason: RefusalReason;
  /** The payment that carries one of the documents. */
  runningId: string | undefined;
  requestId: string | undefined;
}>;
export type RefusalReason =
  | 'changed'
  | 'not_possible'
  | 'already_running'
  | 'not_permitted'
  | 'in_progress'
  | 'no_answer'
  | 'missing'
  | 'forbidden'
  | 'invalid'
  | 'not_in_that_state'
  | 'another_person'
  | 'ponto_unavailable'
  | 'link_stopped';

export const reasonOf: Readonly<Partial<Record<ProblemCode, RefusalReason>>> = {
  payment_changed: 'changed',
  payment_not_possible: 'not_possible',
  payment_already_running: 'already_running',
  payments_not_permitted: 'not_permitted',
  idempotency_key_in_use: 'in_progress',
  idempotency_key_reused: 'changed',
  bank_account_not_found: 'missing',
  document_not_found: 'missing',
  forbidden: 'forbidden',
  user_required: 'forbidden',
  invalid_request: 'invalid',
  payment_not_in_that_state: 'not_in_that_state',
  payment_needs_another_person: 'another_person',
  ponto_unavailable: 'ponto_unavailable',
  connection_not_linked: 'link_stopped',
  connection_needs_reconnect: 'link_stopped',
  connection_stopped: 'link_stopped',
  unavailable: 'no_answer',
};
