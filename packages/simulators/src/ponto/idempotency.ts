import type { MiddlewareHandler } from 'hono';
import type { Served } from './served.ts';
import type { PontoSimulation } from './simulation.ts';

/**
 * A POST with an idempotency key that was seen before gets the first answer again and does nothing. How long the real
 * service remembers, and what it says when the body differs, is unknown: here for ever, and the first answer counts.
 */
export function answerOnce(simulation: PontoSimulation): MiddlewareHandler<Served> {
  return async (c, next) => {
    const key = c.req.header('ibanity-idempotency-key');
    if (key === undefined || c.req.method !== 'POST' || c.req.path.includes('/oauth2/')) return next();

    const known = simulation.state.idempotentAnswers[key];
    if (known)
      return c.body(JSON.stringify(known.body), known.status as 201, { 'content-type': 'application/vnd.api+json' });

    await next();
    if (!c.res.ok) return;
    simulation.state.idempotentAnswers[key] = { status: c.res.status, body: await c.res.clone().json() };
    simulation.changed();
  };
}
