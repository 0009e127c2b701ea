import { Hono } from 'hono';
import { listOf, type Served } from '../served.ts';
import type { WireRecord } from '../query.ts';
import type { Contact } from '../state.ts';

/** Customers and suppliers in one table. */
export function contacts(): Hono<Served> {
  const app = new Hono<Served>();
  app.get('/contacts.json', (c) => listOf(c, c.get('company').contacts.map(wire)));
  return app;
}

function wire({ id, number, name, vat, email, address, isCustomer, isSupplier, created }: Contact): WireRecord {
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
    modified: created,
  };
}
