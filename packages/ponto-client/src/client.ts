import { createCallObserver, unobserved, type OnCall } from './calls.ts';
import { createRequestSigner, type SignatureOptions } from './http-signature.ts';
import { createJsonApi } from './json-api.ts';
import { createOAuth, type OAuthOptions } from './oauth.ts';
import { createAccounts } from './resources/account.ts';
import { createFinancialInstitutions } from './resources/financial-institution.ts';
import { createIntegrations } from './resources/integration.ts';
import { createSynchronizations } from './resources/synchronization.ts';
import { createTransactions } from './resources/transaction.ts';
import { createUserInfo } from './resources/user-info.ts';
import { createTransport, defaultLimits, type Limits, type TlsOptions } from './transport.ts';
import { createWebhooks } from './webhook-keys.ts';

export type PontoClientOptions = OAuthOptions &
  Readonly<{
    /** "https://api.ibanity.com/ponto-connect" in live and in sandbox; the path may be left out. */
    apiUrl: string;
    /** Origin of the authorization pages, or the full URL of the authorization endpoint. */
    authorizationUrl: string;
    /** From the developer portal; the audience of webhooks. Not the OAuth client id. */
    applicationId: string;
    tls: TlsOptions;
    /** Required in live. */
    signature?: SignatureOptions | undefined;
    clock: { now(): Date };
    random: { bytes(count: number): Uint8Array };
    limits?: Partial<Limits>;
    /** Hears of every HTTP call, for a log without bodies. */
    onCall?: OnCall | undefined;
  }>;

export type PontoClient = ReturnType<typeof createPontoClient>;

/**
 * Everything that Ponto Connect offers an accounting application that reads accounts. Tokens are arguments: the
 * client keeps no state of any organization.
 * @throws Error when an URL, a certificate or a key cannot be used, before any request is made
 */
export function createPontoClient(options: PontoClientOptions) {
  const { clock, random, applicationId } = options;
  const origin = readOrigin(options.apiUrl);
  const sign = options.signature && createRequestSigner(options.signature);
  const limits = { ...defaultLimits, ...options.limits };
  const transport = createTransport({ origin, tls: options.tls, sign, clock, limits });
  const observe = options.onCall === undefined ? unobserved : createCallObserver(options.onCall, clock);
  const api = createJsonApi(transport, observe);

  return {
    oauth: createOAuth({
      options,
      authorizationEndpoint: readAuthorizationEndpoint(options.authorizationUrl),
      tokenOrigin: origin,
      transport,
      observe,
      clock,
      random,
    }),
    accounts: createAccounts(api),
    transactions: createTransactions(api),
    synchronizations: createSynchronizations(api),
    userinfo: createUserInfo(api),
    financialInstitutions: createFinancialInstitutions(api),
    integrations: createIntegrations(api),
    webhooks: createWebhooks({ api, clock, issuer: origin.origin, applicationId }),
    /** Lets requests under way finish, then closes the connections. */
    close: () => transport.close(),
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
