import { z } from '@hono/zod-openapi';
import type { PontoWorld } from '../../ponto/world.ts';
import type { ControlApp } from '../control-app.ts';
import { defined } from '../defined.ts';
import { Amount } from '../values.ts';

const ofOrganization = z.object({ organizationId: z.uuid() });

export function addOrganizations({ add }: ControlApp, world: PontoWorld): void {
  add({ method: 'get', path: '/organizations', summary: 'All customers of Ponto.', run: () => world.organizations() });
  add({
    method: 'post',
    path: '/organizations',
    summary: 'Add a customer of Ponto.',
    description: '`onboardingComplete: false` makes one that Ponto removes, with its link, after three days.',
    body: z.object({ name: z.string().min(1), email: z.email(), onboardingComplete: z.boolean().default(true) }),
    example: { name: 'Garage Moerbeke NV', email: 'info@moerbeke.example' },
    run: ({ body }) => world.addOrganization(body),
  });
  add({
    method: 'patch',
    path: '/organizations/{organizationId}',
    summary: 'Change what Ponto says about a customer.',
    description: '`representative`: who acts for it under a mandate.',
    parameters: ofOrganization,
    body: z
      .object({
        name: z.string().min(1),
        onboardingComplete: z.boolean(),
        representative: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      })
      .partial(),
    example: { onboardingComplete: false },
    run: ({ parameters, body }) => world.changeOrganization(parameters.organizationId, defined(body)),
  });
  add({
    method: 'put',
    path: '/organizations/{organizationId}/activation',
    summary: 'Whether the customer may pay, or ask for money: none, requested or activated.',
    parameters: ofOrganization,
    body: z.object({
      product: z.enum(['payments', 'paymentRequests']),
      state: z.enum(['none', 'requested', 'activated']),
    }),
    example: { product: 'payments', state: 'activated' },
    run: ({ parameters, body }) => world.setActivation(parameters.organizationId, body.product, body.state),
  });
  add({
    method: 'delete',
    path: '/organizations/{organizationId}',
    summary: 'The customer is no longer at Ponto: link, tokens and accounts are gone.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.removeOrganization(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/block',
    summary: 'Block it: reading answers 403.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.block(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/unblock',
    summary: 'Lift the block.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.unblock(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/revoke-integration',
    summary: 'The customer ends the link with the application: all tokens die.',
    parameters: ofOrganization,
    run: ({ parameters }) => world.revokeIntegration(parameters.organizationId),
  });
  add({
    method: 'post',
    path: '/organizations/{organizationId}/accounts',
    summary: 'Open a bank account. It is shared only after the customer chose it.',
    parameters: ofOrganization,
    body: z.object({
      bank: z.string().optional(),
      reference: z.string(),
      currency: z.string().length(3).optional(),
      subtype: z.string().optional(),
      description: z.string().optional(),
      holderName: z.string().optional(),
      openingBalance: Amount.optional(),
    }),
    example: { reference: 'BE68539007547034', description: 'Zichtrekening', openingBalance: '1250.00' },
    run: ({ parameters, body }) => world.addAccount(parameters.organizationId, defined(body)),
  });
}
