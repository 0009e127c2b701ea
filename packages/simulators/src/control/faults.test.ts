import { gunzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { clientTls, givenAccount, givenPonto, type GivenPonto } from '../ponto/testing/given-ponto.ts';
import type { FaultRequest } from './fault-script.ts';

type Asked = { ponto: GivenPonto; ask: () => ReturnType<GivenPonto['get']>; raw: () => ReturnType<typeof request> };

/** Somebody who asks for user information, and what goes wrong with it. */
async function given(effect: FaultRequest['effect'], more: Partial<FaultRequest> = {}): Promise<Asked> {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  ponto.world.injectFault({ path: '*/userinfo', effect, ...more });
  const agent = new Agent({ connect: clientTls(ponto.endpoints) });
  onTestFinished(() => agent.destroy());
  return {
    ponto,
    ask: () => ponto.get('/userinfo', accessToken),
    raw: () =>
      request(`${ponto.endpoints.apiUrl}/userinfo`, {
        dispatcher: agent,
        headers: { authorization: `Bearer ${accessToken}` },
      }),
  };
}

it.each([
  [400, undefined, 'requestInvalid'],
  [403, 'paymentsNotActivated', 'paymentsNotActivated'],
  [404, undefined, 'resourceNotFound'],
  [409, undefined, 'conflict'],
  [422, undefined, 'attributeInvalid'],
  [503, undefined, 'serviceUnavailable'],
] as const)('answers %i with the code %s', async (status, code, expected) => {
  const { ask } = await given({ kind: 'status', status, ...(code === undefined ? {} : { code }) });
  expect(await ask()).toMatchObject({
    status,
    headers: { 'ibanity-request-id': expect.any(String) },
    body: { errors: [{ code: expected }] },
  });
});

it.each(['7', 'Tue, 24 Nov 2026 09:05:00 GMT', 'soon', '-1', '99999999999'])(
  'asks to come back after %s',
  async (retryAfter) => {
    const { ask } = await given({ kind: 'status', status: 429, retryAfter });
    expect((await ask()).headers['retry-after']).toBe(retryAfter);
  },
);

it('fails at the token endpoint in its own words', async () => {
  const { ponto } = await given({ kind: 'drop' });
  ponto.world.injectFault({ path: '*/oauth2/token', effect: { kind: 'status', status: 401 } });
  const denied = await ponto.token({ grant_type: 'client_credentials' });
  expect([denied.status, denied.body.error]).toEqual([401, 'invalid_client']);
  ponto.world.injectFault({ path: '*/oauth2/token', effect: { kind: 'status', status: 400, code: 'token_inactive' } });
  expect((await ponto.token({ grant_type: 'client_credentials' })).body.error).toBe('token_inactive');
});

it('closes the connection half-way through the body', async () => {
  const { ask } = await given({ kind: 'cut' });
  await expect(ask()).rejects.toThrow();
  expect((await ask()).status).toBe(200);
});

it('sends the body a byte at a time', async () => {
  const { raw } = await given({ kind: 'trickle' });
  const { headers, body } = await raw();
  expect(headers['ibanity-request-id']).toBeTypeOf('string');
  for await (const part of body) {
    expect(part).toHaveLength(1);
    break;
  }
});

it('trickles the whole answer in the end', async () => {
  const { ask } = await given({ kind: 'trickle', bytesPerSecond: 10_000 });
  const trickled = await ask();
  expect(trickled.body).toEqual((await ask()).body);
});

it('sends a body without end', async () => {
  const { raw } = await given({ kind: 'endless' });
  const { body } = await raw();
  let received = 0;
  for await (const part of body) {
    received += (part as Buffer).length;
    if (received > 1_000_000) break;
  }
  expect(received).toBeGreaterThan(1_000_000);
});

it('says that a body is compressed that is not, and compresses one that fills a memory', async () => {
  const { ponto, raw } = await given({ kind: 'bad-gzip' });
  ponto.world.injectFault({ path: '*/userinfo', effect: { kind: 'gzip-bomb' } });
  const bad = await raw();
  expect(bad.headers['content-encoding']).toBe('gzip');
  const badBody = Buffer.from(await bad.body.arrayBuffer());
  expect(() => gunzipSync(badBody)).toThrow();

  const bomb = Buffer.from(await (await raw()).body.arrayBuffer());
  expect(bomb.length).toBeLessThan(1_000_000);
  expect(() => gunzipSync(bomb, { maxOutputLength: 200_000_000 })).toThrow(/larger than/);
});

it('leads somewhere else', async () => {
  const { ask } = await given({ kind: 'redirect', location: 'https://evil.example/', status: 307 });
  expect(await ask()).toMatchObject({ status: 307, headers: { location: 'https://evil.example/' } });
});

it('changes single places of a right answer, and takes others away', async () => {
  const { ask } = await given({
    kind: 'rewrite',
    changes: [
      { pointer: '/name', value: null },
      { pointer: '/surprise', value: { deep: [1] } },
      { pointer: '/__proto__', value: { polluted: true } },
      { pointer: '/sub' },
      { pointer: '/no/such/place', value: 1 },
    ],
  });
  const { text } = await ask();
  expect(text).toContain('"name":null');
  expect(text).toContain('"surprise":{"deep":[1]}');
  expect(text).toContain('"__proto__":{"polluted":true}');
  expect(text).not.toContain('"sub"');
});

it('fails by chance, in the same way for the same seed', async () => {
  const statuses = async () => {
    const { ask } = await given({ kind: 'status', status: 500 }, { times: 1_000, probability: 0.4 });
    const seen = [];
    for (let call = 0; call < 30; call += 1) seen.push((await ask()).status);
    return seen;
  };
  const [first, again] = [await statuses(), await statuses()];
  expect(again).toEqual(first);
  expect(new Set(first)).toEqual(new Set([200, 500]));
});
