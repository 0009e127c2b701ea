import { describe, expect, it } from 'vitest';
import { createJsonApi } from './json-api.ts';
import { scriptedTransport } from './testing/scripted-transport.ts';
import { createKeyCache, createWebhooks } from './webhook-keys.ts';
import type { PontoWebhookKey } from './webhooks.ts';

describe('the keys of webhooks', () => {
  it('are fetched once for any number of deliveries', async () => {
    const { keysFor, fetches } = given({ kids: ['key-1'] });
    await Promise.all([keysFor('key-1'), keysFor('key-1'), keysFor('unknown')]);
    await keysFor('key-1');
    expect(fetches()).toBe(1);
  });

  it('are fetched again for an unknown id, but never more than once a minute', async () => {
    const { keysFor, fetches, pass } = given({ kids: ['key-1'] });
    const flood = () => Promise.all(Array.from({ length: 1000 }, (_, number) => keysFor(`made-up-${number}`)));
    await keysFor('key-1');
    await flood();
    pass(59_999);
    await flood();
    expect(fetches()).toBe(1);

    pass(1);
    await flood();
    expect(fetches()).toBe(2);
  });

  it('include a new one a minute after it came, without a restart', async () => {
    const kids = ['key-1'];
    const { keysFor, pass } = given({ kids });
    await keysFor('key-1');
    kids.push('key-2');
    pass(60_000);
    expect((await keysFor('key-2')).map(({ kid }) => kid)).toContain('key-2');
  });

  it('are forgotten within the hour after they were withdrawn', async () => {
    const kids = ['key-1'];
    const { keysFor, pass } = given({ kids });
    await keysFor('key-1');
    kids.pop();
    pass(60 * 60_000);
    expect(await keysFor('key-1')).toEqual([]);
  });

  it('are asked for again five seconds after a failure, however many deliveries come meanwhile', async () => {
    const { keysFor, failNext, fetches, pass } = given({ kids: ['key-1'] });
    failNext();
    await expect(keysFor('key-1')).rejects.toThrow('unreachable');
    pass(4_999);
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await expect(keysFor(`made-up-${attempt}`)).rejects.toThrow('unreachable');
    }
    expect(fetches()).toBe(1);

    pass(1);
    expect(await keysFor('key-1')).toHaveLength(1);
  });

  it('count only while they are active and meant for signatures', async () => {
    const key = { kty: 'RSA', use: 'sig', status: 'ACTIVE', kid: 'key-1', n: 'AQAB', e: 'AQAB' };
    const keys = [{ ...key, status: 'REVOKED' }, { ...key, use: 'enc' }, { ...key, kty: 'EC' }, 'nonsense'];
    const { transport, requests } = scriptedTransport({ body: JSON.stringify({ keys }) });
    const webhooks = createWebhooks({
      api: createJsonApi(transport),
      clock: { now: () => new Date(0) },
      issuer: 'https://api.example.test',
      applicationId: 'application',
    });

    const header = Buffer.from('{"alg":"RS512","kid":"key-1"}').toString('base64url');
    const delivery = { rawBody: Buffer.from('{}'), signatureHeader: `${header}.e30.AAAA` };
    await expect(webhooks.verify(delivery)).rejects.toMatchObject({ refusal: 'unknown-key' });
    expect(requests.map(({ target, headers }) => [target, headers.authorization])).toEqual([
      ['/webhooks/keys', undefined],
    ]);
  });

  it('are not fetched for a delivery that names another algorithm', async () => {
    const { transport, requests } = scriptedTransport({ body: '{"keys":[]}' });
    const webhooks = createWebhooks({
      api: createJsonApi(transport),
      clock: { now: () => new Date(0) },
      issuer: 'https://api.example.test',
      applicationId: 'application',
    });
    const header = Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url');
    await expect(
      webhooks.verify({ rawBody: Buffer.from('{}'), signatureHeader: `${header}.e30.` }),
    ).rejects.toMatchObject({ refusal: 'wrong-algorithm' });
    expect(requests).toEqual([]);
  });
});

function given({ kids }: { kids: string[] }) {
  let time = Date.parse('2026-11-20T07:00:00Z');
  let fetchCount = 0;
  let failing = false;
  const keysFor = createKeyCache(
    async () => {
      fetchCount += 1;
      if (failing) {
        failing = false;
        throw new Error('unreachable');
      }
      return kids.map((kid): PontoWebhookKey => ({ kid, n: 'AQAB', e: 'AQAB' }));
    },
    { now: () => new Date(time) },
  );
  return {
    keysFor,
    fetches: () => fetchCount,
    pass: (milliseconds: number) => (time += milliseconds),
    failNext: () => (failing = true),
  };
}
