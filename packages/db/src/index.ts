export { openDatabase } from './database.ts';
export type { Database, DatabasePool, Transaction } from './database.ts';
export {
  asApiKey,
  asAuthorizationState,
  asCallLog,
  asDispatcher,
  asHolderOfAccounts,
  asOnfactCompany,
  asOrganization,
  asSupport,
  asUser,
  inCompany,
} from './tenancy.ts';
export { CipherError, createTokenCipher, parseCipherKeys } from './cipher.ts';
export type { TokenCipher } from './cipher.ts';
export { assertClockAgrees } from './clock.ts';
export { openJobQueue } from './job-queue.ts';
export type { JobDefinition, JobQueue, JobWorker, OpenJobQueue } from './job-queue.ts';
export { DatabaseNotUsableError, assertSchemaIsCurrent, migrate, provisionApplicationLogin } from './migrate.ts';
export { isStorableAmount } from './storable.ts';
export { documentKinds } from './schema/document.ts';
export type { StoredChoice } from './schema/matching.ts';
export type { StoredReason } from './schema/reconciliation.ts';
export { notificationKinds } from './schema/notification.ts';
export { paymentInitiationStates } from './schema/payment-initiation.ts';
export * as schema from './schema/index.ts';
export type { TransactionFilter, TransactionStatus, Witness } from './repositories/transaction-filter.ts';
export * from './repositories/allocations.ts';
export * from './repositories/api-keys.ts';
export * from './repositories/audit.ts';
export * from './repositories/authorization-attempts.ts';
export * from './repositories/balances.ts';
export * from './repositories/bank-accounts.ts';
export * from './repositories/bank-transactions.ts';
export * from './repositories/companies.ts';
export * from './repositories/connections.ts';
export * from './repositories/contacts.ts';
export * from './repositories/document-list.ts';
export * from './repositories/idempotency.ts';
export * from './repositories/ledger.ts';
export * from './repositories/line-dispositions.ts';
export * from './repositories/line-presence.ts';
export * from './repositories/mails.ts';
export * from './repositories/match-memory.ts';
export * from './repositories/match-queue.ts';
export * from './repositories/match-rules.ts';
export * from './repositories/match-runs.ts';
export * from './repositories/matchable-lines.ts';
export * from './repositories/matching-settings.ts';
export * from './repositories/memory-list.ts';
export * from './repositories/money-audit.ts';
export * from './repositories/notifications.ts';
export * from './repositories/onfact-credentials.ts';
export * from './repositories/open-documents.ts';
export * from './repositories/outgoing-calls.ts';
export * from './repositories/payable-documents.ts';
export * from './repositories/payment-initiations.ts';
export * from './repositories/payments-overview.ts';
export * from './repositories/pending-lines.ts';
export * from './repositories/ponto-applications.ts';
export * from './repositories/proposals.ts';
export * from './repositories/publications.ts';
export * from './repositories/pulls.ts';
export * from './repositories/reauthorization-attempts.ts';
export * from './repositories/refundable-lines.ts';
export * from './repositories/rejected-pairs.ts';
export * from './repositories/schedule.ts';
export * from './repositories/seen-transfers.ts';
export * from './repositories/sessions.ts';
export * from './repositories/statement-imports.ts';
export * from './repositories/statements.ts';
export * from './repositories/synchronization-requests.ts';
export * from './repositories/transaction-balances.ts';
export * from './repositories/transaction-list.ts';
export * from './repositories/webhooks.ts';
