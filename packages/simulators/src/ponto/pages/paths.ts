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
