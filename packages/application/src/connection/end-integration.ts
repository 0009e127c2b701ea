import { PontoApiError } from '@onfact-ponto/ponto-client';
import type { Context } from '../context.ts';
import { isOrganizationInUse } from './organization-in-use.ts';
import { callsOf } from '../support/call-log.ts';

/**
 * Ends our integration with an organization of Ponto, unless a connection is linked to it. It needs no token of the
 * organization.
 * @returns whether it has ended
 */
export async function endIntegration(
  context: Context,
  { organizationId }: { organizationId: string },
): Promise<'ended' | 'linked_elsewhere'> {
  if (await isOrganizationInUse(context, organizationId)) return 'linked_elsewhere';
  await callsOf({ companyId: context.companyId, connectionId: null }, async () => {
    const { accessToken } = await context.ponto.oauth.clientCredentials();
    await context.ponto.integrations.delete(accessToken, organizationId).catch(toleratesGone);
  });
  return 'ended';
}

/** Ended already, by the user at Ponto or by an earlier try: that is what we want. */
function toleratesGone(error: unknown): void {
  if (!(error instanceof PontoApiError && error.status === 404)) throw error;
}
