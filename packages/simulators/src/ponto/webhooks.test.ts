import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { expect, it, onTestFinished } from 'vitest';
import { givenAccount, givenPonto, type GivenPonto } from './testing/given-ponto.ts';

type Received = { signature: string; body: string };

async function givenReceiver(ponto: GivenPonto): Promise<Received[]> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      received.push({ signature: String(request.headers.signature), body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  onTestFinished(() => void server.close());
  ponto.world.configure({ webhookUrl: `http://localhost:${(server.address() as AddressInfo).port}/hooks` });
  return received;
}

type Event = { data: { type: string; attributes: { count: number }; relationships: { account: { data: object } } } };

const eventOf = (received: Received | undefined) => JSON.parse(received?.body ?? '{}') as Event;
const typesOf = (received: readonly Received[]) => received.map((one) => eventOf(one).data.type);

it('tells of an integration, its accounts and new transactions', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  const account = givenAccount(ponto);
  await ponto.link([account]);
  ponto.world.advanceClock(2_000);
  ponto.world.addTransactions(account, [{ amount: '1.00' }, { amount: '2.00' }]);
  ponto.world.synchronizeNow(account);
  await ponto.world.webhooksIdle();

  expect(typesOf(received)).toEqual([
    'pontoConnect.integration.created',
    'pontoConnect.integration.accountAdded',
    'pontoConnect.synchronization.succeededWithoutChange',
    'pontoConnect.synchronization.succeededWithoutChange',
    'pontoConnect.account.detailsUpdated',
    'pontoConnect.account.transactionsCreated',
  ]);
  const { data } = eventOf(received.at(-1));
  expect(data.attributes.count).toBe(2);
  expect(data.relationships.account.data).toEqual({ id: account, type: 'account' });
});

it('signs so that issuer, audience, digest and key can be verified from its own key set', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  await ponto.link([givenAccount(ponto)]);
  await ponto.world.webhooksIdle();
  const { signature, body } = received[0] ?? { signature: '', body: '' };

  const origin = new URL(ponto.endpoints.apiUrl).origin;
  const { body: links } = await ponto.call(`${origin}/webhooks`);
  const { body: keys } = await ponto.call(links.links.keys);
  expect(keys.keys[0].n).toMatch(/=$/);
  const { payload, protectedHeader } = await jwtVerify(signature, createLocalJWKSet(keys), {
    issuer: origin,
    audience: ponto.endpoints.applicationId,
    currentDate: new Date('2026-11-24T09:00:30Z'),
  });
  expect(protectedHeader.alg).toBe('RS512');
  expect(payload.digest).toBe(createHash('sha512').update(body).digest('base64'));
  expect(Number(payload.exp) - Number(payload.iat)).toBe(60);
});

it('writes compact bodies with sorted keys, as the real ones are', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  const organizationId = ponto.world.organizations()[0]?.id ?? '';
  ponto.world.block(organizationId);
  await ponto.world.webhooksIdle();
  expect(received[0]?.body).toMatch(
    /^\{"data":\{"attributes":\{"createdAt":"[^"]+"\},"id":"[^"]+","relationships":\{"organization":\{"data":\{"id":"[^"]+","type":"organization"\}\}\},"type":"pontoConnect\.organization\.blocked"\}\}$/,
  );
});

it.each([
  [
    'duplicate',
    [
      'pontoConnect.organization.blocked',
      'pontoConnect.organization.blocked',
      'pontoConnect.organization.unblocked',
      'pontoConnect.organization.unblocked',
    ],
  ],
  ['reorder', ['pontoConnect.organization.unblocked', 'pontoConnect.organization.blocked']],
  ['drop', []],
] as const)('can %s what it sends', async (webhookDelivery, expected) => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  ponto.world.configure({ webhookDelivery });
  const organizationId = ponto.world.organizations()[0]?.id ?? '';
  ponto.world.block(organizationId);
  ponto.world.unblock(organizationId);
  await ponto.world.webhooksIdle();
  expect(typesOf(received)).toEqual(expected);
});

it('says nothing about accounts that are not shared', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  ponto.world.synchronizeNow(givenAccount(ponto));
  await ponto.world.webhooksIdle();
  expect(received).toEqual([]);
});
