import { createWebhookTally, receiveEvent } from '@onfact-ponto/application';
import { Hono } from 'hono';
import type { ApiDependencies, ApiEnvironment } from '../api-environment.ts';
import { problemResponse } from '../problems.ts';

/**
 * Where Ponto posts what happened. No session and no key: the signature over the raw bytes says who speaks. It is no
 * part of the API of consumers, so the contract and its documentation do not name it.
 */
export function webhookRoutes({ services, log }: ApiDependencies): Hono<ApiEnvironment> {
  const tally = createWebhookTally({ ...services, log });
  const routes = new Hono<ApiEnvironment>();
  routes.post('/webhooks/ponto', async (c) => {
    const outcome = await receiveEvent({ ...services, log: c.var.log }, tally, {
      rawBody: new Uint8Array(await c.req.arrayBuffer()),
      signatureHeader: c.req.header('signature'),
    });
    if (outcome === 'accepted') return c.body(null, 204);
    return problemResponse(outcome === 'refused' ? 'invalid_request' : 'unavailable', c.var.requestId);
  });
  return routes;
}
