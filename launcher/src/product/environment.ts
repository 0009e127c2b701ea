import type { Ports } from '../processes/ports.ts';
import type { Secrets } from './secrets.ts';
import { originsOf } from './addresses.ts';
import type { SimulatorFacts } from './simulators.ts';

/** What the start found out or made up: enough to configure every process. */
export type ProductFacts = Readonly<{
  ports: Ports;
  secrets: Secrets;
  simulators: SimulatorFacts;
  /** Of the database login that row-level security binds. */
  applicationUrl: string;
}>;

export function apiEnvironment(facts: ProductFacts): Record<string, string> {
  const { admin, api } = originsOf(facts.ports);
  return {
    ...serviceEnvironment(facts),
    API_PORT: String(facts.ports.API_PORT),
    API_ORIGIN: api,
    ADMIN_ORIGIN: admin,
    ADMIN_PROXY_SECRET: facts.secrets.adminProxySecret,
    AUTH_SECRET: facts.secrets.authSecret,
    ONFACT_ISSUER: facts.simulators.onfact.issuer,
    ONFACT_CLIENT_ID: facts.simulators.onfact.clientId,
    ONFACT_CLIENT_SECRET: facts.simulators.onfact.clientSecret,
    SUPPORT_CLAIM: 'support',
  };
}

export function workerEnvironment(facts: ProductFacts): Record<string, string> {
  return {
    ...serviceEnvironment(facts),
    WORKER_PORT: String(facts.ports.WORKER_PORT),
    ADMIN_ORIGIN: originsOf(facts.ports).admin,
    SMTP_URL: facts.simulators.mail.smtpUrl,
    MAIL_FROM: 'onFact <noreply@onfact.example>',
  };
}

export function adminEnvironment({ ports, secrets }: ProductFacts): Record<string, string> {
  const { admin, api } = originsOf(ports);
  return {
    ADMIN_PORT: String(ports.ADMIN_PORT),
    ADMIN_ORIGIN: admin,
    API_ORIGIN: api,
    ADMIN_PROXY_SECRET: secrets.adminProxySecret,
  };
}

/** What every process with use cases needs. */
export function serviceEnvironment({ applicationUrl, secrets, simulators }: ProductFacts): Record<string, string> {
  const { ponto, onfact } = simulators;
  return {
    DATABASE_URL: applicationUrl,
    TOKEN_ENCRYPTION_KEYS: secrets.tokenEncryptionKeys,
    PONTO_ENVIRONMENT: 'sandbox',
    PONTO_API_URL: ponto.apiUrl,
    PONTO_AUTHORIZATION_URL: ponto.authorizationUrl,
    PONTO_CLIENT_ID: ponto.clientId,
    PONTO_CLIENT_SECRET: ponto.clientSecret,
    PONTO_APPLICATION_ID: ponto.applicationId,
    PONTO_REDIRECT_URI: ponto.redirectUri,
    PONTO_CA_FILE: ponto.caFile,
    PONTO_CERTIFICATE_FILE: ponto.certificateFile,
    PONTO_KEY_FILE: ponto.keyFile,
    PONTO_KEY_PASSPHRASE: ponto.keyPassphrase,
    PONTO_SIGNATURE_CERTIFICATE_ID: ponto.signatureCertificateId,
    PONTO_SIGNATURE_KEY_FILE: ponto.signatureKeyFile,
    /** The simulator allows what Ponto's sandbox allows. */
    PONTO_SYNCHRONIZATION_INTERVAL_SECONDS: '10',
    ONFACT_API_URL: onfact.apiUrl,
    /** onFact asks for one request a second; the simulator has no neighbours to consider. */
    ONFACT_REQUESTS_PER_SECOND: '50',
  };
}
