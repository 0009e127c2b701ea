import { findLiveConnection, inCompany } from '@onfact-ponto/db';
import { PontoError } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import { GrantLostError, withAccessToken } from '../connection/access-token.ts';
import { assertMayManage } from '../connection/assert-may-manage.ts';
import { readOrganization } from '../connection/read-organization.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { newIds } from '../ids.ts';

/** Where the user comes back to: the block that then says how far the activation is. */
const wayBack = '/apps/ponto?payments';

/**
 * Asks Ponto for the page where the organization requests payments. Ponto reviews the request, which takes days.
 * @returns where to send the browser; undefined when Ponto names no page, and its dashboard is the place
 */
export async function activatePayments(context: Context): Promise<{ redirectUrl: string | undefined }> {
  assertMayManage(context.actor);
  const connectionId = await linkedConnection(context);
  const request = await asking(() =>
    withAccessToken(context, connectionId, (token) =>
      context.ponto.paymentActivationRequests.create(
        token,
        { redirectUri: `${context.settings.adminUrl}${wayBack}` },
        { idempotencyKey: newIds(context.random)() },
      ),
    ),
  );
  await inCompany(context.db, context.companyId, (tx) =>
    recordAudit(tx, context, {
      action: 'payments.activation-requested',
      subject: { type: 'connection', id: connectionId },
    }),
  );
  return { redirectUrl: request.redirectUrl?.href };
}

/** "Opnieuw controleren": whether Ponto has activated payments meanwhile. */
export async function checkPayments(context: Context): Promise<void> {
  const connectionId = await linkedConnection(context);
  await asking(() => readOrganization(context, connectionId));
}

async function linkedConnection({ db, companyId }: Context): Promise<string> {
  const connection = await inCompany(db, companyId, (tx) => findLiveConnection(tx, companyId));
  if (connection?.state === 'needs_reconnect') throw new ApplicationError('connection_needs_reconnect');
  if (connection?.state !== 'active') throw new ApplicationError('connection_not_linked');
  return connection.connectionId;
}

async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GrantLostError) throw new ApplicationError('connection_needs_reconnect');
    if (error instanceof PontoError) throw new ApplicationError('ponto_unavailable', {}, { cause: error });
    throw error;
  }
}
