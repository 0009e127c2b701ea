import { logLevels } from '@onfact-ponto/observability';
import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const origin = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, 'must be an origin');
const secret = z.string().min(32, 'must hold at least 32 characters');
const text = z.string().min(1);
const cipherKeys = z.string().regex(/^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/, {
  error: 'must be "id:" and 32 bytes in base64, comma separated, the current key first',
});

const Config = z
  .object({
    /** Of the application role, not of the owner. */
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    API_PORT: port.default(4801),
    API_ORIGIN: origin,
    ADMIN_ORIGIN: origin,
    ADMIN_PROXY_SECRET: secret,
    AUTH_SECRET: secret,
    TOKEN_ENCRYPTION_KEYS: cipherKeys,
    PONTO_API_URL: origin,
    PONTO_AUTHORIZATION_URL: z.url(),
    PONTO_CLIENT_ID: text,
    PONTO_CLIENT_SECRET: text,
    PONTO_APPLICATION_ID: text,
    PONTO_REDIRECT_URI: z.url(),
    PONTO_CA_FILE: text.optional(),
    PONTO_CERTIFICATE_FILE: text,
    PONTO_KEY_FILE: text,
    PONTO_KEY_PASSPHRASE: text.optional(),
    PONTO_SIGNATURE_CERTIFICATE_ID: text.optional(),
    PONTO_SIGNATURE_KEY_FILE: text.optional(),
    PONTO_SIGNATURE_KEY_PASSPHRASE: text.optional(),
    PONTO_ENVIRONMENT: z.enum(['sandbox', 'live']).default('sandbox'),
    ONFACT_API_URL: origin,
    ONFACT_ISSUER: z.url(),
    ONFACT_CLIENT_ID: text,
    ONFACT_CLIENT_SECRET: text,
    LOG_LEVEL: z.enum(logLevels).default('info'),
  })
  .superRefine((config, context) => {
    /** Ponto takes unsigned requests in its sandbox only. */
    if (config.PONTO_ENVIRONMENT !== 'live') return;
    for (const name of ['PONTO_SIGNATURE_CERTIFICATE_ID', 'PONTO_SIGNATURE_KEY_FILE'] as const) {
      if (config[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: 'is needed in live' });
    }
  });
export type Config = z.infer<typeof Config>;

/** A variable is missing or wrong. The message names it and never holds its value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Called once, in main.ts. An empty variable counts as a missing one. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = Config.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, code, message }) => {
    const name = path.join('.');
    return `${name}: ${given[name] === undefined ? 'is missing' : code === 'invalid_type' ? 'is not valid' : message}`;
  });
  throw new ConfigurationError(`The configuration is incomplete.\n${lines.join('\n')}`);
}
