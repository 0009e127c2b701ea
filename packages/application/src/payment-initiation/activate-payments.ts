import { findLiveConnection, inCompany } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { withAccessToken } from '../connection/access-token.ts';
import { askForUser } from '../connection/ask-for-user.ts';
import { assertMayManage } from '../connection/assert-may-manage.ts';
import { assertReading } from '../connection/assert-reading.ts';
import { readOrganization } from '../connection/read-organization.ts';
import type { Context } from '../context.ts';
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
  const request = await askForUser(() =>
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
  await askForUser(() => readOrganization(context, connectionId));
}

async function linkedConnection({ db, companyId }: Context): Promise<string> {
  const connection = await inCompany(db, companyId, (tx) => findLiveConnection(tx, companyId));
  assertReading(connection);
  return connection.connectionId;
}
