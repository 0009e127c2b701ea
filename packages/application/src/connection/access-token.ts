import {
  findConnectionToken,
  inCompany,
  lockConnectionToken,
  lockLiveConnection,
  saveConnectionToken,
} from '@onfact-ponto/db';
import { PontoApiError, PontoNetworkError, PontoOAuthError, PontoTimeoutError } from '@onfact-ponto/ponto-client';
import type { PontoTokens } from '@onfact-ponto/ponto-client';
import { recordAudit } from '../audit.ts';
import type { Context } from '../context.ts';
import { callsOf } from '../support/call-log.ts';
import { stateAfter } from './connection-state.ts';
import { moveConnection } from './move-connection.ts';

type ConnectionToken = NonNullable<Awaited<ReturnType<typeof findConnectionToken>>>;

/** The grant of this connection is dead: a person must link again. The connection says so already. */
export class GrantLostError extends Error {
  override readonly name = 'GrantLostError';
}

/** A token this near to its end is renewed first, so that it cannot die between two pages. */
const renewBeforeMs = 60_000;

/**
 * Makes a call to Ponto with a valid access token. When Ponto refuses it all the same: one refresh, one retry.
 * @throws GrantLostError the connection needs a person
 */
export async function withAccessToken<Result>(
  context: Context,
  connectionId: string,
  call: (accessToken: string) => Promise<Result>,
): Promise<Result> {
  return callsOf({ companyId: context.companyId, connectionId }, () => callWithToken(context, connectionId, call));
}

async function callWithToken<Result>(
  context: Context,
  connectionId: string,
  call: (accessToken: string) => Promise<Result>,
): Promise<Result> {
  const token = await validAccessToken(context, connectionId);
  try {
    return await call(token);
  } catch (error) {
    if (!isRefusedToken(error)) throw error;
  }
  const renewed = await refresh(context, connectionId, token);
  try {
    return await call(renewed);
  } catch (error) {
    if (!isRefusedToken(error)) throw error;
    await markGrantLost(context, connectionId, {
      accessToken: renewed,
      reason: 'token_refused',
      providerRequestId: error.requestId,
    });
    throw new GrantLostError('Ponto refuses a token that it just issued', { cause: error });
  }
}

/** The two tokens as they are stored: sealed, and bound to this connection. */
export function sealTokens(
  context: Context,
  connectionId: string,
  tokens: PontoTokens & { refreshToken: string },
): ConnectionToken {
  const { companyId, cipher, clock } = context;
  return {
    companyId,
    connectionId,
    accessTokenEnvelope: cipher.seal(tokens.accessToken, belongsTo('access-token', companyId, connectionId)),
    refreshTokenEnvelope: cipher.seal(tokens.refreshToken, belongsTo('refresh-token', companyId, connectionId)),
    accessExpiresAt: tokens.expiresAt,
    updatedAt: clock.now(),
  };
}

async function validAccessToken(context: Context, connectionId: string): Promise<string> {
  const stored = await inCompany(context.db, context.companyId, (tx) =>
    findConnectionToken(tx, context.companyId, connectionId),
  );
  if (!stored) throw new GrantLostError('No tokens are stored');
  return isFresh(context, stored) ? openAccessToken(context, stored) : refresh(context, connectionId, undefined);
}

/**
 * Renews the pair under the lock of its row, so that over all processes one refresh is in flight. This is the one
 * place where a transaction waits for the network: the old refresh token dies with the answer, and the new one must
 * be stored before anybody else looks. The call is bounded by the client's time limits.
 * @param refused the access token that Ponto just refused: somebody else may have replaced it since
 */
async function refresh(context: Context, connectionId: string, refused: string | undefined): Promise<string> {
  const result = await inCompany(context.db, context.companyId, async (tx) => {
    const stored = await lockConnectionToken(tx, context.companyId, connectionId);
    if (!stored) throw new GrantLostError('No tokens are stored');
    const current = openAccessToken(context, stored);
    if (current !== refused && isFresh(context, stored)) return { accessToken: current };

    const answer = await requestRefresh(context, stored);
    if ('lost' in answer) return { ...answer, accessToken: current };
    await context.crashPoint('token.received');
    await saveConnectionToken(tx, sealTokens(context, connectionId, answer.tokens));
    return { accessToken: answer.tokens.accessToken };
  });
  if ('lost' in result) {
    await markGrantLost(context, connectionId, {
      accessToken: result.accessToken,
      reason: result.lost,
      providerRequestId: result.requestId,
    });
    throw new GrantLostError(`Ponto refused the refresh: ${result.lost}`);
  }
  return result.accessToken;
}

type RefreshAnswer =
  { tokens: PontoTokens & { refreshToken: string } } | { lost: string; requestId: string | undefined };

/**
 * A refresh whose answer was lost may have been done: it is tried once more with the same token, never again. A 5xx
 * or an unreachable Ponto is no revocation: the token is kept and the error goes to the caller, who comes back later.
 */
async function requestRefresh(context: Context, stored: ConnectionToken): Promise<RefreshAnswer> {
  const { companyId, connectionId } = stored;
  const refreshToken = context.cipher.open(
    stored.refreshTokenEnvelope,
    belongsTo('refresh-token', companyId, connectionId),
  );
  const attempt = () => context.ponto.oauth.refresh({ refreshToken });
  try {
    const tokens = await attempt().catch((error: unknown) => {
      if (error instanceof PontoTimeoutError || error instanceof PontoNetworkError) return attempt();
      throw error;
    });
    return { tokens: { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken } };
  } catch (error) {
    if (error instanceof PontoOAuthError && error.retryAdvice === 'ask-user') {
      return { lost: error.error ?? 'refused', requestId: error.requestId };
    }
    throw error;
  }
}

/**
 * Says that a person must link again, unless the pair was replaced or the connection ended meanwhile. On its own, so
 * that it takes its locks in the order of everybody else: the connection first.
 */
async function markGrantLost(
  context: Context,
  connectionId: string,
  { accessToken, ...evidence }: { accessToken: string; reason: string; providerRequestId: string | undefined },
): Promise<void> {
  const { companyId } = context;
  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, companyId);
    const stored = await findConnectionToken(tx, companyId, connectionId);
    if (connection?.connectionId !== connectionId || stateAfter(connection.state, 'grant_lost') === undefined) return;
    if (!stored || openAccessToken(context, stored) !== accessToken) return;

    /** Ponto deletes an organization that does not finish its onboarding in 72 hours, and our integration with it. */
    const isUnfinished = connection.onboardingComplete === false;
    await moveConnection(tx, context, connection, 'grant_lost', {
      ...evidence,
      ...(isUnfinished ? { reason: 'onboarding_not_finished' } : {}),
    });
    await recordAudit(tx, context, {
      action: 'connection.needs-reconnect',
      subject: { type: 'connection', id: connectionId },
      facts: { reason: evidence.reason },
    });
  });
}

function isRefusedToken(error: unknown): error is PontoApiError {
  return error instanceof PontoApiError && error.status === 401;
}

function isFresh(context: Context, { accessExpiresAt }: ConnectionToken): boolean {
  return accessExpiresAt.getTime() - context.clock.now().getTime() > renewBeforeMs;
}

function openAccessToken(context: Context, { companyId, connectionId, accessTokenEnvelope }: ConnectionToken): string {
  return context.cipher.open(accessTokenEnvelope, belongsTo('access-token', companyId, connectionId));
}

function belongsTo(purpose: 'access-token' | 'refresh-token', companyId: string, connectionId: string) {
  return [purpose, companyId, connectionId];
}
