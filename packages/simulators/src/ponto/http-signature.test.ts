import { constants, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { refusalOf } from './http-signature.ts';
import { givenAccount, givenPonto } from './testing/given-ponto.ts';

const vectorFile = fileURLToPath(
  new URL('../../../../../shared/fixtures/ponto-connect/http-signature/signing-string-vector.json', import.meta.url),
);
const now = new Date('2026-11-24T09:00:00Z');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

type Style = {
  urlSafe?: boolean;
  bareCreated?: boolean;
  order?: string[];
  salt?: number;
  created?: number;
  host?: string;
};

type Vector = {
  request: {
    method: string;
    url: string;
    headers: { 'Ibanity-Idempotency-key': string };
    bodyUtf8: string;
    createdUnix: number;
  };
  expected: { digest: string; headers: string[]; signingStringLines: string[] };
};

/** Signs as the official clients do, with their differences. */
function signed(style: Style = {}, change: { body?: string; digest?: string } = {}) {
  const body = '{"msg":"hello"}';
  const encoding = style.urlSafe ? 'base64url' : 'base64';
  const padded = (text: string) => text.padEnd(Math.ceil(text.length / 4) * 4, '=');
  const digest = `SHA-512=${padded(createHash('sha512').update(body).digest(encoding))}`;
  const created = String(style.created ?? now.getTime() / 1_000);
  const values: Record<string, string> = {
    '(request-target)': 'post /ponto-connect/synchronizations?page%5Blimit%5D=1',
    host: style.host ?? 'localhost',
    digest,
    '(created)': created,
    authorization: 'Bearer token',
    'ibanity-idempotency-key': '61f02718-eeee-46e1-b5eb-e8fd6e799c2d',
  };
  const order = style.order ?? Object.keys(values);
  const text = order.map((name) => `${name}: ${values[name]}`).join('\n');
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: style.salt ?? 32 };
  const signature = padded(sign('sha256', Buffer.from(text), key).toString(encoding));
  const stamp = style.bareCreated ? created : `"${created}"`;
  const headers: Record<string, string> = {
    ...values,
    digest: change.digest ?? digest,
    signature: `keyId="key-1",created=${stamp},algorithm="hs2019",headers="${order.join(' ')}",signature="${signature}"`,
  };
  return {
    method: 'POST',
    target: '/ponto-connect/synchronizations?page%5Blimit%5D=1',
    host: 'localhost',
    header: (name: string) => headers[name],
    headerNames: Object.keys(headers),
    body: Buffer.from(change.body ?? body),
  };
}

const verified = (request: ReturnType<typeof signed>) => refusalOf(request, { keyId: 'key-1', publicKey, now });
const elixirOrder = ['(request-target)', 'host', '(created)', 'digest', 'ibanity-idempotency-key', 'authorization'];

it.each<[string, Style]>([
  ['Java', {}],
  [
    'Ruby',
    {
      urlSafe: true,
      order: ['(request-target)', 'host', 'digest', '(created)', 'authorization', 'ibanity-idempotency-key'],
    },
  ],
  ['.NET', { bareCreated: true }],
  ['Elixir', { urlSafe: true, order: elixirOrder }],
])('accepts what the %s client sends', (_client, style) => {
  expect(verified(signed(style))).toBeUndefined();
});

it.each<[string, ReturnType<typeof signed>]>([
  ['another body', signed({}, { body: '{"msg":"hullo"}' })],
  ['another digest', signed({}, { digest: `SHA-512=${createHash('sha512').update('x').digest('base64')}` })],
  ['a salt of another length', signed({ salt: 20 })],
  ['a signature of ten minutes ago', signed({ created: now.getTime() / 1_000 - 600 })],
  ['a host with its port', signed({ host: 'localhost:4810' })],
  [
    'an authorization that is not signed',
    signed({ order: ['(request-target)', 'host', 'digest', '(created)', 'ibanity-idempotency-key'] }),
  ],
  ['another path', { ...signed(), target: '/ponto-connect/payments' }],
])('refuses %s', (_what, request) => {
  expect(verified(request)).toBeTypeOf('string');
});

it.skipIf(!existsSync(vectorFile) && !process.env.CI)('verifies a signature over the official string to sign', () => {
  const { request, expected } = JSON.parse(readFileSync(vectorFile, 'utf8')) as Vector;
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const signature = sign('sha256', Buffer.from(expected.signingStringLines.join('\n')), key).toString('base64');
  const headers: Record<string, string> = {
    digest: expected.digest,
    'ibanity-idempotency-key': request.headers['Ibanity-Idempotency-key'],
    signature: `keyId="key-1",created="${request.createdUnix}",algorithm="hs2019",headers="${expected.headers.join(' ')}",signature="${signature}"`,
  };
  const url = new URL(request.url);
  const refusal = refusalOf(
    {
      method: request.method,
      target: url.pathname + url.search,
      host: 'api.ibanity.com',
      header: (name) => headers[name],
      headerNames: Object.keys(headers),
      body: Buffer.from(request.bodyUtf8),
    },
    { keyId: 'key-1', publicKey, now: new Date(request.createdUnix * 1_000) },
  );
  expect(refusal).toBeUndefined();
});

it('asks for a signature where the settings say so, and verifies one that is there in any case', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  const authorization = `Bearer ${accessToken}`;
  const key = createPrivateKey(readFileSync(ponto.endpoints.signatureKeyFile));
  expect(createPublicKey(key).asymmetricKeyType).toBe('rsa');

  const target = '/ponto-connect/accounts?page[limit]=5';
  const digest = `SHA-512=${createHash('sha512').update('').digest('base64')}`;
  const created = String(now.getTime() / 1_000);
  const text = `(request-target): get ${target}\nhost: localhost\ndigest: ${digest}\n(created): ${created}\nauthorization: ${authorization}`;
  const signature = sign('sha256', Buffer.from(text), {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  }).toString('base64');
  const header = `keyId="${ponto.endpoints.signatureCertificateId}",created="${created}",algorithm="hs2019",headers="(request-target) host digest (created) authorization",signature="${signature}"`;
  const path = '/accounts?page[limit]=5';

  ponto.world.configure({ signatureRequired: 'always' });
  expect((await ponto.call(path, { headers: { authorization } })).body.errors[0].code).toBe('signatureMissing');
  expect((await ponto.call(path, { headers: { authorization, digest, signature: header } })).status).toBe(200);

  ponto.world.configure({ signatureRequired: 'never' });
  const wrong = header.replace('hs2019', 'rsa-sha256');
  expect((await ponto.call(path, { headers: { authorization, digest, signature: wrong } })).status).toBe(401);
});
