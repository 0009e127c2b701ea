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
        refreshReuse: z.enum(['revokes-family', 'refuses']),
        refreshGraceSeconds: z.int().min(0),
        synchronizationWindowSeconds: z.int().min(0),
        synchronizationsPerDay: z.int().min(0),
        synchronizationMilliseconds: z.int().min(0),
        signatureRequired: z.enum(['never', 'payments', 'post', 'always']),
        paging: z.enum(['normal', 'grows', 'repeats', 'foreign-next', 'empty-pages', 'oversized', 'loses-cursor']),
        pageLimitAboveMaximum: z.enum(['lowers', 'refuses']),
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
  for (const [path, summary, run] of [
    [
      '/faults/lose-next-refresh-response',
      'The next refresh rotates the token and its answer is lost.',
      world.loseNextRefreshResponse,
    ],
    ['/expire-access-tokens', 'All access tokens expire now.', world.expireAccessTokens],
    ['/rotate-client-secret', 'The client secret is another from now on. Answers with it.', world.rotateClientSecret],
  ] as const) {
    add({ method: 'post', path, summary, run: () => run() });
  }
  add({
    method: 'put',
    path: '/next-consent-error',
    summary: 'The next customer who confirms comes back with an error of OAuth, known or not. `null` takes it back.',
    body: z.object({ error: z.string().nullable() }),
    example: { error: 'temporarily_unavailable' },
    run: ({ body }) => world.failNextConsent(body.error),
  });
}
