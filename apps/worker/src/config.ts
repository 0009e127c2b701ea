import { serviceVariables } from '@onfact-ponto/application';
import { logLevels } from '@onfact-ponto/observability';
import { z } from 'zod';

const Config = z.object({
  ...serviceVariables,
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(4802),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  /** For process tests: the worker stops for ever at this point, so that it can be killed there. Sandbox only. */
  CRASH_POINT: z.string().optional(),
});
export type Config = z.infer<typeof Config>;

/** Called once, in main.ts. A missing variable stops the start and names itself; its value is never printed. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = Config.safeParse(environment);
  if (result.success) return result.data;
  const names = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The worker's configuration is incomplete.\n${names.join('\n')}`);
}
