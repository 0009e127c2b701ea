import { inCompany, saveContacts } from '@onfact-ponto/db';
import type { OnfactClient } from '@onfact-ponto/onfact-client';
import type { Context } from '../context.ts';
import { readInParts } from './reading.ts';

/** Customers and suppliers as onFact knows them; prospects are neither and stay out. */
export async function readContacts(context: Context, onfact: OnfactClient): Promise<void> {
  const { companyId, clock } = context;
  await readInParts(context, {
    kind: 'contact',
    pages: () => onfact.contacts.pages(),
    save: (contacts) =>
      inCompany(context.db, companyId, (tx) =>
        saveContacts(
          tx,
          companyId,
          contacts
            .filter(({ isCustomer, isSupplier }) => isCustomer || isSupplier)
            .map(({ id, name, vat, isCustomer, isSupplier, deleted, modified }) => ({
              onfactContactId: id,
              name,
              vatNumber: vat ?? null,
              isCustomer,
              isSupplier,
              isDeleted: deleted,
              modifiedAt: modified ?? null,
            })),
          clock.now(),
        ),
      ),
  });
}
