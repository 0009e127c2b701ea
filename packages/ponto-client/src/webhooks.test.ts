import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { SignJWT, type CompactJWSHeaderParameters } from 'jose';
import { describe, expect, it } from 'vitest';
import { verifyWebhook, type PontoWebhookKey } from './webhooks.ts';

const issuer = 'https://api.ibanity.com';
const applicationId = '5e1f6c4e-0000-4000-8000-00000000aaaa';
const now = new Date('2026-11-20T07:01:13Z');
const seconds = Math.floor(now.getTime() / 1000);

describe('a webhook of our own key', () => {
  it('is accepted, and tells what happened by ids', async () => {
    const event = await verifyWebhook(await givenDelivery());

    expect(event).toMatchObject({
      kind: 'account.transactionsCreated',
      accountId: 'account-1',
      organizationId: 'organization-1',
      synchronizationId: 'synchronization-1',
      count: 3,
      signatureId: 'signature-1',
    });
  });

  it('is accepted up to the tolerance around its minute, and not a second further', async () => {
    const delivery = await givenDelivery();
    const at = (offset: number) => verifyWebhook({ ...delivery, now: new Date((seconds + offset) * 1000) });

    await expect(at(-30)).resolves.toBeDefined();
    await expect(at(89)).resolves.toBeDefined();
    await expect(at(-31)).rejects.toMatchObject({ refusal: 'outside-its-time' });
    await expect(at(91)).rejects.toMatchObject({ refusal: 'outside-its-time' });
  });

  it.each([
    ['wrong-issuer', { claims: { iss: 'https://api.ibanity.example' } }],
    ['wrong-audience', { claims: { aud: 'another-application' } }],
    ['malformed-signature', { claims: { aud: [applicationId, 'another-application'] } }],
    ['wrong-digest', { claims: { digest: 'AAAA' } }],
    ['wrong-digest', { claims: { digest: '' } }],
    ['malformed-signature', { claims: { jti: undefined } }],
    ['malformed-signature', { claims: { exp: undefined } }],
    ['malformed-signature', { claims: { iat: undefined } }],
    ['malformed-body', { body: Buffer.from('{"data":{}}') }],
  ] as const)('is refused as %s', async (refusal, change) => {
    await expect(verifyWebhook(await givenDelivery(change))).rejects.toMatchObject({ refusal });
  });

  it.each<[string, (body: string) => string]>([
    ['one letter', (body) => body.replace('account-1', 'account-2')],
    ['white space', (body) => body.replace(',', ', ')],
    ['a line end', (body) => `${body}\n`],
    ['the order of its keys', (body) => JSON.stringify({ data: Object.fromEntries(partsOf(body).reverse()) })],
  ])('is refused when %s of the body changed', async (_what, change) => {
    const delivery = await givenDelivery();
    const rawBody = Buffer.from(change(delivery.rawBody.toString()));
    await expect(verifyWebhook({ ...delivery, rawBody })).rejects.toMatchObject({ refusal: 'wrong-digest' });
  });

  it('is refused without a signature, with half of one, and with a key id that is not ours', async () => {
    const delivery = await givenDelivery();
    const refusalFor = (change: object) => verifyWebhook({ ...delivery, ...change }).catch((error: unknown) => error);

    expect(await refusalFor({ signatureHeader: undefined })).toMatchObject({ refusal: 'missing-signature' });
    expect(await refusalFor({ signatureHeader: '' })).toMatchObject({ refusal: 'missing-signature' });
    expect(await refusalFor({ signatureHeader: 'not-a-token' })).toMatchObject({ refusal: 'malformed-signature' });
    expect(await refusalFor({ keys: [] })).toMatchObject({ refusal: 'unknown-key' });
  });

  it('is refused when another key signed under the same id', async () => {
    const delivery = await givenDelivery();
    const keys = [webhookKeyOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)];
    await expect(verifyWebhook({ ...delivery, keys })).rejects.toMatchObject({ refusal: 'wrong-signature' });
  });

  it('is refused when it brings its own key along, or the address of one', async () => {
    const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const header = { jwk: attacker.publicKey.export({ format: 'jwk' }), jku: 'https://keys.example.test' };
    const delivery = await givenDelivery({ signWith: attacker.privateKey, header });
    await expect(verifyWebhook(delivery)).rejects.toMatchObject({ refusal: 'wrong-signature' });
    const unknown = await givenDelivery({ signWith: attacker.privateKey, header: { ...header, kid: 'mine' } });
    await expect(verifyWebhook(unknown)).rejects.toMatchObject({ refusal: 'unknown-key' });
  });

  it.each([
    ['too short to trust', generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey],
    ['damaged', undefined],
  ])('is refused when the published key is %s', async (_what, key) => {
    const keys = [key ? webhookKeyOf(key) : { kid: 'key-1', n: '', e: '' }];
    const delivery = { ...(await givenDelivery()), keys };
    await expect(verifyWebhook(delivery)).rejects.toMatchObject({ refusal: 'unknown-key' });
  });

  it('is accepted a second time within its minute, with the name by which the caller knows the repetition', async () => {
    const delivery = await givenDelivery();
    const [first, second] = [await verifyWebhook(delivery), await verifyWebhook(delivery)];
    expect([second.id, second.signatureId]).toEqual([first.id, first.signatureId]);
  });

  it.each(['RS256', 'PS512'])('is refused when the right key signed with %s', async (alg) => {
    await expect(verifyWebhook(await givenDelivery({ alg }))).rejects.toMatchObject({ refusal: 'wrong-algorithm' });
  });

  it('is refused when the public key was used as the secret of an HS256 signature', async () => {
    const publicPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
    const delivery = await givenDelivery({ alg: 'HS256', signWith: Buffer.from(publicPem) });
    await expect(verifyWebhook(delivery)).rejects.toMatchObject({ refusal: 'wrong-algorithm' });
  });

  it('is refused when it calls itself unsigned', async () => {
    const delivery = await givenDelivery();
    const [, payload] = delivery.signatureHeader.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: 'key-1' })).toString('base64url');
    const unsigned = { ...delivery, signatureHeader: `${header}.${payload}.` };
    await expect(verifyWebhook(unsigned)).rejects.toMatchObject({ refusal: 'wrong-algorithm' });
  });

  it('accepts a key whose modulus is written with padding', async () => {
    const delivery = await givenDelivery();
    const keys = delivery.keys.map((key) => ({ ...key, n: `${key.n}==` }));
    await expect(verifyWebhook({ ...delivery, keys })).resolves.toBeDefined();
  });
});

