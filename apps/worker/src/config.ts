import { readVariables, serviceVariables } from '@onfact-ponto/application';
import { logLevels } from '@onfact-ponto/observability';
import { z } from 'zod';

const Config = z.object({
  ...serviceVariables,
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(4802),
  /** The address on which the health checks listen: this machine only, unless they come from elsewhere. */
  WORKER_HOST: z.string().min(1).default('localhost'),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** For process tests: the worker stops for ever at this point, so that it can be killed there. Sandbox only. */
  CRASH_POINT: z.string().optional(),
});
export type Config = z.infer<typeof Config>;

/** Called once, in main.ts. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  return readVariables(Config, environment);
}
