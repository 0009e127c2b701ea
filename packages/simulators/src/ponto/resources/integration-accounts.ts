import { Hono } from 'hono';
import { listDocument } from '../list-document.ts';
import { requireClient, type Served } from '../served.ts';
import { accountById, type PontoSimulation } from '../simulation.ts';

/** Every account that any organization shares with our application. */
export function integrationAccounts(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/integration-accounts', (c) => {
    requireClient(simulation, c);
    const shared = simulation.state.organizations
      .flatMap(({ id: organizationId, integration }) =>
        (integration?.accounts ?? []).map((account) => ({ ...account, organizationId })),
      )
      .toSorted((left, right) => left.createdAt.localeCompare(right.createdAt));

    return listDocument(simulation, c, {
      items: shared,
      path: '/integration-accounts',
      resource: ({ id, accountId, organizationId, createdAt, lastAccessedAt }) => ({
        type: 'integrationAccount',
        id,
        attributes: { createdAt, lastAccessedAt },
        relationships: {
          account: { data: { type: 'account', id: accountId } },
          financialInstitution: {
            data: { type: 'financialInstitution', id: accountById(simulation, accountId).financialInstitutionId },
          },
          organization: { data: { type: 'organization', id: organizationId } },
        },
      }),
    });
  });
  return app;
}
