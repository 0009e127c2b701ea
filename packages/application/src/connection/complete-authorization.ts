import {
  asAuthorizationState,
  closeAuthorizationAttempt,
  findAuthorizationAttempt,
  holdGrant,
  inCompany,
  listBankAccounts,
  lockLiveConnection,
  useAuthorizationAttempt,
} from '@onfact-ponto/db';
import type { Connection, Transaction } from '@onfact-ponto/db';
import { formatIban, parseIban } from '@onfact-ponto/primitives';
import { PontoError, PontoOAuthError } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { callsOf } from '../support/call-log.ts';
import { findAccountsLinkedElsewhere } from './accounts-linked-elsewhere.ts';
import type { AccountElsewhere } from './accounts-linked-elsewhere.ts';
import { assertMayManage } from './assert-may-manage.ts';
import { giveBack, sealGrant } from './grant.ts';
import type { Grant } from './grant.ts';
import { linkConnection } from './link-connection.ts';
import { moveConnection } from './move-connection.ts';
import { factsOfOrganization } from './read-organization.ts';
import { decideWithinMs, hashOfSession, hashOfState, verifierBelongsTo } from './start-authorization.ts';

/** How the return from Ponto ended. Everything but `connected` leaves the connection as it was. */
export type AuthorizationOutcome =
  | { outcome: 'connected' | 'cancelled' | 'expired_or_used' | 'foreign' }
  | { outcome: 'no_account_shared' | 'ponto_unavailable' | 'refused' }
  | HeldOutcome;

/** The new link waits a few minutes for a person (`decideAuthorization`). */
type HeldOutcome =
  | {
      outcome: 'other_organization';
      authorizationAttemptId: string;
      currentOrganizationName: string | null;
      newOrganizationName: string | null;
      accountsThatWouldStop: string[];
    }
  | { outcome: 'linked_elsewhere'; authorizationAttemptId: string; accounts: readonly AccountElsewhere[] };

type Attempt = NonNullable<Awaited<ReturnType<typeof findAuthorizationAttempt>>>;
type NewLink = { grant: Grant; elsewhere: readonly AccountElsewhere[] };

/**
 * Ends a trip to Ponto: checks that it is ours, uses it up, asks Ponto for the tokens, and stores them with the
 * organization in one transaction that also makes the first pull due. Until then the link of before stays as it is.
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
  if (outcome.outcome !== 'connected') await noteEnd(context, attempt, outcome.outcome);
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
    const link = await callsOf(attempt, () => askForGrant(context, attempt, code));
    if (!link) return { outcome: 'refused' };
    if (link.grant.accountCount === 0) {
      await giveBack(context, link.grant);
      return { outcome: 'no_account_shared' };
    }
    return await store(context, attempt, link);
  } catch (failure) {
    if (!(failure instanceof PontoError)) throw failure;
    context.log.warn('authorization not completed', { code: failure.code, message: failure.message });
    const isRefusal = failure instanceof PontoOAuthError && failure.status < 500;
    return { outcome: isRefusal ? 'refused' : 'ponto_unavailable' };
  }
}

async function askForGrant(context: Context, attempt: Attempt, code: string): Promise<NewLink | undefined> {
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
    grant: {
      tokens: { ...tokens, refreshToken },
      organizationId: organization.organizationId,
      organizationName: organization.organizationName ?? null,
      accountCount: accounts.items.length + accounts.unreadable.length,
      facts: factsOfOrganization(organization),
    },
    elsewhere: await findAccountsLinkedElsewhere(context, accounts.items),
  };
}

async function store(context: Context, attempt: Attempt, link: NewLink): Promise<AuthorizationOutcome> {
  const { companyId, connectionId } = attempt;
  const outcome = await inCompany(context.db, companyId, async (tx): Promise<AuthorizationOutcome> => {
    const connection = await lockLiveConnection(tx, companyId);
    if (connection?.connectionId !== connectionId) return { outcome: 'expired_or_used' };
    const question = await questionAbout(tx, connection, attempt, link);
    if (question) {
      await holdGrant(tx, attempt, {
        heldGrantEnvelope: sealGrant(context, attempt, link.grant),
        heldUntil: new Date(context.clock.now().getTime() + decideWithinMs),
      });
      return question;
    }
    await linkConnection(tx, context, connection, link.grant);
    await closeAuthorizationAttempt(tx, { ...attempt, outcome: 'connected' });
    return { outcome: 'connected' };
  });
  if (outcome.outcome === 'expired_or_used') await giveBack(context, link.grant);
  return outcome;
}

/** What only a person can decide: other books at Ponto than before, or an account that somebody else links too. */
async function questionAbout(
  tx: Transaction,
  connection: Connection,
  { authorizationAttemptId }: Attempt,
  { grant, elsewhere }: NewLink,
): Promise<HeldOutcome | undefined> {
  if (connection.organizationId !== null && connection.organizationId !== grant.organizationId) {
    const accounts = await listBankAccounts(tx, connection.companyId);
    return {
      outcome: 'other_organization',
      authorizationAttemptId,
      currentOrganizationName: connection.organizationName,
      newOrganizationName: grant.organizationName,
      accountsThatWouldStop: accounts.filter(({ isShared }) => isShared).map(accountName),
    };
  }
  return elsewhere.length > 0
    ? { outcome: 'linked_elsewhere', authorizationAttemptId, accounts: elsewhere }
    : undefined;
}

function accountName({ description, reference }: { description: string | null; reference: string }): string {
  const iban = parseIban(reference);
  return [description, iban ? formatIban(iban) : reference].filter((part) => part !== null).join(' ');
}

async function noteEnd(context: Context, attempt: Attempt, outcome: string): Promise<void> {
  const { companyId, connectionId } = attempt;
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, companyId);
    if (connection?.connectionId === connectionId) {
      await moveConnection(tx, context, connection, 'authorization_ended', { reason: outcome });
    }
    await closeAuthorizationAttempt(tx, { ...attempt, outcome });
    await recordAudit(tx, context, {
      action: 'connection.authorization-failed',
      subject: { type: 'connection', id: connectionId },
      facts: { outcome },
    });
  });
}
