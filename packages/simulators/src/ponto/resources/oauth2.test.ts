import { expect, it } from 'vitest';
import { basic, givenAccount, givenPonto, redirectUri, type GivenPonto } from '../testing/given-ponto.ts';

const exchange = (code: string | null, verifier: string) => ({
  grant_type: 'authorization_code',
  code: code ?? '',
  redirect_uri: redirectUri,
  code_verifier: verifier,
});
const refreshing = (token: string) => ({ grant_type: 'refresh_token', refresh_token: token });
const verifier = 'the-right-verifier-that-the-application-kept-for-itself';

async function givenCode(ponto: GivenPonto): Promise<string | null> {
  return (await ponto.consent({ accountIds: [givenAccount(ponto)], verifier })).get('code');
}

it('gives a pair of opaque tokens for a code', async () => {
  const ponto = await givenPonto();
  const { status, body } = await ponto.token(exchange(await givenCode(ponto), verifier));
  expect(status).toBe(200);
  expect(body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{43}\.[\w-]{43}$/),
    refresh_token: expect.stringMatching(/^[\w-]{43}\.[\w-]{43}$/),
    expires_in: 1_799,
    scope: 'ai name offline_access',
    token_type: 'bearer',
  });
});

it('refuses a code with the wrong verifier', async () => {
  const ponto = await givenPonto();
  const { status, body } = await ponto.token(exchange(await givenCode(ponto), 'another-verifier'));
  expect([status, body.error]).toEqual([400, 'invalid_grant']);
});

it('lets a code work once, and revokes what came of it when it is used again', async () => {
  const ponto = await givenPonto();
  const code = await givenCode(ponto);
  const first = await ponto.token(exchange(code, verifier));
  const second = await ponto.token(exchange(code, verifier));

  expect(second.body.error).toBe('invalid_grant');
  expect((await ponto.get('/userinfo', first.body.access_token)).status).toBe(401);
});

it('lets a code live for ten minutes', async () => {
  const ponto = await givenPonto();
  const code = await givenCode(ponto);
  ponto.world.advanceClock(600_000);
  expect((await ponto.token(exchange(code, verifier))).body.error).toBe('invalid_grant');
});

it('gives no refresh token without the scope offline_access', async () => {
  const ponto = await givenPonto();
  const { refreshToken } = await ponto.link([givenAccount(ponto)], 'ai');
  expect(refreshToken).toBeUndefined();
});

it('rotates the refresh token, and revokes the whole family when an old one comes back', async () => {
  const ponto = await givenPonto();
  const { refreshToken } = await ponto.link([givenAccount(ponto)]);
  const next = await ponto.token(refreshing(refreshToken));
  expect(next.body.refresh_token).not.toBe(refreshToken);

  expect((await ponto.token(refreshing(refreshToken))).body.error).toBe('invalid_grant');
  expect((await ponto.token(refreshing(next.body.refresh_token))).body.error).toBe('invalid_grant');
  expect((await ponto.get('/userinfo', next.body.access_token)).status).toBe(401);
});

it('forgives a reuse within the grace period, when there is one', async () => {
  const ponto = await givenPonto();
  ponto.world.configure({ refreshGraceSeconds: 30 });
  const { refreshToken } = await ponto.link([givenAccount(ponto)]);
  await ponto.token(refreshing(refreshToken));

  expect((await ponto.token(refreshing(refreshToken))).status).toBe(200);
  ponto.world.advanceClock(31_000);
  expect((await ponto.token(refreshing(refreshToken))).body.error).toBe('invalid_grant');
});

it('can rotate the refresh token and lose the answer', async () => {
  const ponto = await givenPonto();
  const { refreshToken } = await ponto.link([givenAccount(ponto)]);
  ponto.world.loseNextRefreshResponse();

  await expect(ponto.token(refreshing(refreshToken))).rejects.toThrow();
  expect((await ponto.token(refreshing(refreshToken))).body.error).toBe('invalid_grant');
});

