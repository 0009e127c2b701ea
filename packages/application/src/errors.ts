export type ApplicationErrorCode =
  | 'forbidden'
  | 'user_required'
  | 'ponto_unavailable'
  | 'connection_not_found'
  | 'connection_not_linked'
  | 'connection_needs_reconnect'
  | 'connection_stopped'
  | 'authorization_not_waiting'
  | 'bank_account_not_found'
  | 'bank_transaction_not_found'
  | 'allocation_not_found'
  | 'allocation_already_undone'
  | 'document_not_found'
  | 'document_not_payable'
  | 'document_locked'
  | 'proposal_stale'
  | 'line_taken'
  | 'allocation_not_possible'
  | 'remainder_not_settled'
  | 'difference_over_limit'
  | 'booking_not_found'
  | 'booking_already_undone'
  | 'rejection_not_found'
  | 'transaction_not_ignored'
  | 'transfer_not_possible'
  | 'match_run_not_found'
  | 'match_run_already_undone'
  | 'match_rule_not_found'
  | 'match_rule_exists'
  | 'match_memory_not_found'
  | 'relation_not_found'
  | 'difference_limit_not_possible'
  | 'duplicate_already_decided'
  | 'statement_import_not_found'
  | 'statement_import_started'
  | 'statement_import_not_running'
  | 'statement_import_not_undoable'
  | 'statement_import_without_content'
  | 'account_choice_not_possible'
  | 'too_many_lines'
  | 'too_many_files'
  | 'payload_too_large'
  | 'synchronization_too_soon'
  | 'idempotency_key_reused'
  | 'idempotency_key_in_use'
  | 'notification_not_found'
  | 'unsubscription_not_valid'
  | 'company_not_found'
  | 'support_reason_required'
  | 'support_action_not_possible'
  | 'payments_not_permitted'
  | 'payment_not_possible'
  | 'payment_changed'
  | 'payment_already_running'
  | 'payment_not_found'
  | 'payment_not_in_that_state'
  | 'payment_needs_another_person'
  | 'invalid_request';

/** A failure that the caller can understand and act on. Anything else is a bug and stays a plain Error. */
export class ApplicationError extends Error {
  override readonly name = 'ApplicationError';
  readonly code: ApplicationErrorCode;
  /** Facts for the user interface and for support. Never secrets, never full bank data. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: ApplicationErrorCode, details: Record<string, string> = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.details = details;
  }
}
