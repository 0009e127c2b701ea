import { asOrganization, listConnectionsOfOrganization } from '@onfact-ponto/db';
import type { Context } from '../context.ts';

/**
 * Whether a connection, of this company or of another, is linked to an organization of Ponto. Ponto knows one
 * integration per organization: ending it would end the link of all of them.
 */
export async function isOrganizationInUse({ db }: Pick<Context, 'db'>, organizationId: string): Promise<boolean> {
  const users = await asOrganization(db, organizationId, (tx) => listConnectionsOfOrganization(tx, organizationId));
  return users.length > 0;
}
