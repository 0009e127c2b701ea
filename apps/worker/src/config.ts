import { readVariables, serviceVariables } from '@onfact-ponto/application';
import { logLevels } from '@onfact-ponto/observability';
import { z } from 'zod';

const Config = z.object({
  ...serviceVariables,
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(4802),
  /** The address on which the health checks listen: this machine only, unless they come from elsewhere. */
  WORKER_HOST: z.string().min(1).default('localhost'),
  /** Where mails are handed over: `smtp://` or `smtps://`, with name and password when it wants them. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  /** The sender, as "Name <address>". */
  MAIL_FROM: z.string().regex(/^[^<>\r\n]*<?[^<>\s@]+@[\w.-]+>?$/),
  /** The links of a mail lead there. */
  ADMIN_ORIGIN: z.url({ protocol: /^https?$/ }),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** Between the signal to stop and the end, whatever is still under way; leases do the rest. */
  STOP_SECONDS: z.coerce.number().int().min(1).default(25),
  /** For process tests: the worker stops for ever at this point, so that it can be killed there. Sandbox only. */
  CRASH_POINT: z.string().optional(),
});
export type Config = z.infer<typeof Config>;

/** Called once, in main.ts. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  return readVariables(Config, environment);
}
