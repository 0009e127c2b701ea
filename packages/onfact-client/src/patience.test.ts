import type { ServerResponse } from 'node:http';
import { money, type IsoDate } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import { createOnfactClient } from './client.ts';
import { apiKeyCredentials } from './credentials.ts';
import { givenOnfact } from './testing/given-onfact.ts';

const payment = { paymentAccountId: 7, date: '2026-11-19' as IsoDate, amount: money(12100n, 'EUR') };
const busy = (response: ServerResponse, headers = {}) => response.writeHead(429, headers).end('{"code":"X"}');

it('a reading that is told to wait waits, and goes on', async () => {
  let answers = 0;
  await using given = await givenOnfact((_request, response) => {
    answers += 1;
    if (answers < 3) busy(response, { 'retry-after': '5' });
    else response.end('{"count":0,"items":[]}');
  });
  const client = await patientClient(given.url);
  expect(await client.onfact.invoices.listPage()).toMatchObject({ count: 0 });
  expect(client.slept).toEqual([5_000, 5_000]);
  await client.onfact.close();
});

it('a reading does not wait for ever', async () => {
  await using given = await givenOnfact((_request, response) => busy(response));
  const client = await patientClient(given.url);
  await expect(client.onfact.invoices.get(1)).rejects.toMatchObject({ status: 429, retryAfterMs: 40_000 });
  expect(given.requests).toHaveLength(3);
  await client.onfact.close();
});

it('a write that is told to wait is not repeated, and holds back all others until then', async () => {
  await using given = await givenOnfact((_request, response) => busy(response, { 'retry-after': '120' }));
  const client = await patientClient(given.url);
  await expect(client.onfact.invoices.createPayment(1, payment)).rejects.toMatchObject({
    status: 429,
    outcomeUnknown: false,
  });
  await expect(client.onfact.payments.get(1)).rejects.toMatchObject({
    code: 'ONFACT_HELD_BACK',
    outcomeUnknown: false,
  });
  expect(given.requests).toHaveLength(1);
  await client.onfact.close();
});

/** Time passes by sleeping only. */
async function patientClient(apiUrl: string) {
  let time = Date.parse('2026-11-20T07:00:00Z');
  const slept: number[] = [];
  const clock = {
    now: () => new Date(time),
    async sleep(milliseconds: number) {
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
  const credentials = apiKeyCredentials({ sessionKey: 'key', companyUuid: 'company-1' });
  return { onfact: createOnfactClient({ apiUrl, credentials, requestsPerSecond: 1000, clock }), slept };
}
