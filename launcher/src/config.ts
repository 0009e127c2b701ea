import { z } from 'zod';
import { defaultPorts } from './processes/ports.ts';
import type { PortVariable, Ports } from './processes/ports.ts';
import { StartError } from './start-error.ts';

export type LauncherConfig = Readonly<{
  ports: Ports;
  /** An existing PostgreSQL; absent: the embedded one. */
  databaseUrl: string | undefined;
}>;

/**
 * The only reader of the environment. Everything the processes need beside these is found out or made up by the start.
 * @throws StartError that names the variable, never its value
 */
export function readLauncherConfig(environment: NodeJS.ProcessEnv): LauncherConfig {
  const result = Config.safeParse(dropEmpty(environment));
  if (!result.success) {
    const names = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new StartError(`The configuration is wrong.\n${names.join('\n')}`);
  }
  const { DATABASE_URL: databaseUrl, ...ports } = result.data;
  return { ports, databaseUrl };
}

const portVariables = Object.keys(defaultPorts) as PortVariable[];
const portShapes = Object.fromEntries(
  portVariables.map((name) => [
    name,
    z.coerce.number('must be a port number').int().min(1).max(65_535).default(defaultPorts[name]),
  ]),
) as Record<PortVariable, z.ZodDefault<z.ZodCoercedNumber>>;

const Config = z.object({
  ...portShapes,
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user:password@host/database' })
    .optional(),
});

/** `DATABASE_URL= npm start` means that it is not set. */
function dropEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
