import { z } from '@hono/zod-openapi';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { defined } from '../defined.ts';

const ofAccount = z.object({ accountId: z.uuid() });

export function addAccounts({ add }: ControlApp, world: PontoWorld): void {
  add({ method: 'get', path: '/accounts', summary: 'All bank accounts.', run: () => world.accounts() });
  add({
    method: 'patch',
    path: '/accounts/{accountId}',
    summary: 'Change what the bank or Ponto says about an account.',
    description:
      '`readonly`: the bank cannot be reached. `local-midnight`: its days are sent as local midnight in UTC. `amountStyle`: amounts as JSON numbers or texts. `overrides` puts nulls, wrong or unknown attributes into the answer. `synchronizationPace`: milliseconds that a synchronization takes, or `endless`.',
    parameters: ofAccount,
    body: z
      .object({
        reference: z.string(),
        currency: z.string().length(3),
        subtype: z.string(),
        product: z.string().nullable(),
        availability: z.enum(['available', 'readonly']),
        dateStyle: z.enum(['utc-midnight', 'local-midnight']),
        deprecated: z.boolean(),
        description: z.string().nullable(),
        holderName: z.string().nullable(),
        amountStyle: z.enum(['number', 'string']),
        overrides: z.record(z.string(), z.unknown()).nullable(),
        synchronizationPace: z.union([z.int().min(0), z.literal('endless')]).nullable(),
      })
      .partial(),
    example: { availability: 'readonly' },
    run: ({ parameters, body }) => world.changeAccount(parameters.accountId, defined(body)),
  });
  add({
    method: 'put',
    path: '/accounts/{accountId}/consent',
    summary: 'Let the authorization at the bank end so many days from now. It may be less than one, or negative: over.',
    description:
      'It then looks as if it had been given accordingly long ago. `null`: the bank does not say when it ends.',
    parameters: ofAccount,
    body: z.object({ daysLeft: z.number().nullable() }),
    example: { daysLeft: 14 },
    run: ({ parameters, body }) => world.ageConsent(parameters.accountId, body.daysLeft),
  });
  for (const [action, summary, run] of [
    ['synchronize', 'Ponto visits the bank now.', world.synchronizeNow],
    ['end-consent', 'The authorization at the bank ends now.', world.endConsent],
    ['renew-consent', 'The authorization at the bank is given anew.', (id: string) => world.renewConsent(id)],
    ['share', 'The customer shares the account with the application.', world.share],
    ['revoke', 'The customer stops sharing the account.', world.revokeAccount],
    ['remove', 'The customer removes the account from Ponto: what was read is gone.', world.removeAccount],
    ['relink-with-new-ids', 'Removed from Ponto and added again: new ids.', world.relinkWithNewIds],
  ] as const) {
    add({
      method: 'post',
      path: `/accounts/{accountId}/${action}`,
      summary,
      parameters: ofAccount,
      run: ({ parameters }) => run(parameters.accountId),
    });
  }
  add({
    method: 'post',
    path: '/accounts/{accountId}/fail-next-synchronization',
    summary: 'The next synchronization ends with this error. Several wait in line.',
    parameters: ofAccount,
    body: z.object({
      code: z.string(),
      detail: z.string().optional(),
      meta: z.record(z.string(), z.unknown()).optional(),
    }),
    example: { code: 'authorizationInvalid' },
    run: ({ parameters, body }) => world.failNextSynchronization(parameters.accountId, defined(body)),
  });
}
