import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unobserved } from './calls.ts';
import { createOAuth } from './oauth.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';
import type { WireResponse } from './transport.ts';

const now = new Date('2026-11-20T07:01:13Z');
const granted = {
  access_token: 'access-1',
  expires_in: 1799,
  refresh_token: 'refresh-2',
  scope: 'offline_access ai',
  token_type: 'bearer',
};

describe('the authorization address', () => {
  it('carries everything that Ponto needs, and the challenge instead of the verifier', async () => {
    const { oauth } = given(granted);
    const { codeVerifier, codeChallenge } = await oauth.createPkce();
    const scope = ['offline_access', 'ai', 'pi', 'name'] as const;
    const url = oauth.authorizationUrl({ state: 'state-of-this-browser', codeChallenge, scope, language: 'nl' });

    expect(url.origin + url.pathname).toBe('https://authorization.example.test/oauth2/auth');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      redirect_uri: 'https://example.test/ponto/return',
      response_type: 'code',
      scope: 'offline_access ai pi name',
      state: 'state-of-this-browser',
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      language: 'nl',
    });
    expect(codeVerifier).toMatch(/^[\w-]{43}$/);
  });
});

describe('tokens', () => {
  it('are asked for with the secret as it is, in the header only', async () => {
    const { oauth, requests } = given(granted);
    await oauth.exchangeCode({ code: 'code-1', codeVerifier: 'verifier-1' });

    expect(requests[0]).toMatchObject({ method: 'POST', target: '/ponto-connect/oauth2/token' });
    expect(requests[0]?.headers.authorization).toBe(`Basic ${btoa('client-1:s-e.c_r~e!t')}`);
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: 'https://example.test/ponto/return',
      code_verifier: 'verifier-1',
      client_id: 'client-1',
    });
  });

  it('expire by what the answer says, counted from before the request', async () => {
    const { oauth } = given(granted);
    expect(await oauth.refresh({ refreshToken: 'refresh-1' })).toEqual({
      accessToken: 'access-1',
      expiresAt: new Date(now.getTime() + 1_799_000),
      refreshToken: 'refresh-2',
      scope: ['offline_access', 'ai'],
    });
  });

  it('of the application have no refresh token and an empty scope', async () => {
    const { oauth } = given({ ...granted, scope: '', refresh_token: null });
    expect(await oauth.clientCredentials()).toMatchObject({ refreshToken: undefined, scope: [] });
  });

  it.each([
    ['no access token', { ...granted, access_token: undefined }],
    ['an empty access token', { ...granted, access_token: '' }],
    ['another kind of token', { ...granted, token_type: 'mac' }],
    ['no lifetime', { ...granted, expires_in: undefined }],
    ['a lifetime of nothing', { ...granted, expires_in: 0 }],
    ['a list', []],
  ])('that come with %s are refused', async (_what, body) => {
    await expect(given(body).oauth.clientCredentials()).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE' });
  });
});

describe('a refusal', () => {
  it.each<[number, object | string, string | undefined, unknown]>([
    [400, { error: 'invalid_grant', error_description: 'used before' }, 'invalid_grant', 'ask-user'],
    [401, { error: 'token_inactive' }, 'token_inactive', 'ask-user'],
    [401, { error: 'invalid_client' }, 'invalid_client', 'never'],
    [400, { errors: [{ code: 'authorizationCodeInvalid', detail: '' }] }, 'authorizationCodeInvalid', 'never'],
    [429, { error: 'slow_down' }, 'slow_down', 'back-off'],
    [500, { error: 'invalid_grant' }, 'invalid_grant', 'back-off'],
    [502, '<html>bad gateway</html>', undefined, 'back-off'],
    [400, '', undefined, 'never'],
  ])('with %i %j is named, and a passing trouble is no revocation', async (status, body, error, retryAdvice) => {
    await expect(given(body, { status }).oauth.refresh({ refreshToken: 'refresh-1' })).rejects.toMatchObject({
      code: 'PONTO_OAUTH',
      status,
      error,
      retryAdvice,
      requestId: 'request-1',
    });
  });

  it('never shows the tokens of the request', async () => {
    const refused = given({ error: 'invalid_grant' }, { status: 400 }).oauth.refresh({ refreshToken: 'refresh-1' });
    const error: unknown = await refused.catch((caught: unknown) => caught);
    expect(JSON.stringify(error) + String(error)).not.toContain('refresh-1');
  });
});

describe('revoking', () => {
  it('takes an empty answer for a yes', async () => {
    const { oauth, requests } = given('');
    await oauth.revoke({ refreshToken: 'refresh-1' });
    expect(requests[0]).toMatchObject({ target: '/ponto-connect/oauth2/revoke' });
    expect(new URLSearchParams(requests[0]?.body).get('token')).toBe('refresh-1');
  });

  it('fails loudly when Ponto refuses', async () => {
    await expect(given({}, { status: 401 }).oauth.revoke({ refreshToken: 'refresh-1' })).rejects.toMatchObject({
      code: 'PONTO_OAUTH',
    });
  });
});

function given(body: object | string, answer: Partial<WireResponse> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const { transport, requests } = scriptedTransport({ ...answer, body: text });
  const oauth = createOAuth({
    clientId: 'client-1',
    redirectUri: 'https://example.test/ponto/return',
    authorizationEndpoint: new URL('https://authorization.example.test/oauth2/auth'),
    tokenOrigin: new URL('https://api.example.test'),
    run: (task) => task({ clientSecret: 's-e.c_r~e!t', transport }),
    observe: unobserved,
    clock: { now: () => now },
    random: { bytes: (count) => new Uint8Array(count).fill(7) },
  });
  return { oauth, requests };
}
