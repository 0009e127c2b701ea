import type { Organization } from '../state.ts';

/** Where the customer does something about one account, as Ponto's own addresses are built. */
export function accountPagePath(organization: Organization, accountId: string, page: string, id: string): string {
  return `${organizationPath(organization)}/accounts/${accountId}/${page}/${id}`;
}

export function organizationPath({ id, integration }: Organization): string {
  return `/organizations/${id}/sandbox/integrations/${integration?.id ?? 'none'}`;
}

/** The same for a router. */
export const organizationRoute = '/organizations/:organizationId/sandbox/integrations/:integrationId';
export const accountRoute = `${organizationRoute}/accounts/:accountId`;

/** Where a debtor pays what was asked. It belongs to no integration. */
export function paymentRequestPath(organizationId: string, id: string): string {
  return `/organizations/${organizationId}/payment-requests/${id}`;
}
export const paymentRequestRoute = paymentRequestPath(':organizationId', ':id');

/** The last part of an address of the API, and of the page that belongs to it. */
export const activationPaths = {
  payments: 'payment-activation-requests',
  paymentRequests: 'payment-request-activation-requests',
} as const;
