import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { money, type IsoDate } from '@onfact-ponto/primitives';
import { describe, expect, it } from 'vitest';
import { createOnfactClient } from './client.ts';
import { apiKeyCredentials } from './credentials.ts';
import { givenOnfact, sessionKey } from './testing/given-onfact.ts';

const payment = { paymentAccountId: 7, date: '2026-11-19' as IsoDate, amount: money(12100n, 'EUR') };

describe('every request', () => {
  it('carries the key exactly as it is, the company, and the extension that onFact wants', async () => {
    await using given = await givenOnfact((_request, response) => response.end('{"count":0,"items":[]}'));
    await given.onfact.payments.listPage({
      filter: { q: 'payment_account_id:7 AND name:"Jan & co"', accepts: () => true },
      orderBy: 'id:ascend',
      limit: 50,
    });

    expect(given.requests[0]).toMatchObject({
      method: 'GET',
      url: '/v1/payments.json?q=payment_account_id%3A7+AND+name%3A%22Jan+%26+co%22&offset=0&limit=50&order_by=id%3Aascend',
      headers: { 'x-session-key': sessionKey, 'x-company-uuid': 'company-1', accept: 'application/json' },
    });
  });
});

describe('a payment', () => {
  it('goes out with the very digits of its amount', async () => {
    await using given = await givenOnfact((_request, response) => response.writeHead(201).end('{"id":55,"code":"OK"}'));
    const amount = money(9007199254740993n, 'EUR');
    const party = { name: 'Houtatelier', iban: 'BE68539007547034' };

    expect(await given.onfact.invoices.createPayment(12, { ...payment, ...party, amount })).toEqual({ id: 55 });
    expect(given.requests[0]).toMatchObject({ method: 'POST', url: '/v1/invoices/12/payments.json' });
    expect(given.requests[0]?.body).toBe(
      '{"payment_account_id":7,"date":"2026-11-19","amount":90071992547409.93,"currency_id":"EUR","name":"Houtatelier","iban":"BE68539007547034"}',
    );
  });

  it('is taken back by its own number, whether the answer has a body or not', async () => {
    await using given = await givenOnfact((_request, response) => response.writeHead(204).end());
    await given.onfact.payments.delete(55);
    expect(given.requests[0]).toMatchObject({ method: 'DELETE', url: '/v1/payments/55.json', body: '' });
  });

  it('can be read back and found again', async () => {
    const wire = {
      id: 55,
      payment_account_id: '7',
      date: '2026-11-19',
      amount: { _: 121, EUR: 121 },
      name: 'Jan',
      iban: null,
    };
    await using given = await givenOnfact(({ url }, response) => {
      response.end(JSON.stringify(url.includes('/55') ? wire : { count: 1, items: [wire] }));
    });
    const expected = {
      id: 55,
      paymentAccountId: 7,
      date: '2026-11-19',
      amount: money(12100n, 'EUR'),
      name: 'Jan',
      iban: undefined,
    };
    expect(await given.onfact.payments.get(55)).toMatchObject(expected);
    expect((await given.onfact.payments.listPage()).items).toMatchObject([expected]);
  });
});

it('reads a payment that was taken back as deleted', async () => {
  const wire = { id: 55, date: '2026-11-19', amount: { _: 121 }, currency_id: 'EUR', deleted: true };
  await using given = await givenOnfact((_request, response) => response.end(JSON.stringify(wire)));
  expect(await given.onfact.payments.get(55)).toMatchObject({ id: 55, deleted: true });
});

it('tells onFact that an invoice is paid', async () => {
  await using given = await givenOnfact((_request, response) => response.writeHead(201).end('{"id":1,"code":"OK"}'));
  await given.onfact.invoices.postEvent(12, 'paid');
  expect(given.requests[0]).toMatchObject({ url: '/v1/invoices/12/document-events.json', body: '{"status":"paid"}' });
});

it('lists and makes payment accounts by their IBAN', async () => {
  await using given = await givenOnfact(({ method }, response) => {
    if (method === 'POST') response.writeHead(201).end('{"id":9,"code":"OK"}');
    else
      response.end(
        '{"count":2,"items":[{"id":7,"name":"Zicht","iban":"be68 5390 0754 7034"},{"id":8,"name":"Kas","iban":""}]}',
      );
  });
  const items = await given.onfact.paymentAccounts.all();
  expect(items.map(({ id, iban }) => [id, iban])).toEqual([
    [7, 'BE68539007547034'],
    [8, undefined],
  ]);
  const [first] = items;
  if (first?.iban)
    expect(await given.onfact.paymentAccounts.create({ name: 'Zicht', iban: first.iban })).toEqual({ id: 9 });
});

it('lists the companies of an accountant', async () => {
  await using given = await givenOnfact((_request, response) => {
    response.end('{"count":1,"items":[{"id":3,"uuid":"u-3","name":"Studio Karmijn","vat":"BE0655817208"}]}');
  });
  expect(await given.onfact.companies.all()).toMatchObject([{ id: 3, uuid: 'u-3', vat: 'BE0655817208' }]);
});

