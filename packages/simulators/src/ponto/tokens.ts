import { createHash } from 'node:crypto';
import type { PontoSimulation } from './simulation.ts';
import type { Organization } from './state.ts';

/** What a valid access token lets its bearer do. */
export type Bearer =
  Readonly<{ kind: 'client' }> | Readonly<{ kind: 'customer'; organization: Organization; scope: ReadonlySet<string> }>;

export type TokenAnswer = {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  scope: string;
  token_type: 'bearer';
};

/** Why a grant is refused, in the words of OAuth 2. */
export class InvalidGrantError extends Error {
  override readonly name = 'InvalidGrantError';
}

const codeSeconds = 600;

/** The user consented. The code works once, for ten minutes. */
export function issueCode(
  simulation: PontoSimulation,
  grant: { organizationId: string; redirectUri: string; scope: string; codeChallenge: string | null },
): string {
  const code = opaqueToken(simulation);
  simulation.state.authorizationCodes[code] = {
    ...grant,
    expiresAt: inSeconds(simulation, codeSeconds),
    familyId: null,
  };
  simulation.changed();
  return code;
}

/** @throws InvalidGrantError */
export function exchangeCode(
  simulation: PontoSimulation,
  { code, redirectUri, codeVerifier }: { code: string; redirectUri: string; codeVerifier: string | undefined },
): TokenAnswer {
  const { state } = simulation;
  const granted = state.authorizationCodes[code];
  if (!granted) throw new InvalidGrantError('The authorization code is unknown.');
  if (granted.familyId !== null) {
    revokeFamily(simulation, granted.familyId);
    throw new InvalidGrantError('The authorization code has already been used.');
  }
  if (isPast(simulation, granted.expiresAt)) throw new InvalidGrantError('The authorization code has expired.');
  if (granted.redirectUri !== redirectUri) throw new InvalidGrantError('The "redirect_uri" is not the one asked for.');
  if (granted.codeChallenge !== null && challengeOf(codeVerifier ?? '') !== granted.codeChallenge) {
    throw new InvalidGrantError('The PKCE code challenge did not match the code verifier.');
  }

  granted.familyId = simulation.ids.uuid();
  state.tokenFamilies[granted.familyId] = {
    organizationId: granted.organizationId,
    scope: granted.scope,
    revoked: false,
  };
  return issuePair(simulation, granted.familyId, granted.scope);
}

/**
 * Gives a new pair and lets the old refresh token die. A dead one that comes back within the grace period works; later
 * it is refused and, where the settings say so, revokes all tokens of the authorization.
 * @throws InvalidGrantError
 */
export function refresh(simulation: PontoSimulation, token: string): TokenAnswer {
  const { state } = simulation;
  const known = state.refreshTokens[token];
  const family = known && state.tokenFamilies[known.familyId];
  if (!known || !family || family.revoked) throw new InvalidGrantError('The refresh token is unknown or revoked.');

  if (known.usedAt !== null && !withinGrace(simulation, known.usedAt)) {
    if (state.settings.refreshReuse === 'revokes-family') revokeFamily(simulation, known.familyId);
    throw new InvalidGrantError('The refresh token has already been used.');
  }
  known.usedAt ??= simulation.clock.now().toISOString();
  return issuePair(simulation, known.familyId, family.scope);
}

/** A token of the application itself, without scope and without refresh token. */
export function clientToken(simulation: PontoSimulation): TokenAnswer {
  return { ...issueAccessToken(simulation, null), scope: '' };
}

/** The family of an access or refresh token that is known, revoked or not. */
export function familyIdOf({ state }: PontoSimulation, token: string): string | undefined {
  return state.refreshTokens[token]?.familyId ?? state.accessTokens[token]?.familyId ?? undefined;
}

export function revokeTokensOf(simulation: PontoSimulation, organizationId: string): void {
  for (const family of Object.values(simulation.state.tokenFamilies)) {
    if (family.organizationId === organizationId) family.revoked = true;
  }
  simulation.changed();
}

/** Who presents this access token; undefined when it is unknown, expired or revoked. */
export function bearerOf({ state, clock }: PontoSimulation, token: string): Bearer | undefined {
  const known = state.accessTokens[token];
  if (!known || known.expiresAt <= clock.now().toISOString()) return undefined;
  if (known.familyId === null) return { kind: 'client' };

  const family = state.tokenFamilies[known.familyId];
  if (!family || family.revoked) return undefined;
  const organization = state.organizations.find(({ id }) => id === family.organizationId);
  return organization && { kind: 'customer', organization, scope: new Set(family.scope.split(' ')) };
}

function issuePair(simulation: PontoSimulation, familyId: string, scope: string): TokenAnswer {
  const { access_token, expires_in, token_type } = issueAccessToken(simulation, familyId);
  if (!scope.split(' ').includes('offline_access')) return { access_token, expires_in, scope, token_type };

  const refresh_token = opaqueToken(simulation);
  simulation.state.refreshTokens[refresh_token] = { familyId, usedAt: null };
  return { access_token, expires_in, refresh_token, scope, token_type };
}

function issueAccessToken(
  simulation: PontoSimulation,
  familyId: string | null,
): Pick<TokenAnswer, 'access_token' | 'expires_in' | 'token_type'> {
  const { state } = simulation;
  for (const [token, { expiresAt }] of Object.entries(state.accessTokens)) {
    if (isPast(simulation, expiresAt)) Reflect.deleteProperty(state.accessTokens, token);
  }
  const access_token = opaqueToken(simulation);
  const expires_in = state.settings.accessTokenSeconds;
  state.accessTokens[access_token] = { familyId, expiresAt: inSeconds(simulation, expires_in) };
  simulation.changed();
  return { access_token, expires_in, token_type: 'bearer' };
}

function revokeFamily(simulation: PontoSimulation, familyId: string): void {
  const family = simulation.state.tokenFamilies[familyId];
  if (family) family.revoked = true;
  simulation.changed();
}

function withinGrace({ state, clock }: PontoSimulation, usedAt: string): boolean {
  return clock.now().getTime() - Date.parse(usedAt) < state.settings.refreshGraceSeconds * 1_000;
}

function isPast({ clock }: PontoSimulation, moment: string): boolean {
  return moment <= clock.now().toISOString();
}

function inSeconds({ clock }: PontoSimulation, seconds: number): string {
  return new Date(clock.now().getTime() + seconds * 1_000).toISOString();
}

/** Two parts of 43 characters, as the real ones look. */
function opaqueToken({ ids }: PontoSimulation): string {
  return `${ids.opaque(43)}.${ids.opaque(43)}`;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
