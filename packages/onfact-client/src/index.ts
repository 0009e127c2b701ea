export type { OnCall, OnfactCall } from './calls.ts';
export { createOnfactClient } from './client.ts';
export type { OnfactClient, OnfactClientOptions } from './client.ts';
export { apiKeyCredentials } from './credentials.ts';
export type { CredentialsProvider } from './credentials.ts';
export {
  OnfactApiError,
  OnfactError,
  OnfactListChangedError,
  OnfactNetworkError,
  OnfactTimeoutError,
  OnfactUnexpectedResponseError,
} from './errors.ts';
export type { OnfactRefusalCode } from './errors.ts';
export type { ListRequest, OnfactPage, UnreadableResource } from './list.ts';
export type { Clock } from './pace.ts';
export type { OnfactCompany } from './resources/company.ts';
export type { OnfactInvoice } from './resources/invoice.ts';
export type { OnfactPaymentAccount } from './resources/payment-account.ts';
export type { NewPayment, OnfactPayment } from './resources/payment.ts';
export type { Limits } from './transport.ts';
