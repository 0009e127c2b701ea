import { getHealth, getReadiness } from '@onfact-ponto/api-contract';
import type { ApiDependencies } from '../api-environment.ts';
import { createRouter } from '../router.ts';

export function operationsRoutes({ readReadiness }: ApiDependencies) {
  return createRouter()
    .openapi(getHealth, (c) => c.json({ status: 'alive' as const }, 200))
    .openapi(getReadiness, async (c) => {
      const missing = [...(await readReadiness())];
      if (missing.length > 0) return c.json({ status: 'not_ready' as const, missing }, 503);
      return c.json({ status: 'ready' as const, missing }, 200);
    });
}
