import { randomUUID } from 'node:crypto';
import type { Logger } from '@onfact-ponto/observability';
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { ApiEnvironment } from '../api-environment.ts';

/** What a caller may choose as its own id: safe in a header and in a log line. */
const wellFormed = /^[\w.-]{8,64}$/;

/**
 * Gives each request an id, in the answer and in every log line of it, and writes one line when it ends. The line
 * names the route, not the address: a query can hold names and account numbers.
 */
export function requestLog(log: Logger, clock: { now(): Date }) {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = wellFormed.test(given) ? given : randomUUID();
    const requestLog = log.with({ requestId });
    c.set('requestId', requestId);
    c.set('log', requestLog);
    const startedAt = clock.now().getTime();

    await next();

    c.header('x-request-id', requestId);
    const facts = {
      method: c.req.method,
      route: matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? 'none',
      status: c.res.status,
      durationMs: clock.now().getTime() - startedAt,
    };
    if (operatorsRoutes.has(c.req.path)) requestLog.debug('request', facts);
    else requestLog.info('request', facts);
  });
}

/** Asked every few seconds. */
const operatorsRoutes: ReadonlySet<string> = new Set(['/healthz', '/readyz']);
