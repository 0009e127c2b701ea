import { z } from '@hono/zod-openapi';
import type { PontoEvent } from '../../ponto/simulation.ts';
import { forgeries } from '../../ponto/webhooks/signing.ts';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { defined } from '../defined.ts';

const Event = z.object({
  type: z.templateLiteral(['pontoConnect.', z.string()]),
  attributes: z.record(z.string(), z.unknown()).optional(),
  /** Type and id. */
  relationships: z.record(z.string(), z.string()).default({}),
});

const example = {
  type: 'pontoConnect.account.somethingNew',
  relationships: { organization: '61f02718-eeee-46e1-b5eb-e8fd6e799c2d' },
};

export function addWebhooks({ add }: ControlApp, world: PontoWorld): void {
  add({
    method: 'get',
    path: '/webhooks',
    summary: 'Webhooks in the order in which they are sent: waiting, received, dropped or given up.',
    run: () => world.webhooks(),
  });
  add({
    method: 'post',
    path: '/webhooks',
    summary: 'Send an event that nothing caused, rightly signed: of an unknown type, or a flood of them.',
    body: z.object({ event: Event, copies: z.int().min(1).max(100_000).default(1) }),
    example: { event: example, copies: 1 },
    run: ({ body }) => world.sendWebhook(eventOf(body.event), body.copies),
  });
  add({
    method: 'post',
    path: '/webhooks/burst',
    summary: 'Send a flood of different events, many at the same time. Answers with how often each status came back.',
    body: z.object({ event: Event, count: z.int().min(1).max(100_000) }),
    example: { event: example, count: 1_000 },
    run: async ({ body }) => ({ statuses: await world.burstOfWebhooks(eventOf(body.event), body.count) }),
  });
  add({
    method: 'post',
    path: '/webhooks/forge',
    summary: 'Send an event that is not from Ponto. Answers with the status that the receiver gave.',
    description: `Forgeries: ${forgeries.join(', ')}. Without an event: the integration of the first customer is revoked.`,
    body: z.object({ forgery: z.enum(forgeries), event: Event.optional() }),
    example: { forgery: 'other-key' },
    run: async ({ body: { forgery, event } }) => ({
      status: await world.forgeWebhook(forgery, event === undefined ? undefined : eventOf(event)),
    }),
  });
  add({
    method: 'post',
    path: '/webhooks/{id}/repeat',
    summary: 'Deliver a webhook again, so many times at once. Answers with the statuses that the receiver gave.',
    description: '`replay` keeps the signature of the last attempt, however old; otherwise it is signed anew.',
    parameters: z.object({ id: z.uuid() }),
    body: z.object({ copies: z.int().min(1).max(1_000).default(1), replay: z.boolean().default(false) }),
    example: { copies: 10, replay: false },
    run: async ({ parameters, body }) => ({ statuses: await world.repeatWebhook(parameters.id, body) }),
  });
  add({
    method: 'post',
    path: '/webhooks/rotate-key',
    summary: 'A new key signs from now on; `trustOld` leaves the one before it in force.',
    body: z.object({ trustOld: z.boolean().default(false) }),
    example: { trustOld: true },
    run: ({ body }) => world.rotateWebhookKey(body),
  });
}

function eventOf(event: z.output<typeof Event>): PontoEvent {
  return defined(event);
}
