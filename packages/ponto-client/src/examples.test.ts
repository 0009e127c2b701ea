import { createHash, generateKeyPairSync } from 'node:crypto';
import { money, parseIban } from '@onfact-ponto/primitives';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStillOpen, preparePayment } from '../examples/prepare-payment.ts';
import { readNewTransactions } from '../examples/read-new-transactions.ts';
import { receiveWebhook } from '../examples/receive-webhook.ts';
import { startTestPonto } from './testing/test-ponto.ts';

let ponto: Awaited<ReturnType<typeof startTestPonto>>;
beforeAll(async () => {
  ponto = await startTestPonto();
});
afterAll(() => ponto.server.close());

describe('the example', () => {
  it('that reads new transactions stores the token first, and stops at a page that is known', async () => {
    const happened: string[] = [];
    const pages: Readonly<Record<string, string[]>> = { '': ['e', 'd'], d: ['c', 'b'], b: ['a'] };
    ponto.answerWith((request, response) => {
      const url = new URL(request.url ?? '', 'https://localhost');
      if (url.pathname.endsWith('/token')) {
        response.end('{"access_token":"a","token_type":"bearer","expires_in":1799,"refresh_token":"second"}');
        return;
      }
      const after = url.searchParams.get('page[after]') ?? '';
      happened.push(`page ${after}`);
      const ids = pages[after] ?? [];
      const attributes = { amount: 1, currency: 'EUR', executionDate: '2026-11-20' };
      response.end(
        JSON.stringify({ data: ids.map((id) => ({ id, attributes })), meta: { paging: { after: ids.at(-1) } } }),
      );
    });

    const found = await readNewTransactions(
      ponto.options(),
      { refreshToken: 'first', accountId: 'account' },
      {
        keepTokens: (token) => Promise.resolve(void happened.push(`keep ${token}`)),
        isKnown: (id) => 'abc'.includes(id),
      },
    );
    expect(found.map(({ id }) => id)).toEqual(['e', 'd']);
    expect(happened).toEqual(['keep second', 'page ', 'page d']);
  });

  it('that prepares a payment repeats it under its own key, and asks how it went', async () => {
    const keys: unknown[] = [];
    let status = 503;
    ponto.answerWith((request, response) => {
      if (request.method === 'POST') keys.push(request.headers['ibanity-idempotency-key']);
      const links = { redirect: 'https://authorize.myponto.com/payments/payment-1' };
      response.writeHead(status);
      response.end(JSON.stringify({ data: { id: 'payment-1', attributes: { status: 'unsigned' }, links } }));
    });
    const order = {
      amount: money(12_100n, 'EUR'),
      creditorName: 'Bakkerij Peeters',
      creditorIban: parseIban('BE68539007547034')!,
    };
    const intent = { idempotencyKey: 'key-1', accountId: 'account', order };

    await ponto.withClient({}, async (client) => {
      expect(await preparePayment(client, 'token', intent)).toBe('try-later');
      status = 201;
      const prepared = await preparePayment(client, 'token', intent);
      expect(prepared).toMatchObject({
        paymentId: 'payment-1',
        signAt: new URL('https://authorize.myponto.com/payments/payment-1'),
      });
      expect(await isStillOpen(client, 'token', { accountId: 'account', paymentId: 'payment-1' })).toBe(true);
      status = 403;
      await expect(preparePayment(client, 'token', intent)).rejects.toMatchObject({ status: 403 });
    });
    expect(keys).toEqual(['key-1', 'key-1', 'key-1']);
  });

  it('that receives webhooks keeps what is genuine, refuses what is not, and waits without keys', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    const keys = [{ kty: 'RSA', alg: 'RS512', use: 'sig', status: 'ACTIVE', kid: 'key-1', n, e }];
    let status = 503;
    ponto.answerWith((_request, response) => response.writeHead(status).end(JSON.stringify({ keys })));

    const rawBody = Buffer.from(
      '{"data":{"id":"event-1","type":"pontoConnect.account.reauthorized","attributes":{},"relationships":' +
        '{"account":{"data":{"id":"account-1"}},"organization":{"data":{"id":"organization-1"}}}}}',
    );
    const now = new Date('2026-11-20T07:01:13Z');
    const signatureHeader = await new SignJWT({ digest: createHash('sha512').update(rawBody).digest('base64') })
      .setProtectedHeader({ alg: 'RS512', kid: 'key-1' })
      .setIssuer(ponto.server.url)
      .setAudience('application')
      .setIssuedAt(now)
      .setExpirationTime(new Date(now.getTime() + 60_000))
      .setJti('signature-1')
      .sign(privateKey);

    const kept: string[] = [];
    const store = {
      keepOnce: (event: { kind: string }) => Promise.resolve(void kept.push(event.kind)),
      lookAt: (accountId: string) => Promise.resolve(void kept.push(accountId)),
    };
    await ponto.withClient({}, async (client) => {
      expect(await receiveWebhook(client, { rawBody, signatureHeader }, store)).toBe(503);
    });
    status = 200;
    await ponto.withClient({}, async (client) => {
      expect(await receiveWebhook(client, { rawBody, signatureHeader: undefined }, store)).toBe(400);
      expect(await receiveWebhook(client, { rawBody: Buffer.from('{}'), signatureHeader }, store)).toBe(400);
      expect(kept).toEqual([]);
      expect(await receiveWebhook(client, { rawBody, signatureHeader }, store)).toBe(204);
    });
    expect(kept).toEqual(['account.reauthorized', 'account-1']);
  });
});
