import { Hono } from 'hono';
import { activationPaths, organizationPath } from '../pages/paths.ts';
import type { ActivationRequest } from '../payment-state.ts';
import { attributesOf, document, redirectUriIn, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';

const types = { payments: 'paymentActivationRequest', paymentRequests: 'paymentRequestActivationRequest' } as const;

/** Asks for a page on which the customer asks to be allowed to pay, or to ask for money. */
export function activationRequests(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  for (const [product, path] of Object.entries(activationPaths) as [ActivationRequest['product'], string][]) {
    app.post(`/${path}`, async (c) => {
      const organization = requireOrganization(simulation, c);
      const redirectUri = redirectUriIn(await attributesOf(c));
      const id = simulation.ids.uuid();
      const request = { id, organizationId: organization.id, product, redirectUri, outcome: null };
      simulation.state.activationRequests[id] = request;
      simulation.changed();
      const redirect = `${simulation.pagesOrigin()}${organizationPath(organization)}/${path}/${id}`;
      return document(c, { data: { type: types[product], id, links: { redirect } } }, 201);
    });
  }
  return app;
}
