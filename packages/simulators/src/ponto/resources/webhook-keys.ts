import { Hono } from 'hono';
import type { Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';
import { webhookKeySet, type WebhookKeys } from '../webhooks/keys.ts';

/** Stands beside the product, not under it, and needs no token. */
export function webhookKeys(simulation: PontoSimulation, keys: WebhookKeys): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/webhooks', (c) => c.json({ links: { keys: `${simulation.apiOrigin()}/webhooks/keys` } }));
  app.get('/webhooks/keys', (c) => c.json(webhookKeySet(simulation.state.webhookKeys, keys)));
  return app;
}
