import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** Claims of the user who signs in next, as onFact would name them. */
export type UserClaims = Readonly<{
  sub: string;
  email: string;
  name: string;
  locale?: string;
  support?: boolean;
  companies?: readonly { uuid: string; name: string; vat?: string; role: string }[];
}>;

export type OpenIdProvider = Readonly<{
  issuer: string;
  /** Goes to the authorization address as a browser would, and comes back with the address to return to. */
  consent(authorizationUrl: string, user: UserClaims, faults?: Faults): string;
  /** Secrets that went through it, to look for afterwards. */
  issued: string[];
  close(): void;
}>;

type Faults = { nonce?: string; idTokenClaims?: object; signWithOtherKey?: boolean };
type Grant = {
  user: UserClaims;
  challenge: string;
  nonce: string;
  clientId: string;
  redirectUri: string;
  faults: Faults;
};

/** The smallest OpenID provider that a sign-in can be tried against: one key, codes that serve once, PKCE checked. */
export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const issued: string[] = [];
  const origin = { value: '' };

  const app = new Hono()
    .get('/.well-known/openid-configuration', (c) =>
      c.json({
        issuer: origin.value,
        authorization_endpoint: `${origin.value}/authorize`,
        token_endpoint: `${origin.value}/token`,
        userinfo_endpoint: `${origin.value}/userinfo`,
        jwks_uri: `${origin.value}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      }),
    )
    .get('/keys', (c) =>
      c.json({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] }),
    )
    .post('/token', async (c) => {
      const form = new URLSearchParams(await c.req.text());
      const grant = grants.get(form.get('code') ?? '');
      grants.delete(form.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isRight = grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri');
      if (!isRight || form.get('client_secret') !== 'onfact-client-secret')
        return c.json({ error: 'invalid_grant' }, 400);

      const { privateKey } = grant.faults.signWithOtherKey ? otherKey : key;
      const answer = {
        token_type: 'Bearer',
        expires_in: 3600,
        access_token: randomBytes(24).toString('hex'),
        refresh_token: randomBytes(24).toString('hex'),
        id_token: signJwt(privateKey, {
          iss: origin.value,
          aud: grant.clientId,
          iat: nowSeconds(),
          exp: nowSeconds() + 300,
          email_verified: true,
          ...grant.user,
          nonce: grant.faults.nonce ?? grant.nonce,
          ...grant.faults.idTokenClaims,
        }),
      };
      issued.push(answer.access_token, answer.refresh_token, answer.id_token);
      return c.json(answer);
    });

  const server = serve({ fetch: app.fetch, port: 0, hostname: 'localhost' });
  await new Promise((resolve) => server.once('listening', resolve));
  origin.value = `http://localhost:${(server.address() as AddressInfo).port}`;

  return {
    issuer: origin.value,
    issued,
    consent(authorizationUrl, user, faults = {}) {
      const { searchParams } = new URL(authorizationUrl);
      const ask = (name: string) => searchParams.get(name) ?? '';
      const code = randomBytes(16).toString('hex');
      grants.set(code, {
        user,
        faults,
        challenge: ask('code_challenge'),
        nonce: ask('nonce'),
        clientId: ask('client_id'),
        redirectUri: ask('redirect_uri'),
      });
      return `${ask('redirect_uri')}?${new URLSearchParams({ code, state: ask('state') }).toString()}`;
    },
    close: () => void server.close(),
  };
}

function signJwt(privateKey: Parameters<ReturnType<typeof createSign>['sign']>[0], claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

/** The sign-in library checks tokens against the system's clock. */
function nowSeconds(): number {
  return Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000);
}
