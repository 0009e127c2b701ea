import { z } from '@hono/zod-openapi';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { defined } from '../defined.ts';

export function addSettings({ add }: ControlApp, world: PontoWorld): void {
  add({ method: 'get', path: '/settings', summary: 'How this Ponto behaves.', run: () => world.settings() });
  add({
    method: 'patch',
    path: '/settings',
    summary: 'Change how this Ponto behaves.',
    body: z
      .object({
        accessTokenSeconds: z.int().min(1),
        refreshGraceSeconds: z.int().min(0),
        synchronizationWindowSeconds: z.int().min(0),
        synchronizationsPerDay: z.int().min(0),
        synchronizationMilliseconds: z.int().min(0),
        signatureRequired: z.enum(['never', 'payments', 'post', 'always']),
        pkceRequired: z.boolean(),
        idempotency: z.enum(['first-answer', 'refuses-another-body', 'forgets']),
        consentDays: z.int().min(1),
        backgroundReadsPending: z.boolean(),
        paymentsNeedActivation: z.boolean(),
        activationReviewSeconds: z.number().min(0).nullable(),
        signingHours: z.number().min(0),
        paymentExecutionSeconds: z.number().min(0),
        webhookUrl: z.url().nullable(),
        webhookDelivery: z.enum(['normal', 'duplicate', 'reorder', 'corrupt', 'drop']),
        webhookDelaySeconds: z.number().min(0),
        webhookRetrySeconds: z.array(z.number().min(0)).max(100),
      })
      .partial(),
    example: { signatureRequired: 'always', webhookUrl: 'http://localhost:4801/webhooks/ponto' },
    run: ({ body }) => world.configure(defined(body)),
  });
  add({
    method: 'post',
    path: '/faults/lose-next-refresh-response',
    summary: 'The next refresh rotates the token and its answer is lost.',
    run: () => world.loseNextRefreshResponse(),
  });
}
