import { createHash } from 'node:crypto';
import { findBankAccount, findLiveConnection, inCompany, insertReauthorizationAttempt } from '@onfact-ponto/db';
import type { BankAccount } from '@onfact-ponto/db';
import { recordAudit } from '../audit.ts';
import { withAccessToken } from '../connection/access-token.ts';
import { askForUser } from '../connection/ask-for-user.ts';
import { assertMayManage } from '../connection/assert-may-manage.ts';
import { assertReading } from '../connection/assert-reading.ts';
import { hashOfSession } from '../connection/start-authorization.ts';
import type { Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { newIds } from '../ids.ts';

/** A bank asks for cards and codes, so it may take longer than sharing accounts does. */
const lifetimeMs = 30 * 60_000;

/**
 * Begins a trip to the bank on which the holder of the Ponto account renews the consent of one account, at any time:
 * the present consent stays as it is until then. State is bound to company and session, and serves once.
 * @returns where to send the browser
 * @throws ApplicationError bank_account_not_found, connection_not_linked, connection_needs_reconnect,
 *   connection_stopped, ponto_unavailable
 */
export async function startReauthorization(
  context: Context,
  input: { bankAccountId: string },
): Promise<{ redirectUrl: string; expiresAt: Date }> {
  assertMayManage(context.actor);
  const { companyId, clock } = context;
  const { account, connection } = await inCompany(context.db, companyId, async (tx) => ({
    account: await findBankAccount(tx, companyId, input.bankAccountId),
    connection: await findLiveConnection(tx, companyId),
  }));
  if (!account?.isShared || account.pontoAccountId === null) throw new ApplicationError('bank_account_not_found');
  assertReading(connection);

  const state = Buffer.from(context.random.bytes(32)).toString('base64url');
  const redirectUrl = await askForPage(context, connection.connectionId, account.pontoAccountId, state);
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
  await inCompany(context.db, companyId, async (tx) => {
    await insertReauthorizationAttempt(tx, {
      companyId,
      bankAccountId: account.bankAccountId,
      stateHash: hashOfReauthorizationState(state),
      sessionHash: hashOfSession(context.actor),
      createdAt,
      expiresAt,
      ...before(account),
    });
    await recordAudit(tx, context, {
      action: 'bank-account.reauthorization-start',
      subject: { type: 'bank-account', id: account.bankAccountId },
    });
  });
  return { redirectUrl, expiresAt };
}

/** Ponto brings the browser back to this address as it is, so the state travels in it. */
async function askForPage(context: Context, connectionId: string, accountId: string, state: string): Promise<string> {
  const redirectUri = new URL(context.settings.reauthorizationRedirectUri);
  redirectUri.searchParams.set('state', state);
  const idempotencyKey = newIds(context.random)();
  const { redirectUrl } = await askForUser(() =>
    withAccessToken(context, connectionId, (token) =>
      context.ponto.reauthorizationRequests.create(
        token,
        { accountId, redirectUri: redirectUri.href },
        { idempotencyKey },
      ),
    ),
  );
  if (!redirectUrl) throw new ApplicationError('ponto_unavailable');
  return redirectUrl.href;
}

/** Only a hash is stored: a leaked table cannot finish somebody's trip. */
export function hashOfReauthorizationState(state: string): string {
  return createHash('sha256').update(`reauthorization ${state}`).digest('base64url');
}

function before({ authorizedAt, authorizationExpiresAt }: BankAccount) {
  return { authorizedBefore: authorizedAt, expiryBefore: authorizationExpiresAt };
}
