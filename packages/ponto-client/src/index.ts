export type { CallName, Gate, OnCall, PontoCall } from './calls.ts';
export { createPontoClient } from './client.ts';
export type { PontoClient, PontoClientOptions } from './client.ts';
export type { PontoCredentials } from './credentials.ts';
export {
  PontoApiError,
  PontoError,
  PontoHeldBackError,
  PontoInvalidRequestError,
  PontoNetworkError,
  PontoOAuthError,
  PontoTimeoutError,
  PontoUnexpectedResponseError,
} from './errors.ts';
export type { PontoErrorCode, PontoErrorItem, RetryAdvice, TimeoutPhase } from './errors.ts';
export type { SignatureOptions } from './http-signature.ts';
export type { CallOptions, WriteOptions } from './json-api.ts';
export type { PontoScope, PontoTokens } from './oauth.ts';
export { walkPages } from './paging.ts';
export type { PageRequest, PontoPage, UnreadableResource } from './paging.ts';
export type { PontoAccount } from './resources/account.ts';
export type { BulkPaymentOrder, PontoBulkPayment } from './resources/bulk-payment.ts';
export type { FinancialInstitutionFilter, PontoFinancialInstitution } from './resources/financial-institution.ts';
export type { PontoIntegrationAccount } from './resources/integration-account.ts';
export type { OnboardingDetails, PontoOnboardingDetails } from './resources/onboarding-details.ts';
export type { PaymentOrder, SigningOptions } from './resources/payment-order.ts';
export type { PaymentRequestOrder, PontoPaymentRequest } from './resources/payment-request.ts';
export type { PaymentStage } from './resources/payment-stage.ts';
export type { PontoPayment } from './resources/payment.ts';
export type { PontoRedirectRequest } from './resources/redirect-request.ts';
export type { SandboxTransaction, SandboxTransactionChanges } from './resources/sandbox-transaction.ts';
export type { PontoSynchronization, SynchronizationError } from './resources/synchronization-shape.ts';
export type { SynchronizationSubtype } from './resources/synchronization.ts';
export type {
  PontoPendingTransaction,
  PontoTransaction,
  TransactionPageRequest,
} from './resources/transaction-shape.ts';
export type { PontoUsage } from './resources/usage.ts';
export type { PontoUserInfo } from './resources/user-info.ts';
export type { Limits, TlsOptions } from './transport.ts';
export type { PontoWebhookEvent, PontoWebhookEventKind, UnknownPontoWebhookEvent } from './webhook-event.ts';
export { PontoWebhookRefusedError, verifyWebhook } from './webhooks.ts';
export type { PontoWebhookKey, WebhookRefusal } from './webhooks.ts';
