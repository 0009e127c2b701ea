import { readVariables, serviceVariables } from '@onfact-ponto/application';
import { logLevels } from '@onfact-ponto/observability';
import { z } from 'zod';

const origin = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, 'must be an origin');
const secret = z.string().min(32, 'must hold at least 32 characters');

const Config = z.object({
  ...serviceVariables,
  API_PORT: z.coerce.number().int().min(0).max(65_535).default(4801),
  /** The address to listen on: this machine only, unless a proxy elsewhere must reach it. */
  API_HOST: z.string().min(1).default('localhost'),
  /** Where API consumers reach this server. */
  API_ORIGIN: origin,
  /** Where the browser is; cookies and redirects of the sign-in belong to it. */
  ADMIN_ORIGIN: origin,
  ADMIN_PROXY_SECRET: secret,
  AUTH_SECRET: secret,
  ONFACT_ISSUER: z.url(),
  ONFACT_CLIENT_ID: z.string().min(1),
  ONFACT_CLIENT_SECRET: z.string().min(1),
  /** The claim of onFact's support employees: "support" for one that is true, or "groups=name". Without it there are none. */
  SUPPORT_CLAIM: z
    .string()
    .regex(/^[\w.:/-]+(=.+)?$/, 'must be a claim, or claim=value')
    .optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
});
export type Config = z.infer<typeof Config>;

/** Called once, in main.ts. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  return readVariables(Config, environment);
}
