import { createHash } from 'node:crypto';
import { lockLiveConnection, inCompany, insertAuthorizationAttempt } from '@onfact-ponto/db';
import type { PontoScope } from '@onfact-ponto/ponto-client';
import type { Actor, Context } from '../context.ts';
import { ApplicationError } from '../errors.ts';
import { endAuthorization } from '../jobs/definitions.ts';
import { assertMayManage } from './assert-may-manage.ts';
import { moveConnection } from './move-connection.ts';

const lifetimeMs = 10 * 60_000;
/** How long a new link waits for a person; the job `end-authorization` comes after both. */
export const decideWithinMs = 10 * 60_000;
const scope: readonly PontoScope[] = ['offline_access', 'ai', 'pi', 'name'];

/**
 * Begins a trip to Ponto. State and PKCE verifier are bound to company and session, live ten minutes and serve once.
 * @returns where to send the browser
 */
export async function startAuthorization(
  context: Context,
  input: { language: 'nl' | 'fr' | 'en' },
): Promise<{ redirectUrl: string; expiresAt: Date }> {
  assertMayManage(context.actor);
  const { companyId, clock, ponto } = context;
  const state = Buffer.from(context.random.bytes(32)).toString('base64url');
  const { codeVerifier, codeChallenge } = await ponto.oauth.createPkce();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs);

  await inCompany(context.db, companyId, async (tx) => {
    const connection = await lockLiveConnection(tx, companyId);
    if (!connection) throw new ApplicationError('connection_not_found');
    await moveConnection(tx, context, connection, 'authorization_started');
    const authorizationAttemptId = await insertAuthorizationAttempt(tx, {
      companyId,
      connectionId: connection.connectionId,
      stateHash: hashOfState(state),
      sessionHash: hashOfSession(context.actor),
      codeVerifierEnvelope: context.cipher.seal(codeVerifier, verifierBelongsTo(companyId, connection.connectionId)),
      createdAt,
      expiresAt,
    });
    const { connectionId } = connection;
    await context.jobs.enqueue(tx, endAuthorization, { companyId, connectionId, authorizationAttemptId });
  });
  const url = ponto.oauth.authorizationUrl({ state, codeChallenge, scope, language: input.language });
  return { redirectUrl: url.href, expiresAt };
}

/** Only hashes are stored: a leaked table cannot finish somebody's authorization. */
export function hashOfState(state: string): string {
  return createHash('sha256').update(state).digest('base64url');
}

/** The trip belongs to one session of one user, so a return in another browser is refused. */
export function hashOfSession(actor: Actor): string {
  if (actor.type !== 'user') throw new ApplicationError('user_required');
  return createHash('sha256').update(`${actor.userId} ${actor.sessionId}`).digest('base64url');
}

export function verifierBelongsTo(companyId: string, connectionId: string): readonly string[] {
  return ['code-verifier', companyId, connectionId];
}
