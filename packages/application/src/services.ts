import { readFileSync } from 'node:fs';
import { createTokenCipher, openDatabase, parseCipherKeys } from '@onfact-ponto/db';
import { apiKeyCredentials, createOnfactClient } from '@onfact-ponto/onfact-client';
import type { OnfactClient } from '@onfact-ponto/onfact-client';
import { createPontoClient } from '@onfact-ponto/ponto-client';
import type { PontoCredentials } from '@onfact-ponto/ponto-client';
import type { PontoCall } from '@onfact-ponto/ponto-client';
import { z } from 'zod';
import type { Services, Settings } from './context.ts';
import { asProbe, createRequestBudget } from './ponto/request-budget.ts';
import type { RequestBudget } from './ponto/request-budget.ts';
import { createCallLog } from './support/call-log.ts';
import type { CallLog } from './support/call-log.ts';

/** The variables that every process with use cases needs. Each app's config.ts adds its own and reads them once. */
export const serviceVariables = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** `id:base64`, comma separated; the first one seals, all open. */
  TOKEN_ENCRYPTION_KEYS: z.string().refine(isCipherKeys, 'must be "id:" and 32 bytes in base64, comma separated'),
  PONTO_ENVIRONMENT: z.enum(['sandbox', 'live']).default('sandbox'),
  PONTO_API_URL: z.url({ protocol: /^https$/ }),
  PONTO_AUTHORIZATION_URL: z.url(),
  PONTO_CLIENT_ID: z.string().min(1),
  PONTO_CLIENT_SECRET: z.string().min(1),
  PONTO_APPLICATION_ID: z.string().min(1),
  PONTO_REDIRECT_URI: z.url(),
  /** Where the browser comes back after a consent was renewed; `renewed` beside PONTO_REDIRECT_URI unless named. */
  PONTO_REAUTHORIZATION_REDIRECT_URI: z.url().optional(),
  PONTO_CA_FILE: z.string().optional(),
  PONTO_CERTIFICATE_FILE: z.string().min(1),
  PONTO_KEY_FILE: z.string().min(1),
  PONTO_KEY_PASSPHRASE: z.string().optional(),
  PONTO_SIGNATURE_CERTIFICATE_ID: z.string().optional(),
  PONTO_SIGNATURE_KEY_FILE: z.string().optional(),
  PONTO_SIGNATURE_KEY_PASSPHRASE: z.string().optional(),
  /** "writes" leaves GET unsigned. All is the safest reading of what Ponto publishes. */
  PONTO_SIGNED_REQUESTS: z.enum(['all', 'writes']).default('all'),
  /** Ponto refuses a second synchronization of one kind within this time: about 300 in live, 10 in the sandbox. */
  PONTO_SYNCHRONIZATION_INTERVAL_SECONDS: z.coerce.number().int().min(1).default(300),
  /** Of all processes together. Ponto publishes no limit: this is what integrators stay below. */
  PONTO_REQUESTS_PER_SECOND: z.coerce.number().positive().default(5),
  ONFACT_API_URL: z.url(),
  ONFACT_REQUESTS_PER_SECOND: z.coerce.number().positive().default(1),
  /** How onFact wants the amount of a payment on a purchase or a credit note: above or below nothing. */
  ONFACT_OUTGOING_PAYMENTS: z.enum(['positive', 'negative']).default('positive'),
  PULL_INTERVAL_SECONDS: z.coerce.number().int().min(1).default(14_400),
  LEASE_SECONDS: z.coerce.number().int().min(5).default(120),
  /** Of one worker; the requests of all workers together are bounded by the variable above. */
  MAXIMUM_PULLS_AT_ONCE: z.coerce.number().int().min(1).default(4),
};

export type ServiceConfig = z.infer<z.ZodObject<typeof serviceVariables>>;

/** A variable is missing or wrong, or the file it names cannot be used. The message names it, never its value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the variables of a process, all problems at once. An empty variable counts as a missing one.
 * @throws ConfigurationError
 */
export function readVariables<Shape extends z.ZodRawShape>(
  variables: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = variables.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `${name} ${given[name] === undefined ? 'is missing' : `is not valid: ${message}`}`;
  });
  throw new ConfigurationError(`The configuration is incomplete.\n${lines.join('\n')}`);
}

export type OpenServices = Services & {
  /** The process is about to end: its pulls hand back what they hold. */
  closeForBacklog(): void;
  /**
   * Reads the files of Ponto's certificates and keys again and goes over to them, once Ponto took them. What cannot be
   * used is said in the log, and the present ones go on.
   */
  renewCredentials(): Promise<void>;
  closeClients(): Promise<void>;
};

/**
 * Makes the clients that the use cases work with.
 * @throws ConfigurationError
 */
