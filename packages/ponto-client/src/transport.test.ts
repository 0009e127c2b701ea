import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPontoClient, type PontoClientOptions } from './client.ts';
import { startMutualTlsServer, type MutualTlsServer } from './testing/mutual-tls-server.ts';
import type { PontoCredentials } from './credentials.ts';
import type { SignatureOptions } from './http-signature.ts';
import type { Limits } from './transport.ts';

let server: MutualTlsServer;
let handle: (request: IncomingMessage, response: ServerResponse) => void;
beforeAll(async () => {
  server = await startMutualTlsServer((request, response) => handle(request, response));
});
afterAll(() => server.close());

const now = new Date('2026-11-20T07:01:13Z');
const userInfo = '{"sub":"organization-1","name":"Houtatelier"}';
/** Generous, so that a busy machine fails no test; the tests of slowness are impatient. */
const limits = { connectMs: 10_000, headersMs: 10_000, bodyMs: 10_000, totalMs: 20_000, maximumBodyBytes: 20_000 };

describe('over mutual TLS', () => {
  it('a request arrives with its token, and the answer comes back', async () => {
    const seen: (string | undefined)[] = [];
    handle = (request, response) => {
      seen.push(request.method, request.url, request.headers.authorization, request.headers.accept);
      response.end(userInfo);
    };
    expect(await ask()).toMatchObject({ organizationId: 'organization-1' });
    expect(seen).toEqual(['GET', '/ponto-connect/userinfo', 'Bearer token', 'application/vnd.api+json']);
  });

  it('a signed request carries digest and signature, on the token endpoint too', async () => {
    const seen: unknown[] = [];
    handle = (request, response) => {
      seen.push([request.url, request.headers.digest, request.headers.signature]);
      response.end('{"access_token":"a","token_type":"bearer","expires_in":1799,"scope":""}');
    };
    await withClient({ credentials: credentials({ signature: signature() }) }, (ponto) =>
      ponto.oauth.clientCredentials(),
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
    handle = (_request, response) => response.end(userInfo);
    await expect(ask({ credentials: credentials({ tls: server.strangerTls }) })).rejects.toMatchObject({
      code: 'PONTO_NETWORK',
    });
  });

  it('a server of another authority gets no token', async () => {
    let reached = false;
    handle = () => (reached = true);
    const { certificate, key } = server.tls;
    await expect(ask({ credentials: credentials({ tls: { certificate, key } }) })).rejects.toMatchObject({
      code: 'PONTO_NETWORK',
    });
    expect(reached).toBe(false);
  });
});

describe('a bad answer', () => {
  it.each<[string, (response: ServerResponse) => void, object]>([
    ['that is far too large', (to) => to.end('x'.repeat(100_000)), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that breaks off', (to) => breakOff(to), { code: 'PONTO_NETWORK' }],
    ['that is a page for people', (to) => to.end('<html>maintenance</html>'), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that is cut JSON', (to) => to.end(userInfo.slice(0, 9)), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
    ['that lacks what must be there', (to) => to.end('{"sub":null}'), { code: 'PONTO_UNEXPECTED_RESPONSE' }],
  ])('%s ends in a typed error', async (_what, answer, expected) => {
    handle = (_request, response) => answer(response);
    await expect(ask()).rejects.toMatchObject(expected);
  });

  it.each<[string, (response: ServerResponse) => void, Partial<Limits>, string]>([
    ['never begins', () => undefined, { headersMs: 300 }, 'headers'],
    ['stops half-way', (to) => to.writeHead(200).write('{"sub":'), { bodyMs: 300 }, 'body'],
    ['trickles for ever', trickle, { totalMs: 600 }, 'total'],
  ])('that %s ends in time', async (_what, answer, impatience, phase) => {
    handle = (_request, response) => answer(response);
    const asking = ask({ limits: { ...limits, ...impatience } });
    await expect(asking).rejects.toMatchObject({ code: 'PONTO_TIMEOUT', phase, retryAdvice: 'back-off' });
  });

  it('that points elsewhere is not followed, so the token stays here', async () => {
    const visited: (string | undefined)[] = [];
    handle = (request, response) => {
      visited.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    };
    await expect(ask()).rejects.toMatchObject({ code: 'PONTO_UNEXPECTED_RESPONSE', status: 302 });
    expect(visited).toEqual(['/ponto-connect/userinfo']);
  });

  it.each<[number, Record<string, string>, string, unknown]>([
    [401, {}, 'credentialsInvalid', 'after-refresh'],
    [403, {}, 'forbidden', 'never'],
    [404, {}, 'resourceNotFound', 'never'],
    [400, {}, 'accountRecentlySynchronized', 'back-off'],
    [400, {}, 'authorizationExpired', 'ask-user'],
    [409, {}, 'conflict', 'never'],
    [422, {}, 'attributeInvalid', 'never'],
    [429, {}, 'tooManyRequests', 'back-off'],
    [429, { 'retry-after': '7' }, 'tooManyRequests', { afterMs: 7000 }],
    [429, { 'retry-after': 'Fri, 20 Nov 2026 07:01:43 GMT' }, 'tooManyRequests', { afterMs: 30_000 }],
    [429, { 'retry-after': '0' }, 'tooManyRequests', { afterMs: 1000 }],
    [429, { 'retry-after': '999999999' }, 'tooManyRequests', { afterMs: 3_600_000 }],
    [429, { 'retry-after': 'soon' }, 'tooManyRequests', 'back-off'],
    [503, { 'retry-after': '1' }, 'maintenance', { afterMs: 1000 }],
    [500, {}, 'authorizationExpired', 'back-off'],
  ])('%i %j %s advises %j', async (status, headers, code, retryAdvice) => {
    handle = (_request, response) => {
      response.writeHead(status, { 'ibanity-request-id': 'request-7', ...headers });
      response.end(JSON.stringify({ errors: [{ code, detail: 'about BE68539007547034', meta: {} }] }));
    };
    const error = await ask().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'PONTO_API', status, requestId: 'request-7', retryAdvice, errors: [{ code }] });
  });

  it('with an error status keeps that status, whatever its body is', async () => {
    handle = (_request, response) => response.writeHead(502).end('<html>bad gateway</html>');
    await expect(ask()).rejects.toMatchObject({ code: 'PONTO_API', status: 502, retryAdvice: 'back-off', errors: [] });
  });
});

it('gives the caller its own reason when the caller stops waiting', async () => {
  handle = () => undefined;
  const controller = new AbortController();
  const asking = withClient({}, (ponto) => ponto.userinfo.get('token', { signal: controller.signal }));
  controller.abort(new Error('shutting down'));
  await expect(asking).rejects.toThrow('shutting down');
});

describe('a client', () => {
  it('is made for the host alone as well as with the path of the product', async () => {
    handle = (request, response) =>
      response.writeHead(request.url === '/ponto-connect/userinfo' ? 200 : 404).end(userInfo);
    for (const path of ['', '/', '/ponto-connect', '/ponto-connect/']) {
      expect(await ask({ apiUrl: server.url + path })).toMatchObject({ organizationId: 'organization-1' });
    }
  });

  it.each<[string, () => Partial<PontoClientOptions>, string]>([
    ['an address of another product', () => ({ apiUrl: 'https://api.example.test/xs2a' }), 'apiUrl'],
    ['an address without TLS', () => ({ apiUrl: 'http://api.example.test' }), 'apiUrl'],
    ['a key of another certificate', () => withTls({ key: server.strangerTls.key }), 'transport certificate'],
    ['a certificate that is none', () => withTls({ certificate: 'nonsense' }), 'transport certificate'],
    ['no signature in live', () => ({ environment: 'live' }), 'signed'],
  ])('is not made with %s', (_what, change, message) => {
    expect(() => createPontoClient({ ...options(), ...change() })).toThrow(message);
  });

  it.each([
    ['live', 'https://authorization.myponto.com'],
    ['sandbox', 'https://sandbox-authorization.myponto.com'],
  ] as const)('of %s knows the pages of Ponto by itself', async (environment, origin) => {
    const hosts = { apiUrl: undefined, authorizationUrl: undefined };
    const ponto = createPontoClient({
      ...options(),
      ...hosts,
      environment,
      credentials: credentials({ signature: signature() }),
    });
    const url = ponto.oauth.authorizationUrl({ state: 's', codeChallenge: 'c', scope: ['ai'] });
    expect(url.origin + url.pathname).toBe(`${origin}/oauth2/auth`);
    await ponto.close();
  });
});

function withTls(change: Partial<PontoCredentials['tls']>): Partial<PontoClientOptions> {
  return { credentials: credentials({ tls: { ...server.tls, ...change } }) };
}

function signature(): SignatureOptions {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { certificateId: 'certificate-1', privateKey, sign: 'all' };
}

function options(): PontoClientOptions {
  return {
    environment: 'sandbox',
    apiUrl: server.url,
    authorizationUrl: 'https://authorization.example.test',
    redirectUri: 'https://example.test/return',
    credentials: credentials(),
    clock: { now: () => now },
    random: { bytes: (count) => new Uint8Array(count) },
    limits,
  };
}

function credentials(change: Partial<PontoCredentials> = {}): PontoCredentials {
  return { applicationId: 'application', clientId: 'client', clientSecret: 'secret', tls: server.tls, ...change };
}

function ask(change: Partial<PontoClientOptions> = {}) {
  return withClient(change, (ponto) => ponto.userinfo.get('token'));
}

async function withClient<Result>(
  change: Partial<PontoClientOptions>,
  use: (ponto: ReturnType<typeof createPontoClient>) => Promise<Result>,
): Promise<Result> {
  const ponto = createPontoClient({ ...options(), ...change });
  try {
    return await use(ponto);
  } finally {
    await ponto.close();
  }
}

function trickle(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

function breakOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '500' }).write('{"sub":');
  setTimeout(() => response.destroy(), 20);
}