const fixtures = new URL('../../../../shared/fixtures/ponto-connect/ibanity-ruby/webhooks/', import.meta.url);

describe.skipIf(!existsSync(fixtures) && !process.env.CI)('the real webhook of the sandbox', () => {
  const read = (name: string) => readFileSync(new URL(name, fixtures));
  const given = () => {
    const expectations = JSON.parse(read('example_expectations.json').toString()) as Record<string, string & number>;
    return {
      rawBody: read('example_payload.json'),
      signatureHeader: read('example_signature.sig').toString().trim(),
      keys: (JSON.parse(read('sandbox_jwks.json').toString()) as { keys: PontoWebhookKey[] }).keys,
      issuer: String(expectations.issuer),
      applicationId: String(expectations.applicationId),
      now: new Date(Number(expectations.iat) * 1000),
    };
  };

  it('verifies at its own time', async () => {
    expect(await verifyWebhook(given())).toMatchObject({
      kind: 'synchronization.succeededWithoutChange',
      synchronizationSubtype: 'accountTransactions',
      accountId: '1d89d411-e310-4802-bbb7-aad7d98371e7',
    });
  });

  it.each([
    ['outside-its-time', { now: new Date('2023-08-10T12:00:00Z') }],
    ['outside-its-time', { now: new Date('2026-11-20T07:01:13Z') }],
    ['wrong-issuer', { issuer: 'https://localhost:4810' }],
    ['wrong-audience', { applicationId }],
    ['wrong-digest', { rawBody: Buffer.from('{}') }],
  ] as const)('is refused as %s elsewhere', async (refusal, change) => {
    await expect(verifyWebhook({ ...given(), ...change })).rejects.toMatchObject({ refusal });
  });
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function webhookKeyOf(key: KeyObject): PontoWebhookKey {
  const { n = '', e = '' } = key.export({ format: 'jwk' });
  return { kid: 'key-1', n, e };
}

function partsOf(body: string): [string, unknown][] {
  return Object.entries((JSON.parse(body) as { data: object }).data);
}

function bodyOf({ type }: { type: string }): Buffer {
  return Buffer.from(
    JSON.stringify({
      data: {
        id: 'event-1',
        type,
        attributes: { createdAt: '2026-11-20T07:01:12.345Z', count: 3 },
        relationships: {
          account: { data: { type: 'account', id: 'account-1' } },
          organization: { data: { type: 'organization', id: 'organization-1' } },
          synchronization: { data: { type: 'synchronization', id: 'synchronization-1' } },
        },
      },
    }),
  );
}

async function givenDelivery({
  body = bodyOf({ type: 'pontoConnect.account.transactionsCreated' }),
  claims = {},
  alg = 'RS512',
  signWith = privateKey,
  header = {},
}: {
  body?: Buffer;
  claims?: object;
  alg?: string;
  signWith?: KeyObject | Uint8Array;
  header?: Partial<CompactJWSHeaderParameters>;
} = {}) {
  const payload = {
    iss: issuer,
    aud: applicationId,
    iat: seconds,
    exp: seconds + 60,
    jti: 'signature-1',
    digest: createHash('sha512').update(body).digest('base64'),
    ...claims,
  };
  const signatureHeader = await new SignJWT(payload)
    .setProtectedHeader({ alg, kid: 'key-1', ...header })
    .sign(signWith);
  return { rawBody: body, signatureHeader, keys: [webhookKeyOf(publicKey)], issuer, applicationId, now };
}
