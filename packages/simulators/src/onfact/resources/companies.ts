import { Hono } from 'hono';
import { listOf, type Served } from '../served.ts';
import type { OnfactSimulation } from '../simulation.ts';

/** The companies for which the user may work. The only list that needs no company. */
export function companies({ state }: OnfactSimulation): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/companies.json', (c) => {
    const memberships = c.get('user').companies;
    const visible = memberships.flatMap(({ uuid, role }) =>
      state.companies
        .filter((company) => company.uuid === uuid)
        .map(({ id, name, vat, currency, address }) => ({
          id,
          uuid,
          platform_id: 1,
          role,
          name,
          vat,
          street: address.street,
          streetnumber: address.streetNumber,
          citycode: address.postalCode,
          city: address.city,
          country_id: 'BE',
          language_id: 'dut',
          currency_id: currency,
        })),
    );
    return listOf(c, visible, state.settings);
  });
  return app;
}
