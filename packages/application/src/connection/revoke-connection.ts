import { findConnection, findLiveConnection, inCompany } from '@onfact-ponto/db';
import { PontoApiError } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';

/**
 * Ends the integration at Ponto for a connection that was deactivated. It needs no token of the organization.
 * When the company has linked the same organization again since, the integration is that of the new connection and
 * stays.
 */
export async function revokeConnection(context: Context, input: { connectionId: string }): Promise<void> {
  const { companyId } = context;
  const [ended, live] = await inCompany(context.db, companyId, (tx) =>
    Promise.all([findConnection(tx, companyId, input.connectionId), findLiveConnection(tx, companyId)]),
  );
  if (!ended?.organizationId || ended.state !== 'deactivated') return;
  if (live?.organizationId === ended.organizationId) return;

  const { accessToken } = await context.ponto.oauth.clientCredentials();
  await context.ponto.integrations.delete(accessToken, ended.organizationId).catch(toleratesGone);

  await inCompany(context.db, companyId, (tx) =>
    recordAudit(tx, context, {
      action: 'connection.revoked-at-ponto',
      subject: { type: 'connection', id: input.connectionId },
    }),
  );
}

/** Ended already, by the user at Ponto or by an earlier try: that is what we want. */
function toleratesGone(error: unknown): void {
  if (!(error instanceof PontoApiError && error.status === 404)) throw error;
}