it('lets an access token expire by the clock', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  expect((await ponto.get('/accounts', accessToken)).status).toBe(200);
  ponto.world.advanceClock(1_799_000);

  const { status, body } = await ponto.get('/accounts', accessToken);
  expect([status, body.errors[0].code]).toEqual([401, 'credentialsInvalid']);
});

it('gives the application itself a token without scope, which reads no account', async () => {
  const ponto = await givenPonto();
  const { body } = await ponto.token({ grant_type: 'client_credentials' });
  expect(body).toMatchObject({ scope: '', token_type: 'bearer' });
  expect(body.refresh_token).toBeUndefined();
  expect((await ponto.get('/accounts', body.access_token)).status).toBe(403);
  expect((await ponto.get('/integration-accounts', body.access_token)).status).toBe(200);
});

it('accepts the parameters as JSON, as the Elixir client sends them', async () => {
  const ponto = await givenPonto();
  const { status } = await ponto.call('/oauth2/token', {
    method: 'POST',
    headers: { authorization: basic(ponto.endpoints), 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: ponto.endpoints.clientId }),
  });
  expect(status).toBe(200);
});

it('refuses a wrong secret, in the shape of OAuth and with a request id', async () => {
  const ponto = await givenPonto();
  const { status, body, headers } = await ponto.call('/oauth2/token', {
    method: 'POST',
    headers: { authorization: basic({ ...ponto.endpoints, clientSecret: 'wrong' }) },
    body: 'grant_type=client_credentials',
  });
  expect([status, body.error]).toEqual([401, 'invalid_client']);
  expect(headers['ibanity-request-id']).toBeTruthy();
});

it('ends the integration when a token is revoked', async () => {
  const ponto = await givenPonto();
  const { accessToken, refreshToken } = await ponto.link([givenAccount(ponto)]);
  const revoked = await ponto.call('/oauth2/revoke', {
    method: 'POST',
    headers: { authorization: basic(ponto.endpoints), 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${refreshToken}`,
  });

  expect([revoked.status, revoked.text]).toEqual([200, '']);
  expect((await ponto.get('/userinfo', accessToken)).status).toBe(401);
  expect(ponto.world.organizations()[0]?.integration).toBeNull();
});

it('ends the integration by organization, when the application lost its tokens', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  const organizationId = (await ponto.get('/userinfo', accessToken)).body.sub;
  const { body: client } = await ponto.token({ grant_type: 'client_credentials' });

  const { status, body } = await ponto.call(`/organizations/${organizationId}/integration`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${client.access_token}` },
  });
  expect(status).toBe(200);
  expect(body.data.relationships.organization.data.id).toBe(organizationId);
  expect((await ponto.get('/accounts', accessToken)).status).toBe(401);
});

it('refuses a used refresh token without more, where it is told to', async () => {
  const ponto = await givenPonto();
  ponto.world.configure({ refreshReuse: 'refuses' });
  const { refreshToken } = await ponto.link([givenAccount(ponto)]);
  const { body } = await ponto.token(refreshing(refreshToken));
  expect((await ponto.token(refreshing(refreshToken))).body.error).toBe('invalid_grant');
  expect((await ponto.get('/userinfo', body.access_token)).status).toBe(200);
});

it('knows neither tokens nor secrets from before they were changed', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  ponto.world.expireAccessTokens();
  expect((await ponto.get('/userinfo', accessToken)).status).toBe(401);
  ponto.world.rotateClientSecret();
  expect((await ponto.token({ grant_type: 'client_credentials' })).body.error).toBe('invalid_client');
});

it('sends a customer back with an error of any name, once', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  ponto.world.failNextConsent('temporarily_unavailable');
  expect((await ponto.consent({ accountIds: [account] })).get('error')).toBe('temporarily_unavailable');
  expect((await ponto.consent({ accountIds: [account] })).get('code')).not.toBeNull();
});

it('can insist on a PKCE challenge', async () => {
  const ponto = await givenPonto();
  const url = new URL(ponto.authorizationUrl());
  url.searchParams.delete('code_challenge');
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(200);
  ponto.world.configure({ pkceRequired: true });
  const refused = await fetch(url, { redirect: 'manual' });
  expect(new URL(refused.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request');
});
