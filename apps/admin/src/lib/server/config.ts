import { z } from 'zod';
import { brandIds } from '../brand/brands.ts';

/** The only reader of the environment. */

const Config = z.object({
  ADMIN_PORT: z.coerce.number().int().min(1).max(65535).default(4800),
  /** The address that browsers use, without a path. */
  ADMIN_ORIGIN: z.url({ protocol: /^https?$/ }).transform(originOf),
  /** Where the api listens; only this process talks to it. */
  API_ORIGIN: z.url({ protocol: /^https?$/ }).transform(originOf),
  /** Proves to the api that a session cookie came through this process, so that no foreign form can use it. */
  ADMIN_PROXY_SECRET: z.string().min(16),
  BRAND: z.enum(brandIds).default('onfact'),
});

export type Config = Readonly<{
  port: number;
  origin: string;
  apiOrigin: string;
  proxySecret: string;
  brand: z.infer<typeof Config>['BRAND'];
}>;

/** @throws Error that names every missing or wrong variable, never its value */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = Config.safeParse(environment);
  if (!result.success) {
    const names = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The configuration of the admin is incomplete.\n${names.join('\n')}`);
  }
  const { ADMIN_PORT, ADMIN_ORIGIN, API_ORIGIN, ADMIN_PROXY_SECRET, BRAND } = result.data;
  return {
    port: ADMIN_PORT,
    origin: ADMIN_ORIGIN,
    apiOrigin: API_ORIGIN,
    proxySecret: ADMIN_PROXY_SECRET,
    brand: BRAND,
  };
}

let config: Config | undefined;

/** Read at first use and not at import: the build imports this file without an environment. */
export function getConfig(): Config {
  // eslint-disable-next-line no-restricted-properties -- SvelteKit has no main.ts; this is where the environment enters
  config ??= readConfig(process.env);
  return config;
}

function originOf(url: string): string {
  return new URL(url).origin;
}
