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
  | 'duplicate_already_decided'
  | 'statement_import_not_found'
  | 'statement_import_started'
  | 'statement_import_not_running'
  | 'statement_import_not_undoable'
  | 'statement_import_without_content'
  | 'account_choice_not_possible'
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
