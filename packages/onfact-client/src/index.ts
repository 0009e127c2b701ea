export type { OnCall, OnfactCall } from './calls.ts';
export { createOnfactClient } from './client.ts';
export type { OnfactClient, OnfactClientOptions } from './client.ts';
export { bearerCredentials } from './bearer-credentials.ts';
export type { TokenStore } from './bearer-credentials.ts';
export { apiKeyCredentials } from './credentials.ts';
export type { CredentialsProvider } from './credentials.ts';
export {
  OnfactApiError,
  OnfactError,
  OnfactHeldBackError,
  OnfactListChangedError,
  OnfactNetworkError,
  OnfactTimeoutError,
  OnfactTwoFactorRequiredError,
  OnfactUnexpectedResponseError,
} from './errors.ts';
export type { OnfactRefusalCode } from './errors.ts';
export { bothOf } from './filter.ts';
export type { Filter } from './filter.ts';
export type { ListRequest, OnfactPage, Order, UnreadableResource } from './list.ts';
export type { Clock } from './pace.ts';
export type { OnfactCompany } from './resources/company.ts';
export { customers, suppliers } from './resources/contact.ts';
export type { OnfactContact } from './resources/contact.ts';
export { documentsNumbered } from './resources/document.ts';
export type { OnfactDocument } from './resources/document.ts';
export type { OnfactPaymentAccount } from './resources/payment-account.ts';
export { paymentsOn } from './resources/payment.ts';
export type { NewPayment, OnfactPayment } from './resources/payment.ts';
export type { OnfactPurchase } from './resources/purchase.ts';
export type { SettlementDiscount } from './resources/settlement-discount.ts';
export { createOnfactSignIn } from './sign-in.ts';
export type { OnfactSignIn, OnfactTokens } from './sign-in.ts';
export type { Limits } from './transport.ts';
