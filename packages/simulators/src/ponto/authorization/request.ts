import type { PontoState } from '../state.ts';

export const knownScopes = ['ai', 'pi', 'name', 'offline_access'] as const;
export type Scope = (typeof knownScopes)[number];

export type AuthorizationRequest = Readonly<{
  redirectUri: string;
  state: string;
  scopes: readonly Scope[];
  codeChallenge: string | null;
}>;

/**
 * What the browser brought. `page`: the request cannot be trusted with a redirect, so the user sees an error.
 * `redirect`: the application is told, as RFC 6749 has it.
 */
export type ReadRequest =
  | Readonly<{ outcome: 'valid'; request: AuthorizationRequest }>
  | Readonly<{ outcome: 'page'; problem: 'unknownClient' | 'unknownRedirect' }>
  | Readonly<{ outcome: 'redirect'; location: string }>;

export function readRequest(
  query: URLSearchParams,
  { state: { client, settings }, redirectUris }: { state: PontoState; redirectUris: readonly string[] },
): ReadRequest {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== client.id) return { outcome: 'page', problem: 'unknownClient' };
  if (!redirectUris.includes(redirectUri)) return { outcome: 'page', problem: 'unknownRedirect' };

  const state = query.get('state') ?? '';
  const refuse = (error: string, description: string): ReadRequest => ({
    outcome: 'redirect',
    location: returnLocation(redirectUri, { error, error_description: description, state }),
  });

  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type', 'Only "code" is supported.');
  if (state.length < 8) return refuse('invalid_state', 'The state must have at least 8 characters.');
  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every(isScope)) return refuse('invalid_scope', 'The scope is unknown or missing.');
  const codeChallenge = query.get('code_challenge');
  if (codeChallenge === null && settings.pkceRequired) {
    return refuse('invalid_request', 'A PKCE challenge is required.');
  }
  if (codeChallenge === null) return { outcome: 'valid', request: { redirectUri, state, scopes, codeChallenge } };
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) {
    return refuse('invalid_request', 'A PKCE challenge must have the method S256.');
  }
  return { outcome: 'valid', request: { redirectUri, state, scopes, codeChallenge } };
}

/** Adds parameters to an address that may have some already. */
export function returnLocation(redirectUri: string, parameters: Record<string, string>): string {
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
  return location.href;
}

function isScope(scope: string): scope is Scope {
  return (knownScopes as readonly string[]).includes(scope);
}
