import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPontoClient, type PontoClientOptions } from './client.ts';
import type { PontoCredentials } from './credentials.ts';
import type { SignatureOptions } from './http-signature.ts';
import { startTestPonto } from './testing/test-ponto.ts';

let ponto: Awaited<ReturnType<typeof startTestPonto>>;
beforeAll(async () => {
  ponto = await startTestPonto();
});
afterAll(() => ponto.server.close());

const userInfo = '{"sub":"organization-1","name":"Houtatelier"}';

describe('over mutual TLS', () => {
  it('a request arrives with its token, and the answer comes back', async () => {
    const seen: (string | undefined)[] = [];
    ponto.answerWith((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization, request.headers.accept);
      response.end(userInfo);
    });
    expect(await ponto.ask()).toMatchObject({ organizationId: 'organization-1' });
    expect(seen).toEqual(['GET', '/ponto-connect/userinfo', 'Bearer token', 'application/vnd.api+json']);
  });

  it('a signed request carries digest and signature, on the token endpoint too', async () => {
    const seen: unknown[] = [];
    ponto.answerWith((request, response) => {
      seen.push([request.url, request.headers.digest, request.headers.signature]);
      response.end('{"access_token":"a","token_type":"bearer","expires_in":1799,"scope":""}');
    });
    await ponto.withClient({ credentials: ponto.credentials({ signature: signature() }) }, (client) =>
      client.oauth.clientCredentials(),
    );
    expect(seen).toEqual([
      [
        '/ponto-connect/oauth2/token',
        expect.stringMatching(/^SHA-512=/),
        expect.stringContaining('headers="(request-target) host digest (created) authorization"'),
      ],
    ]);
  });

  it('a certificate of another authority gets no answer', async () => {
    ponto.answerWith((_request, response) => response.end(userInfo));
    await expect(
      ponto.ask({ credentials: ponto.credentials({ tls: ponto.server.strangerTls }) }),
    ).rejects.toMatchObject({
      code: 'PONTO_NETWORK',
    });
  });

  it('a server of another authority gets no token', async () => {
    let reached = false;
    ponto.answerWith(() => (reached = true));
    const { certificate, key } = ponto.server.tls;
    await expect(ponto.ask({ credentials: ponto.credentials({ tls: { certificate, key } }) })).rejects.toMatchObject({
      code: 'PONTO_NETWORK',
    });
    expect(reached).toBe(false);
  });
});

it('gives the caller its own reason when the caller stops waiting', async () => {
  ponto.answerWith(() => undefined);
  const controller = new AbortController();
  const asking = ponto.withClient({}, (client) => client.userinfo.get('token', { signal: controller.signal }));
  controller.abort(new Error('shutting down'));
  await expect(asking).rejects.toThrow('shutting down');
});

describe('a client', () => {
  it('is made for the host alone as well as with the path of the product', async () => {
    ponto.answerWith((request, response) =>
      response.writeHead(request.url === '/ponto-connect/userinfo' ? 200 : 404).end(userInfo),
    );
    for (const path of ['', '/', '/ponto-connect', '/ponto-connect/']) {
      expect(await ponto.ask({ apiUrl: ponto.server.url + path })).toMatchObject({ organizationId: 'organization-1' });
    }
  });

  it.each<[string, () => Partial<PontoClientOptions>, string]>([
    ['an address of another product', () => ({ apiUrl: 'https://api.example.test/xs2a' }), 'apiUrl'],
    ['an address without TLS', () => ({ apiUrl: 'http://api.example.test' }), 'apiUrl'],
    ['a key of another certificate', () => withTls({ key: ponto.server.strangerTls.key }), 'transport certificate'],
    ['a certificate that is none', () => withTls({ certificate: 'nonsense' }), 'transport certificate'],
    ['no signature in live', () => ({ environment: 'live' }), 'signed'],
  ])('is not made with %s', (_what, change, message) => {
    expect(() => createPontoClient({ ...ponto.options(), ...change() })).toThrow(message);
  });

  it.each([
    ['live', 'https://authorization.myponto.com'],
    ['sandbox', 'https://sandbox-authorization.myponto.com'],
  ] as const)('of %s knows the pages of Ponto by itself', async (environment, origin) => {
    const hosts = { apiUrl: undefined, authorizationUrl: undefined };
    const client = createPontoClient({
      ...ponto.options(),
      ...hosts,
      environment,
      credentials: ponto.credentials({ signature: signature() }),
    });
    const url = client.oauth.authorizationUrl({ state: 's', codeChallenge: 'c', scope: ['ai'] });
    expect(url.origin + url.pathname).toBe(`${origin}/oauth2/auth`);
    await client.close();
  });
});

function withTls(change: Partial<PontoCredentials['tls']>): Partial<PontoClientOptions> {
  return { credentials: ponto.credentials({ tls: { ...ponto.server.tls, ...change } }) };
}

function signature(): SignatureOptions {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { certificateId: 'certificate-1', privateKey, sign: 'all' };
}
