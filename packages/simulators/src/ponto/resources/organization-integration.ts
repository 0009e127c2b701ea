import { Hono } from 'hono';
import { notFound } from '../api-error.ts';
import { revokeIntegration } from '../integrations.ts';
import { document, requireClient, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';

/** How our application ends a link when it has lost the tokens of the organization. */
export function organizationIntegration(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.delete('/organizations/:id/integration', (c) => {
    requireClient(simulation, c);
    const organization = simulation.state.organizations.find(({ id }) => id === c.req.param('id'));
    const integrationId = organization && revokeIntegration(simulation, organization.id);
    if (!integrationId) throw notFound('integration');
    return document(c, {
      data: {
        type: 'integration',
        id: integrationId,
        relationships: { organization: { data: { type: 'organization', id: organization.id } } },
      },
    });
  });
  return app;
}
