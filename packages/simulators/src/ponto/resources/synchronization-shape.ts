import type { Synchronization } from '../state.ts';

/** How a synchronization is written, on its own and inside the `meta` of accounts and lists. */
export function synchronizationResource(synchronization: Synchronization): object {
  const { id, accountId, subtype, status, customerOnline, errors, createdAt, updatedAt } = synchronization;
  return {
    type: 'synchronization',
    id,
    attributes: {
      resourceType: 'account',
      resourceId: accountId,
      subtype,
      status,
      errors,
      customerOnline,
      createdAt,
      updatedAt,
    },
  };
}
