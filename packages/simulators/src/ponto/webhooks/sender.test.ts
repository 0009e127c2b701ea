import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, it, onTestFinished } from 'vitest';
import { givenReceiver, type Received } from '../testing/given-receiver.ts';
import { givenAccount, givenPonto, type GivenPonto } from '../testing/given-ponto.ts';
import { forgeries } from './signing.ts';

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

it('delivers again, signed anew, until the receiver takes it, and gives up after the last attempt', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto, [500, null, 204]);
  const organizationId = ponto.world.organizations()[0]?.id ?? '';
  ponto.world.block(organizationId);
  await ponto.world.webhooksIdle();
  expect(received).toHaveLength(1);
  expect(ponto.world.webhooks()[0]).toMatchObject({ state: 'waiting', status: 500, attempts: 1 });

  ponto.world.advanceClock(10_000);
  await ponto.world.webhooksIdle();
  ponto.world.advanceClock(60_000);
  await ponto.world.webhooksIdle();
  expect(ponto.world.webhooks()[0]).toMatchObject({ state: 'received', status: 204, attempts: 3 });
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(3);

  ponto.world.configure({ webhookRetrySeconds: [0], webhookUrl: 'http://localhost:1/nobody' });
  ponto.world.unblock(organizationId);
  await ponto.world.webhooksIdle();
  expect(ponto.world.webhooks().at(-1)).toMatchObject({ state: 'given-up', attempts: 2, status: null });
});

it('holds webhooks back for as long as asked', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  ponto.world.configure({ webhookDelaySeconds: 3_600 });
  ponto.world.block(ponto.world.organizations()[0]?.id ?? '');
  ponto.world.advanceClock(3_599_000);
  await ponto.world.webhooksIdle();
  expect(received).toHaveLength(0);
  ponto.world.advanceClock(1_000);
  await ponto.world.webhooksIdle();
  expect(received).toHaveLength(1);
});

it('loses no webhook that waits when the simulator restarts', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ponto-webhooks-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const stateFile = join(directory, 'ponto.json');
  const before = await givenPonto({ stateFile });
  before.world.configure({ webhookUrl: 'http://localhost:1/nobody', webhookDelaySeconds: 60 });
  before.world.block(before.world.organizations()[0]?.id ?? '');
  await before.stop();

  const after = await givenPonto({ stateFile });
  const received = await givenReceiver(after);
  after.world.advanceClock(60_000);
  await after.world.webhooksIdle();
  expect(typesOf(received)).toEqual(['pontoConnect.organization.blocked']);
});

it('sends events that nothing caused, of unknown types too', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  ponto.world.sendWebhook({ type: 'pontoConnect.account.somethingNew', relationships: {} }, 3);
  await ponto.world.webhooksIdle();
  expect(typesOf(received)).toEqual(Array.from({ length: 3 }, () => 'pontoConnect.account.somethingNew'));
  expect(new Set(received.map(({ body }) => body)).size).toBe(3);
});

it.each(forgeries)('forges a webhook that does not verify: %s', async (forgery) => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto, [400]);
  expect(await ponto.world.forgeWebhook(forgery)).toBe(400);
  await expect(verify(ponto, received[0])).rejects.toThrow();
});

it('repeats a delivery many times at once, with the same signature or a new one', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  ponto.world.block(ponto.world.organizations()[0]?.id ?? '');
  await ponto.world.webhooksIdle();
  const id = ponto.world.webhooks()[0]?.id ?? '';

  expect(await ponto.world.repeatWebhook(id, { copies: 5, replay: true })).toEqual([200, 200, 200, 200, 200]);
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(1);
  await ponto.world.repeatWebhook(id, { copies: 2 });
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(3);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
});

it('sends a burst of different events, each rightly signed, and counts the answers', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  const relationships = { organization: ponto.world.organizations()[0]?.id ?? '' };
  const event = { type: 'pontoConnect.organization.blocked', relationships } as const;
  expect(await ponto.world.burstOfWebhooks(event, 250)).toEqual({ 200: 250 });
  expect(new Set(received.map(({ body }) => body)).size).toBe(250);
  await verify(ponto, received.at(-1));
  ponto.world.configure({ webhookUrl: 'http://localhost:1/nobody' });
  expect(await ponto.world.burstOfWebhooks(event, 3)).toEqual({ none: 3 });
});

it('signs with a new key after a rotation, and tells whether the old one still counts', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  const organizationId = ponto.world.organizations()[0]?.id ?? '';
  ponto.world.block(organizationId);
  await ponto.world.webhooksIdle();
  ponto.world.rotateWebhookKey({ trustOld: true });
  ponto.world.unblock(organizationId);
  await ponto.world.webhooksIdle();

  expect(received.map(({ signature }) => decodeProtectedHeader(signature).kid)).toEqual([
    'sandbox_events_signature_1',
    'sandbox_events_signature_2',
  ]);
  for (const each of received) await verify(ponto, each);

  ponto.world.rotateWebhookKey();
  const { keys } = await keySetOf(ponto);
  expect(keys.map(({ status }) => status)).toEqual(['ACTIVE', 'INACTIVE', 'INACTIVE']);
});

async function keySetOf(ponto: GivenPonto) {
  return (await ponto.call(`${new URL(ponto.endpoints.apiUrl).origin}/webhooks/keys`)).body;
}

/** As a careful receiver does. */
async function verify(ponto: GivenPonto, received: Received | undefined): Promise<void> {
  const { signature, body } = received ?? { signature: '', body: '' };
  const { payload } = await jwtVerify(signature, createLocalJWKSet(await keySetOf(ponto)), {
    algorithms: ['RS512'],
    issuer: new URL(ponto.endpoints.apiUrl).origin,
    audience: ponto.endpoints.applicationId,
    clockTolerance: 30,
    maxTokenAge: 90,
    currentDate: new Date('2026-11-24T09:00:00Z'),
  });
  if (payload.digest !== createHash('sha512').update(body).digest('base64')) throw new Error('another digest');
}
