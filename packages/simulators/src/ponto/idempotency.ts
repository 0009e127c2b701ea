import { createHash } from 'node:crypto';
import type { Context, MiddlewareHandler, Next } from 'hono';
import { PontoApiError } from './api-error.ts';
import type { Served } from './served.ts';
import type { PontoSimulation } from './simulation.ts';

/**
 * A POST or PATCH with an idempotency key that was seen before gets the first answer again and does nothing. How long
 * the real service remembers, and what it says when the body differs, is unknown: the settings choose. Requests with
 * the same key that come at once take turns.
 */
export function answerOnce(simulation: PontoSimulation): MiddlewareHandler<Served> {
  const turns = new Map<string, Promise<unknown>>();

  return async (c, next) => {
    const key = c.req.header('ibanity-idempotency-key');
    const writes = c.req.method === 'POST' || c.req.method === 'PATCH';
    if (key === undefined || !writes || c.req.path.includes('/oauth2/')) return next();

    const turn = (turns.get(key) ?? Promise.resolve()).then(() => answer(simulation, c, next, key));
    const over = turn.catch(() => undefined);
    turns.set(key, over);
    try {
      return await turn;
    } finally {
      if (turns.get(key) === over) turns.delete(key);
    }
  };
}

async function answer(
  { state, changed }: PontoSimulation,
  c: Context<Served>,
  next: Next,
  key: string,
): Promise<Response | undefined> {
  const { idempotency } = state.settings;
  const known = idempotency === 'forgets' ? undefined : state.idempotentAnswers[key];
  const digest = createHash('sha256')
    .update(await c.req.text())
    .digest('hex');
  if (known && idempotency === 'refuses-another-body' && known.digest !== digest) {
    throw new PontoApiError(409, 'idempotencyKeyReused', 'The idempotency key was used for another request.');
  }
  if (known) {
    return c.body(JSON.stringify(known.body), known.status as 201, { 'content-type': 'application/vnd.api+json' });
  }

  await next();
  if (!c.res.ok) return undefined;
  state.idempotentAnswers[key] = { status: c.res.status, body: await c.res.clone().json(), digest };
  changed();
  return undefined;
}
