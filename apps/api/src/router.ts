import { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnvironment } from './api-environment.ts';
import { ProblemException } from './problems.ts';

/** A router that answers invalid input with the names of the fields, and nothing of the validator's own words. */
export function createRouter(): OpenAPIHono<ApiEnvironment> {
  return new OpenAPIHono<ApiEnvironment>({
    defaultHook(result) {
      if (result.success) return;
      const fields = result.error.issues.map(({ path, code }) => [[result.target, ...path].join('.'), code] as const);
      throw new ProblemException('invalid_request', Object.fromEntries(fields.slice(0, maximumFields)));
    },
  });
}

const maximumFields = 20;
