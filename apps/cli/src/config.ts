import { z } from 'zod';

const Config = z.object({
  ONFACT_PONTO_API_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:4801'),
  ONFACT_PONTO_API_KEY: z.string().min(1),
});

export type Config = { apiUrl: string; apiKey: string };

/** A variable is missing or wrong. The message names it, never its value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** @throws ConfigurationError */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const result = Config.safeParse(environment);
  if (!result.success) {
    const names = result.error.issues.map(({ path }) => path.join('.'));
    throw new ConfigurationError(`Set ${names.join(' and ')}; the key is one of the company's API keys.`);
  }
  return { apiUrl: result.data.ONFACT_PONTO_API_URL, apiKey: result.data.ONFACT_PONTO_API_KEY };
}