export function openServices(
  config: ServiceConfig,
  own: Pick<Services, 'db' | 'jobs' | 'clock' | 'log' | 'random' | 'crashPoint'>,
  /** For whom this process asks Ponto, where the work itself does not say so. */
  usualUrgency: 'user' | 'backlog',
): OpenServices {
  const calls = createCallLog(own);
  const pool = openDatabase({
    url: config.DATABASE_URL,
    applicationName: 'ponto-budget',
    maximumConnections: 2,
  });
  const budget = createRequestBudget({
    ...own,
    db: pool.db,
    applicationId: config.PONTO_APPLICATION_ID,
    requestsPerSecond: config.PONTO_REQUESTS_PER_SECOND,
    usualUrgency,
  });
  const ponto = openPontoClient(config, own, calls, budget);
  const onfact = openOnfactClients(config, own, calls);
  return {
    ...own,
    cipher: createTokenCipher(parseCipherKeys(config.TOKEN_ENCRYPTION_KEYS)),
    ponto,
    onfactFor: onfact.clientFor,
    settings: settingsOf(config),
    closeForBacklog: () => budget.closeForBacklog(),
    async renewCredentials() {
      try {
        const next = pontoCredentialsOf(config);
        await asProbe(() => ponto.rotateCredentials(next));
        own.log.info('the credentials of Ponto were renewed');
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown';
        own.log.warn('the credentials of Ponto were not renewed: the present ones go on', { reason });
      }
    },
    closeClients: async () => {
      await Promise.all([ponto.close(), onfact.close()]);
      await calls.flush();
      await pool.close();
    },
  };
}

function settingsOf(config: ServiceConfig): Settings {
  return {
    pullIntervalMs: config.PULL_INTERVAL_SECONDS * 1000,
    leaseMs: config.LEASE_SECONDS * 1000,
    synchronizationIntervalMs: config.PONTO_SYNCHRONIZATION_INTERVAL_SECONDS * 1000,
    outgoingPayments: config.ONFACT_OUTGOING_PAYMENTS,
    maximumPullsAtOnce: config.MAXIMUM_PULLS_AT_ONCE,
    reauthorizationRedirectUri:
      config.PONTO_REAUTHORIZATION_REDIRECT_URI ?? new URL('renewed', config.PONTO_REDIRECT_URI).href,
    pontoApplicationId: config.PONTO_APPLICATION_ID,
    adminUrl: new URL(config.PONTO_REDIRECT_URI).origin,
  };
}

function openPontoClient(
  config: ServiceConfig,
  { clock, random }: Pick<Services, 'clock' | 'random'>,
  calls: CallLog,
  { gate }: RequestBudget,
) {
  const options = {
    environment: config.PONTO_ENVIRONMENT,
    apiUrl: new URL(config.PONTO_API_URL).origin,
    authorizationUrl: config.PONTO_AUTHORIZATION_URL,
    redirectUri: config.PONTO_REDIRECT_URI,
    credentials: pontoCredentialsOf(config),
    clock,
    random,
    onCall: (call: PontoCall) => calls.add('ponto', call),
    gate,
  };
  try {
    return createPontoClient(options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown';
    throw new ConfigurationError(`The certificate, key or address of Ponto (PONTO_…) cannot be used: ${reason}.`, {
      cause,
    });
  }
}

function pontoCredentialsOf(config: ServiceConfig): PontoCredentials {
  return {
    applicationId: config.PONTO_APPLICATION_ID,
    clientId: config.PONTO_CLIENT_ID,
    clientSecret: config.PONTO_CLIENT_SECRET,
    tls: {
      ca: config.PONTO_CA_FILE === undefined ? undefined : readPem('PONTO_CA_FILE', config.PONTO_CA_FILE),
      certificate: readPem('PONTO_CERTIFICATE_FILE', config.PONTO_CERTIFICATE_FILE),
      key: readPem('PONTO_KEY_FILE', config.PONTO_KEY_FILE),
      passphrase: config.PONTO_KEY_PASSPHRASE,
    },
    signature: signatureOf(config),
  };
}

function signatureOf(config: ServiceConfig): PontoCredentials['signature'] {
  const { PONTO_SIGNATURE_CERTIFICATE_ID: certificateId, PONTO_SIGNATURE_KEY_FILE: keyFile } = config;
  if (certificateId === undefined || keyFile === undefined) {
    if (config.PONTO_ENVIRONMENT === 'sandbox') return undefined;
    throw new ConfigurationError(
      'Live requests are signed: PONTO_SIGNATURE_CERTIFICATE_ID and PONTO_SIGNATURE_KEY_FILE are needed.',
    );
  }
  return {
    certificateId,
    privateKey: readPem('PONTO_SIGNATURE_KEY_FILE', keyFile),
    passphrase: config.PONTO_SIGNATURE_KEY_PASSPHRASE,
    sign: config.PONTO_SIGNED_REQUESTS,
  };
}

function readPem(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`The file that ${variable} names cannot be read.`, { cause });
  }
}

/** One client per company, so that a company's requests keep one pace. */
function openOnfactClients(config: ServiceConfig, { clock }: Pick<Services, 'clock'>, calls: CallLog) {
  const clients = new Map<string, OnfactClient>();
  return {
    clientFor(credentials: { sessionKey: string; companyUuid: string }): OnfactClient {
      const key = `${credentials.companyUuid} ${credentials.sessionKey}`;
      const known = clients.get(key);
      if (known) return known;
      const client = createOnfactClient({
        apiUrl: config.ONFACT_API_URL,
        credentials: apiKeyCredentials(credentials),
        requestsPerSecond: config.ONFACT_REQUESTS_PER_SECOND,
        clock,
        onCall: (call) => calls.add('onfact', call),
      });
      clients.set(key, client);
      return client;
    },
    close: () => Promise.all([...clients.values()].map((client) => client.close())),
  };
}

function isCipherKeys(text: string): boolean {
  try {
    return parseCipherKeys(text).length > 0;
  } catch {
    return false;
  }
}
