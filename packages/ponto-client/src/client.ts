import { behindGate, createCallObserver, unobserved, type Gate, type OnCall } from './calls.ts';
import { openCredentials, type PontoCredentials } from './credentials.ts';
import { createRequestSigner } from './http-signature.ts';
import { createJsonApi } from './json-api.ts';
import { createOAuth } from './oauth.ts';
import { createPageLinkReader } from './page-link.ts';
import { createAccounts } from './resources/account.ts';
import { createBulkPayments } from './resources/bulk-payment.ts';
import { createFinancialInstitutions } from './resources/financial-institution.ts';
import { createIntegrationAccounts } from './resources/integration-account.ts';
import { createIntegrations } from './resources/integration.ts';
import { createOnboardingDetails } from './resources/onboarding-details.ts';
import { createPaymentActivationRequests } from './resources/payment-activation-request.ts';
import { createPaymentRequestActivationRequests } from './resources/payment-request-activation-request.ts';
import { createPaymentRequests } from './resources/payment-request.ts';
import { createPayments } from './resources/payment.ts';
import { createPendingTransactions } from './resources/pending-transaction.ts';
import { createReauthorizationRequests } from './resources/reauthorization-request.ts';
import { createSandboxAccounts } from './resources/sandbox-account.ts';
import { createSandboxTransactions } from './resources/sandbox-transaction.ts';
import { createSynchronizations } from './resources/synchronization.ts';
import { createTransactions } from './resources/transaction.ts';
import { createUsage } from './resources/usage.ts';
import { createUserInfo } from './resources/user-info.ts';
import { createTransport, defaultLimits, type Limits } from './transport.ts';
import { createWebhooks } from './webhook-keys.ts';

export type PontoClientOptions = Readonly<{
  /** The credentials decide which one Ponto serves; this decides the hosts below, and that live is signed. */
  environment: 'live' | 'sandbox';
  /** "https://api.ibanity.com/ponto-connect" if left out; the path may be. */
  apiUrl?: string | undefined;
  /** Origin of the authorization pages, or the full URL of the authorization endpoint. Ponto's if left out. */
  authorizationUrl?: string | undefined;
  /** Hosts, with all under them, whose pages the user may be sent to. "myponto.com" if left out. */
  pageHosts?: readonly string[] | undefined;
  /** Exactly as registered with Ponto. */
  redirectUri: string;
  credentials: PontoCredentials;
  clock: { now(): Date };
  random: { bytes(count: number): Uint8Array };
  limits?: Partial<Limits>;
  /** Hears of every HTTP call, for a log without bodies. */
  onCall?: OnCall | undefined;
  /** Paces the calls of everybody who shares the application's budget. */
  gate?: Gate | undefined;
}>;

export type PontoClient = ReturnType<typeof createPontoClient>;

const authorizationHosts = {
  live: 'https://authorization.myponto.com',
  sandbox: 'https://sandbox-authorization.myponto.com',
};

/**
 * All that Ponto Connect offers. Tokens are arguments: the client keeps no state of any organization.
 * @throws Error when an URL, a certificate or a key cannot be used, before any request is made
 */
export function createPontoClient(options: PontoClientOptions) {
  const { environment, credentials, clock } = options;
  const origin = readOrigin(options.apiUrl ?? 'https://api.ibanity.com/ponto-connect');
  const authorizationEndpoint = readAuthorizationEndpoint(options.authorizationUrl ?? authorizationHosts[environment]);
  const readPageLink = createPageLinkReader(authorizationEndpoint, options.pageHosts ?? ['myponto.com']);
  const listen = options.onCall === undefined ? unobserved : createCallObserver(options.onCall, clock);
  const observe = options.gate === undefined ? listen : behindGate(options.gate, listen);

  const inUse = openCredentials(credentials, ({ clientSecret, tls, signature }) => {
    if (environment === 'live' && !signature) throw new Error('Live requests are signed: a signature key is needed');
    const sign = signature && createRequestSigner(signature);
    const limits = { ...defaultLimits, ...options.limits };
    return { clientSecret, transport: createTransport({ origin, tls, sign, clock, limits }) };
  });
  const api = createJsonApi({ send: (request) => inUse.run(({ transport }) => transport.send(request)) }, observe);
  const { proveCredentials, ...oauth } = createOAuth({
    clientId: credentials.clientId,
    redirectUri: options.redirectUri,
    authorizationEndpoint,
    tokenOrigin: origin,
    run: inUse.run,
    observe,
    clock,
    random: options.random,
  });

  return {
    oauth,
    accounts: createAccounts(api),
    reauthorizationRequests: createReauthorizationRequests(api, readPageLink),
    transactions: createTransactions(api),
    pendingTransactions: createPendingTransactions(api),
    synchronizations: createSynchronizations(api),
    payments: createPayments(api, readPageLink),
    bulkPayments: createBulkPayments(api, readPageLink),
    paymentRequests: createPaymentRequests(api, readPageLink),
    paymentActivationRequests: createPaymentActivationRequests(api, readPageLink),
    paymentRequestActivationRequests: createPaymentRequestActivationRequests(api, readPageLink),
    userinfo: createUserInfo(api),
    financialInstitutions: createFinancialInstitutions(api),
    onboardingDetails: createOnboardingDetails(api),
    integrations: createIntegrations(api),
    integrationAccounts: createIntegrationAccounts(api),
    usage: createUsage(api),
    /** What only exists in the sandbox: its banks, to book lines at. */
    sandbox: { accounts: createSandboxAccounts(api), transactions: createSandboxTransactions(api) },
    webhooks: createWebhooks({ api, clock, issuer: origin.origin, applicationId: credentials.applicationId }),
    /**
     * Goes over to renewed certificates or a renewed secret without a pause: Ponto must first give a token for the
     * new set, requests under way end with the old one, and only then are its connections closed.
     * @throws PontoError when Ponto does not take the new set, Error when it cannot be used: the old one stays
     */
    rotateCredentials: (next: PontoCredentials) => inUse.rotate(next, proveCredentials),
    /** Lets requests under way finish, then closes the connections. */
    close: () => inUse.close(),
  };
}

/** Webhook keys stand beside the product and webhooks name the host alone, so the host is what counts. */
function readOrigin(apiUrl: string): URL {
  const url = new URL(apiUrl);
  const isPonto = /^\/(?:ponto-connect\/?)?$/.test(url.pathname) && url.search === '' && url.hash === '';
  if (url.protocol !== 'https:' || !isPonto) throw new Error(`apiUrl must be https://HOST/ponto-connect: ${apiUrl}`);
  return new URL(url.origin);
}

function readAuthorizationEndpoint(authorizationUrl: string): URL {
  const url = new URL(authorizationUrl);
  return url.pathname === '/' ? new URL('/oauth2/auth', url) : url;
}
