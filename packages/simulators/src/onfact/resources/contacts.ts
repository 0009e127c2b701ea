import { Hono } from 'hono';
import type { WireRecord } from '../query.ts';
import { OnfactApiError, idIn, listOf, type Served } from '../served.ts';
import type { OnfactSimulation } from '../simulation.ts';
import type { Contact } from '../state.ts';

/** Customers and suppliers in one table. */
export function contacts({ state }: OnfactSimulation): Hono<Served> {
  const settings = () => state.settings;
  const app = new Hono<Served>();
  app.get('/contacts.json', (c) => listOf(c, c.get('company').contacts.map(wire), settings()));
  app.get('/contacts/:id{[0-9]+\\.json}', (c) => {
    const contact = c.get('company').contacts.find(({ id }) => id === idIn(c));
    if (!contact) throw new OnfactApiError(404, 'The contact was not found');
    return c.json(wire(contact));
  });
  return app;
}

function wire({
  id,
  number,
  name,
  vat,
  email,
  address,
  isCustomer,
  isSupplier,
  created,
  modified,
}: Contact): WireRecord {
  return {
    id,
    number,
    number_formatted: number,
    name,
    vat,
    email,
    street: address.street,
    streetnumber: address.streetNumber,
    citycode: address.postalCode,
    city: address.city,
    country_id: 'BE',
    language_id: 'dut',
    currency_id: 'EUR',
    prospect: null,
    customer: isCustomer ? created : null,
    supplier: isSupplier ? created : null,
    eid: null,
    created,
    modified,
  };
}
