import { constants, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildSigningString, createRequestSigner, digestOf, type SignableRequest } from './http-signature.ts';

const now = new Date('2026-11-20T07:01:13.900Z');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const request: SignableRequest = {
  method: 'POST',
  target: '/ponto-connect/synchronizations?page%5Blimit%5D=1',
  host: 'localhost',
  headers: { accept: 'application/json', authorization: 'Bearer t', 'Ibanity-Idempotency-Key': 'key-1' },
  body: '{"data":{}}',
};

describe('a signed request', () => {
  it('verifies with the public key over the string that its own headers parameter describes', async () => {
    const signed = await createRequestSigner({ certificateId: 'certificate-1', privateKey: pem, sign: 'all' })(
      request,
      now,
    );

    const parameters = Object.fromEntries(
      [...(signed.signature ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    expect(parameters).toMatchObject({
      keyId: 'certificate-1',
      algorithm: 'hs2019',
      created: String(Math.floor(now.getTime() / 1000)),
      headers: '(request-target) host digest (created) authorization ibanity-idempotency-key',
    });
    expect(signed.digest).toBe(digestOf(request.body));

    const rebuilt = [
      '(request-target): post /ponto-connect/synchronizations?page%5Blimit%5D=1',
      'host: localhost',
      `digest: ${signed.digest}`,
      `(created): ${parameters.created}`,
      'authorization: Bearer t',
      'ibanity-idempotency-key: key-1',
    ].join('\n');
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signature = Buffer.from(parameters.signature ?? '', 'base64');
    expect(verify('sha256', Buffer.from(rebuilt), key, signature)).toBe(true);
    expect(verify('sha256', Buffer.from(rebuilt.replace('post', 'get')), key, signature)).toBe(false);
  });

  it('is left unsigned when it only reads and only writes are to be signed', async () => {
    const sign = createRequestSigner({ certificateId: 'certificate-1', privateKey: pem, sign: 'writes' });
    expect(await sign({ ...request, method: 'GET' }, now)).toEqual({});
    expect(await sign({ ...request, method: 'DELETE' }, now)).toHaveProperty('signature');
  });
});

it('reads a key with a passphrase, and stops at once without the right one', () => {
  const encrypted = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
    .toString();
  const given = (passphrase?: string) =>
    createRequestSigner({ certificateId: 'certificate-1', privateKey: encrypted, passphrase, sign: 'all' });

  expect(() => given('right')).not.toThrow();
  expect(() => given('wrong')).toThrow('The signature key cannot be read');
  expect(() => given()).toThrow('The signature key cannot be read');
});

const vectorFile = new URL(
  '../../../../shared/fixtures/ponto-connect/http-signature/signing-string-vector.json',
  import.meta.url,
);

it.skipIf(!existsSync(vectorFile) && !process.env.CI)('builds the string to sign of the published vector', () => {
  const { request: given, expected } = JSON.parse(readFileSync(vectorFile, 'utf8')) as {
    request: {
      method: string;
      url: string;
      ibanityEndpoint: string;
      headers: Record<string, string>;
      bodyUtf8: string;
      createdUnix: number;
    };
    expected: { digest: string; headers: string[]; signingStringLines: string[] };
  };
  const { pathname, search } = new URL(given.url);
  const signable = {
    method: given.method,
    target: pathname + search,
    host: new URL(given.ibanityEndpoint).hostname,
    headers: given.headers,
    body: given.bodyUtf8,
  };

  const digest = digestOf(given.bodyUtf8);
  expect(digest).toBe(expected.digest);
  expect(buildSigningString(signable, { digest, created: given.createdUnix })).toEqual({
    signingString: expected.signingStringLines.join('\n'),
    headers: expected.headers,
  });
});
