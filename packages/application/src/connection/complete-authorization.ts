import {
  asAuthorizationState,
  closeAuthorizationAttempt,
  findAuthorizationAttempt,
  inCompany,
  linkConnection,
  listBankAccounts,
  lockLiveConnection,
  saveConnectionToken,
  useAuthorizationAttempt,
} from '@onfact-ponto/db';
import { formatIban, parseIban } from '@onfact-ponto/primitives';
import { PontoError, PontoOAuthError } from '@onfact-ponto/ponto-client';
import type { PontoTokens, PontoUserInfo } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { sealTokens } from './access-token.ts';
import { assertMayManage } from './assert-may-manage.ts';
import { hashOfSession, hashOfState, verifierBelongsTo } from './start-authorization.ts';

/** How the return from Ponto ended. Everything but `connected` leaves the connection as it was. */
export type AuthorizationOutcome =
  | { outcome: 'connected' | 'cancelled' | 'expired_or_used' | 'foreign' }
  | { outcome: 'no_account_shared' | 'ponto_unavailable' | 'refused' }
  | {
      outcome: 'other_organization';
      currentOrganizationName: string | null;
      newOrganizationName: string | null;
      accountsThatWouldStop: string[];
    };

type Attempt = NonNullable<Awaited<ReturnType<typeof findAuthorizationAttempt>>>;
type Grant = { tokens: PontoTokens & { refreshToken: string }; organization: PontoUserInfo; accountCount: number };

/**
 * Ends a trip to Ponto: checks that it is ours, uses it up, asks Ponto for the tokens, and stores them with the
 * organization in one transaction that also makes the first pull due.
 */
export async function completeAuthorization(
  context: Context,
  input: { state: string | null; code: string | null; error: string | null },
): Promise<AuthorizationOutcome> {
  assertMayManage(context.actor);
  const attempt = await findOwnAttempt(context, input.state);
  if (!attempt) return { outcome: 'foreign' };
  if (!(await useUp(context, attempt))) return { outcome: 'expired_or_used' };

  const outcome = await finish(context, attempt, input);
  if (outcome.outcome !== 'connected') await noteFailure(context, attempt, outcome.outcome);
  return outcome;
}

/** An attempt of another company, user or session looks the same as none at all. */
async function findOwnAttempt(context: Context, state: string | null): Promise<Attempt | undefined> {
  if (state === null) return undefined;
  const stateHash = hashOfState(state);
  const attempt = await asAuthorizationState(context.db, stateHash, (tx) => findAuthorizationAttempt(tx, stateHash));
  const isOurs = attempt?.companyId === context.companyId && attempt.sessionHash === hashOfSession(context.actor);
  return isOurs ? attempt : undefined;
}

/** Before anything is asked of Ponto, so that a second return of the same trip finds it used. */
async function useUp(context: Context, attempt: Attempt): Promise<boolean> {
  const now = context.clock.now();
  const isFresh = await inCompany(context.db, context.companyId, (tx) =>
    useAuthorizationAttempt(tx, { ...attempt, at: now }),
  );
  return isFresh && attempt.expiresAt > now;
}

async function finish(
  context: Context,
  attempt: Attempt,
  { code, error }: { code: string | null; error: string | null },
): Promise<AuthorizationOutcome> {
  if (error !== null) return { outcome: error === 'access_denied' ? 'cancelled' : 'refused' };
  if (code === null) return { outcome: 'refused' };
  try {
    const grant = await askForGrant(context, attempt, code);
    if (!grant) return { outcome: 'refused' };
    if (grant.accountCount === 0) {
      await giveBack(context, grant);
      return { outcome: 'no_account_shared' };
    }
    return await store(context, attempt, grant);
  } catch (failure) {
    if (!(failure instanceof PontoError)) throw failure;
    context.log.warn('authorization not completed', { code: failure.code, message: failure.message });
    const isRefusal = failure instanceof PontoOAuthError && failure.status < 500;
    return { outcome: isRefusal ? 'refused' : 'ponto_unavailable' };
  }
}

async function askForGrant(context: Context, attempt: Attempt, code: string): Promise<Grant | undefined> {
  const { ponto, cipher } = context;
  const codeVerifier = cipher.open(
    attempt.codeVerifierEnvelope,
    verifierBelongsTo(attempt.companyId, attempt.connectionId),
  );
  const { refreshToken, ...tokens } = await ponto.oauth.exchangeCode({ code, codeVerifier });
  if (refreshToken === undefined) return undefined;
  const [organization, accounts] = await Promise.all([
    ponto.userinfo.get(tokens.accessToken),
    ponto.accounts.list(tokens.accessToken, { limit: 100 }),
  ]);
  return {
    tokens: { ...tokens, refreshToken },
    organization,
    accountCount: accounts.items.length + accounts.unreadable.length,
  };
}

async function store(context: Context, attempt: Attempt, grant: Grant): Promise<AuthorizationOutcome> {
  const { companyId, connectionId } = attempt;
  const { organizationId, organizationName } = grant.organization;
  const now = context.clock.now();

  const outcome = await inCompany(context.db, companyId, async (tx): Promise<AuthorizationOutcome> => {
    const connection = await lockLiveConnection(tx, companyId);
    if (connection?.connectionId !== connectionId) return { outcome: 'expired_or_used' };
    if (connection.organizationId !== null && connection.organizationId !== organizationId) {
      const accounts = await listBankAccounts(tx, companyId);
      return {
        outcome: 'other_organization',
        currentOrganizationName: connection.organizationName,
        newOrganizationName: organizationName ?? null,
        accountsThatWouldStop: accounts.filter(({ isShared }) => isShared).map(accountName),
      };
    }
    await saveConnectionToken(tx, sealTokens(context, connectionId, grant.tokens));
    await linkConnection(tx, connection, {
      organizationId,
      organizationName: organizationName ?? null,
      scope: grant.tokens.scope.join(' '),
      at: now,
    });
    await closeAuthorizationAttempt(tx, { ...attempt, outcome: 'connected' });
    await recordAudit(tx, context, {
      action: 'connection.connect',
      subject: { type: 'connection', id: connectionId },
      facts: { organizationId, accountCount: String(grant.accountCount) },
    });
    return { outcome: 'connected' };
  });
  if (outcome.outcome !== 'connected') await giveBack(context, grant);
  return outcome;
}

function accountName({ description, reference }: { description: string | null; reference: string }): string {
  const iban = parseIban(reference);
  return [description, iban ? formatIban(iban) : reference].filter((part) => part !== null).join(' ');
}

/** A grant that is not kept is ended at Ponto; when that fails it is unused and harmless. */
async function giveBack(context: Context, { tokens }: Grant): Promise<void> {
  await context.ponto.oauth.revoke({ refreshToken: tokens.refreshToken }).catch((error: unknown) => {
    context.log.warn('unused grant not revoked', { message: error instanceof Error ? error.message : 'unknown' });
  });
}

async function noteFailure(context: Context, attempt: Attempt, outcome: string): Promise<void> {
  await inCompany(context.db, context.companyId, async (tx) => {
    await closeAuthorizationAttempt(tx, { ...attempt, outcome });
    await recordAudit(tx, context, {
      action: 'connection.authorization-failed',
      subject: { type: 'connection', id: attempt.connectionId },
      facts: { outcome },
    });
  });
}
