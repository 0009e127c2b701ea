import { money, type IsoDate } from '@onfact-ponto/primitives';
import { expect, it } from 'vitest';
import { payInvoice } from '../examples/pay-an-invoice.ts';
import { apiKeyCredentials } from './credentials.ts';
import { givenOnfact } from './testing/given-onfact.ts';

const payment = { paymentAccountId: 7, date: '2026-11-19' as IsoDate, amount: money(12100n, 'EUR'), iban: 'BE68' };
const wire = { id: 5, payment_account_id: 7, date: '2026-11-19', amount: { EUR: 121 }, iban: 'BE68' };
const invoice = { id: 3, number_formatted: '2026-114', status: 'sent', total_amount_incl: { EUR: 121 } };

it.each([
  ['pays an open invoice', { sent: false, items: [invoice] }, 'paid', 1],
  ['does not pay one that is not there', { sent: false, items: [] }, 'not-open', 0],
  ['does not pay again what it finds', { sent: true, items: [wire] }, 'paid', 0],
])('%s', async (_what, { sent, items }, expected, written) => {
  await using given = await givenOnfact(({ method }, response) => {
    if (method === 'POST') response.writeHead(201).end('{"id":5}');
    else response.end(JSON.stringify({ count: items.length, items }));
  });
  const options = {
    apiUrl: given.url,
    credentials: apiKeyCredentials({ sessionKey: 'key', companyUuid: 'company-1' }),
    requestsPerSecond: 1000,
    clock: { now: () => new Date(0), async sleep() {} },
  };
  expect(await payInvoice(options, { number: '2026-114', payment, sent })).toBe(expected);
  expect(given.requests.filter(({ method }) => method === 'POST')).toHaveLength(written);
});