describe('a refusal', () => {
  it.each<[number, Record<string, string>, string, number | undefined]>([
    [400, {}, 'ONFACT_VALIDATION', undefined],
    [401, {}, 'ONFACT_UNAUTHORIZED', undefined],
    [403, {}, 'ONFACT_FORBIDDEN', undefined],
    [404, {}, 'ONFACT_NOT_FOUND', undefined],
    [422, {}, 'ONFACT_VALIDATION', undefined],
    [429, {}, 'ONFACT_TOO_MANY_REQUESTS', 10_000],
    [429, { 'retry-after': '10' }, 'ONFACT_TOO_MANY_REQUESTS', 10_000],
    [429, { 'retry-after': '0' }, 'ONFACT_TOO_MANY_REQUESTS', 1000],
    [429, { 'retry-after': '99999999' }, 'ONFACT_TOO_MANY_REQUESTS', 3_600_000],
    [429, { 'retry-after': 'Fri, 20 Nov 2026 07:01:23 GMT' }, 'ONFACT_TOO_MANY_REQUESTS', 10_000],
    [500, {}, 'ONFACT_SERVER', undefined],
    [503, { 'retry-after': '3' }, 'ONFACT_SERVER', 3000],
  ])('of %i %j is %s', async (status, headers, code, retryAfterMs) => {
    await using given = await givenOnfact((_request, response) =>
      response.writeHead(status, headers).end('{"code":"X"}'),
    );
    await expect(given.onfact.invoices.get(1)).rejects.toMatchObject({
      code,
      status,
      retryAfterMs,
      outcomeUnknown: false,
    });
  });

  it('names the fields and rules that were broken, without their values', async () => {
    await using given = await givenOnfact((_request, response) => {
      const errors = { lines: [{ name: { _empty: 'BE68539007547034 is leeg' } }], date: { _date: 'fout' } };
      response.writeHead(400).end(JSON.stringify({ code: 'ValidationError', message: 'BE68539007547034', errors }));
    });
    const error: unknown = await given.onfact.invoices.createPayment(1, payment).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ problems: ['lines[0].name _empty', 'date _date'] });
    expect(inspect(error)).not.toContain('BE68539007547034');
  });
});

describe('a write without a clear answer', () => {
  const limits = { totalMs: 10_000, connectMs: 10_000, maximumBodyBytes: 2000 };
  it.each<[string, (response: ServerResponse) => void, string, number?]>([
    ['is never answered', () => undefined, 'ONFACT_TIMEOUT', 300],
    ['is answered half', (to) => to.writeHead(201).write('{"id":'), 'ONFACT_TIMEOUT', 300],
    ['is cut off', (to) => to.destroy(), 'ONFACT_NETWORK'],
    ['fails inside onFact', (to) => to.writeHead(500).end('{"code":"X"}'), 'ONFACT_SERVER'],
    ['is answered by a proxy', (to) => to.writeHead(502).end('<html>'), 'ONFACT_SERVER'],
    ['is answered with cut JSON', (to) => to.writeHead(201).end('{"id":'), 'ONFACT_UNEXPECTED_RESPONSE'],
    ['is answered without its number', (to) => to.writeHead(201).end('{"code":"OK"}'), 'ONFACT_UNEXPECTED_RESPONSE'],
    ['is answered with nothing', (to) => to.writeHead(201).end(), 'ONFACT_UNEXPECTED_RESPONSE'],
    ['is answered far too long', (to) => to.end('x'.repeat(10_000)), 'ONFACT_UNEXPECTED_RESPONSE'],
    ['is sent elsewhere', (to) => to.writeHead(302, { location: '/' }).end(), 'ONFACT_UNEXPECTED_RESPONSE'],
  ])('that %s may have been done', async (_what, answer, code, totalMs = limits.totalMs) => {
    await using given = await givenOnfact((_request, response) => answer(response), { ...limits, totalMs });
    await expect(given.onfact.invoices.createPayment(1, payment)).rejects.toMatchObject({ code, outcomeUnknown: true });
    await expect(given.onfact.invoices.get(1)).rejects.toMatchObject({ outcomeUnknown: false });
    expect(given.requests).toHaveLength(2);
  });

  it('was surely not done when nobody listens, or when onFact refused', async () => {
    const given = await givenOnfact((_request, response) => response.end());
    await given[Symbol.asyncDispose]();
    const nobody = createOnfactClient({ ...clientOptions(), apiUrl: given.url });
    await expect(nobody.invoices.createPayment(1, payment)).rejects.toMatchObject({
      code: 'ONFACT_NETWORK',
      outcomeUnknown: false,
    });
    await nobody.close();

    await using refusing = await givenOnfact((_request, response) => response.writeHead(403).end('{}'));
    await expect(refusing.onfact.payments.delete(1)).rejects.toMatchObject({ outcomeUnknown: false });
  });
});

describe('a client', () => {
  it.each(['http://api5.onfact.be', 'https://api5.onfact.be/v1', 'ftp://localhost', 'https://api5.onfact.be/?a=b'])(
    'is not made for %s',
    (apiUrl) => expect(() => createOnfactClient({ ...clientOptions(), apiUrl })).toThrow('apiUrl'),
  );

  it.each(['', 'with blank ', 'line\nbreak', 'sleutel\u0301'])(
    'does not take %j for a key, and does not repeat it',
    (key) => {
      expect(() => apiKeyCredentials({ sessionKey: key, companyUuid: 'company-1' })).toThrow(/^The onFact session key/);
      expect(() => apiKeyCredentials({ sessionKey, companyUuid: key })).toThrow(/^The onFact company uuid/);
    },
  );
});

function clientOptions() {
  return {
    apiUrl: 'https://api5.onfact.be',
    credentials: apiKeyCredentials({ sessionKey, companyUuid: 'company-1' }),
    requestsPerSecond: 1,
    clock: { now: () => new Date(0), async sleep() {} },
  };
}
