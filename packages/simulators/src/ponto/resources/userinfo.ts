import { Hono } from 'hono';
import { requireBearer, requireOrganization, type Served } from '../served.ts';
import type { PontoSimulation } from '../simulation.ts';

/** A flat body, unlike every other resource. */
export function userinfo(simulation: PontoSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/userinfo', (c) => {
    const organization = requireOrganization(simulation, c);
    const bearer = requireBearer(simulation, c);
    const mayTellName = bearer.kind === 'customer' && bearer.scope.has('name');
    return c.json({
      sub: organization.id,
      ...(mayTellName ? { name: organization.name } : {}),
      onboardingComplete: organization.onboardingComplete,
      paymentsActivated: organization.payments.state === 'activated',
      paymentsActivationRequested: organization.payments.state !== 'none',
      paymentRequestsActivated: organization.paymentRequests.state === 'activated',
      paymentRequestsActivationRequested: organization.paymentRequests.state !== 'none',
      representativeOrganizationId: organization.representative?.id ?? null,
      representativeOrganizationName: organization.representative?.name ?? null,
    });
  });
  return app;
}
