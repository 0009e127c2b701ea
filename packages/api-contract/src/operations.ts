import { createRoute, z } from '@hono/zod-openapi';

/** For operators and load balancers; without authentication. */

export const getHealth = createRoute({
  operationId: 'getHealth',
  summary: 'Is the process alive',
  tags: ['Operations'],
  security: [],
  method: 'get',
  path: '/healthz',
  responses: {
    200: {
      description: 'The process answers.',
      content: { 'application/json': { schema: z.object({ status: z.literal('alive') }) } },
    },
  },
});

const Readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  /** What is not usable. */
  missing: z.array(z.enum(['database', 'schema', 'queue'])),
});

export const getReadiness = createRoute({
  operationId: 'getReadiness',
  summary: 'Can it work',
  tags: ['Operations'],
  security: [],
  method: 'get',
  path: '/readyz',
  responses: {
    200: { description: 'Database, queue and schema usable.', content: { 'application/json': { schema: Readiness } } },
    503: { description: 'Something is missing.', content: { 'application/json': { schema: Readiness } } },
  },
});
