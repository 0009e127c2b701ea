import { Hono } from 'hono';
import { accountPagePath } from '../pages/paths.ts';
import { attributesOf, document, redirectUriIn, requireAccount, requireOrganization, type Served } from '../served.ts';
import { timestamp, type PontoSimulation } from '../simulation.ts';

/** Asks for a page on which the customer renews the authorization of an account at the bank. */
export function reauthorizationRequests(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.post('/accounts/:accountId/reauthorization-requests', async (c) => {
    const organization = requireOrganization(simulation, c, 'ai');
    const account = requireAccount(simulation, organization, c.req.param('accountId'));
    const redirectUri = redirectUriIn(await attributesOf(c));

    const id = simulation.ids.uuid();
    simulation.state.reauthorizationRequests[id] = {
      id,
      accountId: account.id,
      redirectUri,
      createdAt: timestamp(simulation),
      outcome: null,
    };
    simulation.changed();
    const redirect =
      simulation.pagesOrigin() + accountPagePath(organization, account.id, 'reauthorization-requests', id);
    return document(c, { data: { type: 'reauthorizationRequest', id, attributes: {}, links: { redirect } } }, 201);
  });
  return app;
}
