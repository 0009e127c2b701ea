export type { OnCall, PontoCall } from './calls.ts';
export { createPontoClient } from './client.ts';
export type { PontoClient, PontoClientOptions } from './client.ts';
export {
  PontoApiError,
  PontoError,
  PontoNetworkError,
  PontoOAuthError,
  PontoTimeoutError,
  PontoUnexpectedResponseError,
} from './errors.ts';
export type { PontoErrorItem, RetryAdvice, TimeoutPhase } from './errors.ts';
export type { SignatureOptions } from './http-signature.ts';
export type { PontoScope, PontoTokens } from './oauth.ts';
export type { PageRequest, PontoPage, UnreadableResource } from './paging.ts';
export type { PontoAccount } from './resources/account.ts';
export type { PontoFinancialInstitution } from './resources/financial-institution.ts';
export type { PontoSynchronization, SynchronizationError } from './resources/synchronization-shape.ts';
export type { SynchronizationSubtype } from './resources/synchronization.ts';
export type { PontoTransaction, TransactionPageRequest } from './resources/transaction.ts';
export type { PontoUserInfo } from './resources/user-info.ts';
export type { Limits, TlsOptions } from './transport.ts';
export type { PontoWebhookEvent, PontoWebhookEventKind, UnknownPontoWebhookEvent } from './webhook-event.ts';
export { PontoWebhookRefusedError, verifyWebhook } from './webhooks.ts';
export type { PontoWebhookKey, WebhookRefusal } from './webhooks.ts';
