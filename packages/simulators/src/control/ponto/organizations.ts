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
    body: z.object({ name: z.string().min(1), email: z.email() }),
    example: { name: 'Garage Moerbeke NV', email: 'info@moerbeke.example' },
    run: ({ body }) => world.addOrganization(body),
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
