import { expect, it } from 'vitest';
import { bothOf } from '../filter.ts';
import { givenOnfact } from '../testing/given-onfact.ts';
import { customers, suppliers } from './contact.ts';
import { documentsNumbered } from './document.ts';

const contact = (id: number, change: object = {}) => ({
  id,
  number: id,
  name: `Contact ${id}`,
  customer: '2025-01-01 10:00:00',
  supplier: null,
  vat: 'BE0743128876',
  email: 'info@linde.example, boekhouding@linde.example',
  modified: '2026-01-01 10:00:00',
  ...change,
});

it('a contact is what the moments in it say', async () => {
  await using given = await givenOnfact((_request, response) => response.end(JSON.stringify(contact(3))));
  expect(await given.onfact.contacts.get(3)).toMatchObject({
    name: 'Contact 3',
    isCustomer: true,
    isSupplier: false,
    vat: 'BE0743128876',
    emails: ['info@linde.example', 'boekhouding@linde.example'],
  });
});

it('a filter is asked for, and held against the answer of an onFact that ignores it', async () => {
  const items = [contact(1), contact(2, { supplier: '2025-01-01' }), contact(3, { customer: null, supplier: '2025' })];
  await using given = await givenOnfact((_request, response) => response.end(JSON.stringify({ count: 3, items })));
  const ids = async (filter: typeof customers) => (await given.onfact.contacts.all({ filter })).map(({ id }) => id);

  expect(await ids(customers)).toEqual([1, 2]);
  expect(await ids(suppliers)).toEqual([2, 3]);
  expect(await ids(bothOf(customers, suppliers))).toEqual([2]);
  expect(given.requests.map(({ url }) => new URL(url, 'http://localhost').searchParams.get('q'))).toEqual(
    ['isCustomer', 'isSupplier', 'isCustomer AND isSupplier'].flatMap((q) => [q, q]),
  );
});

it.each(['2026"', '2026-*', 'a\\b'])('a filter is not made of %s', (number) => {
  expect(() => documentsNumbered(number)).toThrow(RangeError);
});
