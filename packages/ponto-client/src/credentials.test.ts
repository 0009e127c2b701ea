import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PontoClient } from './client.ts';
import { openCredentials, type PontoCredentials } from './credentials.ts';
import { startTestPonto } from './testing/test-ponto.ts';

let ponto: Awaited<ReturnType<typeof startTestPonto>>;
beforeAll(async () => {
  ponto = await startTestPonto();
});
afterAll(() => ponto.server.close());

/** What the server saw: which certificate asked for what, with which secret. */
let seen: string[] = [];
let arrived: () => void = () => undefined;
let release: Promise<undefined> = Promise.resolve(undefined);
beforeEach(() => {
  seen = [];
  release = Promise.resolve(undefined);
  ponto.answerWith((request, response) => {
    seen.push(`${certificateOf(request)} ${request.url} ${secretOf(request)}`.trim());
    arrived();
    if (request.url === '/ponto-connect/oauth2/token') {
      const isKnown = secretOf(request) !== 'wrong';
      const token = '{"access_token":"a","token_type":"bearer","expires_in":1799,"scope":""}';
      response.writeHead(isKnown ? 200 : 401).end(isKnown ? token : '{"error":"invalid_client"}');
    } else void release.then(() => response.end('{"sub":"organization-1"}'));
  });
});

const renewed = (change: Partial<PontoCredentials> = {}) =>
  ponto.credentials({ tls: ponto.server.renewedTls, clientSecret: 'renewed', ...change });

describe('renewed credentials', () => {
  it('are proved by a token, and then used for everything', async () => {
    await withClient(async (client) => {
      await client.userinfo.get('token');
      await client.rotateCredentials(renewed());
      await client.userinfo.get('token');
      await client.oauth.clientCredentials();
    });
    expect(seen).toEqual([
      'client /ponto-connect/userinfo',
      'renewed /ponto-connect/oauth2/token renewed',
      'renewed /ponto-connect/userinfo',
      'renewed /ponto-connect/oauth2/token renewed',
    ]);
  });

  it('interrupt nothing: what is under way ends with the old ones, beside what uses the new', async () => {
    await withClient(async (client) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      release = promise;
      const isUnderWay = new Promise<void>((done) => (arrived = done));
      const old = client.userinfo.get('token');
      await isUnderWay;

      let isOldClosed = false;
      const rotating = client.rotateCredentials(renewed()).then(() => (isOldClosed = true));
      await until(() => seen.length === 2);
      release = Promise.resolve(undefined);
      await until(async () => {
        await client.userinfo.get('token');
        return seen.at(-1) === 'renewed /ponto-connect/userinfo';
      });
      expect(isOldClosed).toBe(false);

      resolve(undefined);
      expect(await old).toMatchObject({ organizationId: 'organization-1' });
      await rotating;
    });
  });

  it('come in the middle of many requests without a failure', async () => {
    await withClient(async (client) => {
      const asking = Array.from({ length: 60 }, (_, turn) =>
        turn === 20 ? client.rotateCredentials(renewed()) : client.userinfo.get('token'),
      );
      await expect(Promise.all(asking)).resolves.toHaveLength(60);
      await client.userinfo.get('token');
      expect(seen.at(-1)).toBe('renewed /ponto-connect/userinfo');
    });
  });

  it.each<[string, () => PontoCredentials, object]>([
    ['Ponto refuses their secret', () => renewed({ clientSecret: 'wrong' }), { code: 'PONTO_OAUTH' }],
    [
      'Ponto does not know their certificate',
      () => renewed({ tls: ponto.server.strangerTls }),
      { code: 'PONTO_NETWORK' },
    ],
    [
      'their key is of another certificate',
      () => renewed({ tls: mixedTls() }),
      { message: expect.any(String) as string },
    ],
    [
      'they are of another client',
      () => renewed({ clientId: 'another' }),
      { message: expect.stringContaining('one application') as string },
    ],
    [
      'they are of another application',
      () => renewed({ applicationId: 'another' }),
      { message: expect.stringContaining('one application') as string },
    ],
  ])('stay aside when %s: the old ones go on', async (_what, next, failure) => {
    await withClient(async (client) => {
      await expect(client.rotateCredentials(next())).rejects.toMatchObject(failure);
      expect(await client.userinfo.get('token')).toMatchObject({ organizationId: 'organization-1' });
      expect(seen.at(-1)).toBe('client /ponto-connect/userinfo');
    });
  });
});

it('closes the connections of a set after the last task of it, even one that has not sent anything yet', async () => {
  const happened: string[] = [];
  const inUse = openCredentials(ponto.credentials(), ({ clientSecret }) => ({
    clientSecret,
    transport: {
      send: () => Promise.reject(new Error('nothing is sent')),
      close: () => Promise.resolve(void happened.push(`close ${clientSecret}`)),
    },
  }));
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const task = inUse.run(async ({ clientSecret }) => {
    await promise;
    happened.push(`end ${clientSecret}`);
  });
  const rotated = inUse.rotate(renewed(), () => Promise.resolve());
  await until(() => inUse.run(({ clientSecret }) => Promise.resolve(clientSecret === 'renewed')));
  resolve(undefined);
  await Promise.all([task, rotated]);
  expect(happened).toEqual(['end secret', 'close secret']);
});

async function withClient(use: (client: PontoClient) => Promise<void>): Promise<void> {
  await ponto.withClient({}, use);
}

function mixedTls() {
  return { ...ponto.server.renewedTls, key: ponto.server.tls.key };
}

function certificateOf({ socket }: IncomingMessage): string {
  return socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : '';
}

function secretOf({ headers }: IncomingMessage): string {
  const basic = /^Basic (.*)$/.exec(headers.authorization ?? '')?.[1];
  return basic === undefined ? '' : (atob(basic).split(':')[1] ?? '');
}

/** Looks again as often as the event loop allows; the test's own limit ends it. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
