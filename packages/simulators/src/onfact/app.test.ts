import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { demoScenario } from '../scenarios/demo-scenario.ts';
import { completed } from './completed-state.ts';
import { emptyOnfactScenario, onfactStateOf } from './scenario.ts';
import { givenInvoice, givenOnfact, type GivenOnfact } from './testing/given-onfact.ts';

const pay = ({ call }: GivenOnfact, invoiceId: number, accountId: number, amount: unknown) =>
  call('POST', `/v1/invoices/${invoiceId}/payments.json`, {
    body: { payment_account_id: accountId, date: '2026-11-24', amount, name: 'Optiek Claes', iban: 'BE71096123456769' },
  });
const statusOf = async ({ get }: GivenOnfact, invoiceId: number) =>
  (await get(`/v1/invoices/${invoiceId}.json`)).body.status;

it('wants the extension .json on every path', async () => {
  const onfact = await givenOnfact();
  expect((await onfact.get('/v1/invoices.json')).status).toBe(200);
  const { status, body } = await onfact.get('/v1/invoices');
  expect([status, body.code]).toEqual([404, 'NotFound']);
});

it('refuses a wrong key with 401 and a foreign company with 403', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const { companyUuid, companies, sessionKey } = onfact.endpoints;
  const asked = (key: string, uuid: string) =>
    onfact.call('GET', '/v1/invoices.json', { headers: { 'x-session-key': key, 'x-company-uuid': uuid } });
  const tom = onfact.world.users().find(({ email }) => email === 'tom@delinde.be');

  expect((await asked('wrong', companyUuid)).body).toMatchObject({ code: 'Unauthorized' });
  expect((await asked('wrong', companyUuid)).status).toBe(401);
  expect((await asked(tom?.sessionKey ?? '', companyUuid)).status).toBe(200);
  const foreign = await asked(tom?.sessionKey ?? '', companies[1]?.uuid ?? '');
  expect([foreign.status, foreign.body.code]).toEqual([403, 'Forbidden']);
  expect((await asked(sessionKey, companies[1]?.uuid ?? '')).status).toBe(200);
});

it('has session keys of 64 characters, some of them awkward', async () => {
  const { endpoints } = await givenOnfact();
  expect(endpoints.sessionKey).toHaveLength(64);
  expect(endpoints.sessionKey).toMatch(/[!#&%]/);
});

it('gives every invoice once over the pages, at most 100 a page', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const ids = new Set<unknown>();
  let offset = 0;
  let count = 1;
  for (; offset < count; offset += 100) {
    const { body } = await onfact.get(`/v1/invoices.json?limit=500&offset=${offset}&order_by=id:ascend`);
    expect(body.items.length).toBeLessThanOrEqual(100);
    for (const { id } of body.items) ids.add(id);
    count = body.count;
  }
  expect([ids.size, count]).toEqual([400, 400]);
});

it('ignores parameters that it does not know, silently', async () => {
  const onfact = await givenOnfact();
  await givenInvoice(onfact);
  const { status, body } = await onfact.get('/v1/invoices.json?order_reference=none&contact_id=1&per_page=0&page=9');
  expect([status, body.count]).toEqual([200, 1]);
});

it('counts another total on each page while a colleague is at work', async () => {
  const onfact = await givenOnfact();
  await givenInvoice(onfact);
  onfact.world.configure({ invoicesGrowWhilePaging: true });
  const counts = [];
  for (let page = 0; page < 3; page += 1) counts.push((await onfact.get('/v1/invoices.json')).body.count);
  expect(counts).toEqual([1, 2, 3]);
});

it('writes money as numbers under the currency and "_", a balance as a string, and a valid OGM', async () => {
  const onfact = await givenOnfact();
  const { invoiceId, accountId } = await givenInvoice(onfact);
  const { body } = await onfact.get(`/v1/invoices/${invoiceId}.json`);
  expect(body).toMatchObject({
    number_formatted: '2026-001',
    ogm: '+++202/6000/00192+++',
    expiration_date: '2026-12-24',
    total_amount_excl: { _: 100, EUR: 100 },
    total_amount_incl: { _: 121, EUR: 121 },
  });
  expect((await onfact.get(`/v1/payment-accounts/${accountId}.json`)).body.current_balance).toBe('0.00');
});

it('makes an invoice paid when payments reach its total, and open again when one is deleted', async () => {
  const onfact = await givenOnfact();
  const { invoiceId, accountId } = await givenInvoice(onfact);
  await pay(onfact, invoiceId, accountId, 100.99);
  expect(await statusOf(onfact, invoiceId)).toBe('sent');
  const { body } = await pay(onfact, invoiceId, accountId, { _: 20.01, EUR: 20.01 });
  expect(await statusOf(onfact, invoiceId)).toBe('paid');

  expect((await onfact.call('DELETE', `/v1/payments/${body.id}.json`)).status).toBe(200);
  expect(await statusOf(onfact, invoiceId)).toBe('sent');
  expect((await onfact.get(`/v1/payments/${body.id}.json`)).body.deleted).toBe(true);
  expect((await onfact.get('/v1/payments.json')).body.count).toBe(1);
});

it('leaves the status to events when payments do not set it', async () => {
  const onfact = await givenOnfact();
  const { invoiceId, accountId } = await givenInvoice(onfact);
  onfact.world.configure({ autoPaid: false });
  await pay(onfact, invoiceId, accountId, 121);
  expect(await statusOf(onfact, invoiceId)).toBe('sent');
  await onfact.call('POST', `/v1/invoices/${invoiceId}/document-events.json`, { body: { status: 'paid' } });
  expect(await statusOf(onfact, invoiceId)).toBe('paid');
});

it('does not let a locked invoice change', async () => {
  const onfact = await givenOnfact();
  const { invoiceId } = await givenInvoice(onfact);
  onfact.world.changeDocument(onfact.endpoints.companyUuid, invoiceId, { locked: true });
  const path = `/v1/invoices/${invoiceId}/document-events.json`;
  const { status, body } = await onfact.call('POST', path, { body: { status: 'paid' } });
  expect([status, body.code]).toEqual([400, 'ValidationError']);
});

it.each([
  ['payment_account_id', { payment_account_id: 1 }],
  ['date', { date: '24/11/2026' }],
  ['amount', { amount: 12.345 }],
  ['amount', { amount: undefined }],
])('names the field %s when it is wrong', async (field, wrong) => {
  const onfact = await givenOnfact();
  const { invoiceId, accountId } = await givenInvoice(onfact);
  const { status, body } = await onfact.call('POST', `/v1/invoices/${invoiceId}/payments.json`, {
    body: { payment_account_id: accountId, date: '2026-11-24', amount: 121, ...wrong },
  });
  expect([status, body.code]).toEqual([400, 'ValidationError']);
  expect(body.errors).toHaveProperty(field);
  expect(onfact.world.payments(onfact.endpoints.companyUuid)).toEqual([]);
});

it('can lose the answer after it wrote the payment, so that a twin can be looked for', async () => {
  const onfact = await givenOnfact();
  const { invoiceId, accountId } = await givenInvoice(onfact);
  onfact.world.injectFault({
    method: 'POST',
    path: '/v1/invoices/*/payments.json',
    effect: { kind: 'status-after', status: 500 },
  });

  const { status, body } = await pay(onfact, invoiceId, accountId, 121);
  expect([status, body.code]).toEqual([500, 'InternalServerError']);
  const query = `payment_account_id:${accountId} AND date:2026-11-24`;
  const found = await onfact.get(`/v1/payments.json?q=${encodeURIComponent(query)}`);
  expect(found.body.items).toMatchObject([{ amount: { _: 121 }, iban: 'BE71096123456769' }]);
});

it.each([
  ['status:sent', 1],
  ['status:paid', 0],
  ['number_formatted:2026-*', 1],
  ['number_formatted:2026-* AND customer_name:"Garage Moerbeke NV"', 1],
  ['number_formatted:2026-* && customer_name:Garage*', 1],
  ['customer_name:garage', 0],
  ['total_amount_incl:121', 1],
  ['no_such_field:1', 0],
])('finds invoices by q=%s', async (q, count) => {
  const onfact = await givenOnfact();
  await givenInvoice(onfact);
  expect((await onfact.get(`/v1/invoices.json?q=${encodeURIComponent(q)}`)).body.count).toBe(count);
});

it('knows customers by a flag, and orders both ways', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const all = await onfact.get('/v1/contacts.json?q=isCustomer&order_by=name:ascend');
  expect(all.body.count).toBe(44);
  expect((await onfact.get('/v1/contacts.json?q=isSupplier')).body.count).toBe(16);
  const reversed = await onfact.get('/v1/contacts.json?q=isCustomer&order_by=name:descend');
  expect(reversed.body.items[0]).toEqual(all.body.items.at(-1));
});

const kinds = [
  ['invoices', 'sent'],
  ['creditnotes', 'sent'],
  ['paymentrequests', 'sent'],
  ['purchases', 'unpaid'],
] as const;

it.each(kinds)('takes payments for %s, and has them %s again when one is deleted', async (kind, open) => {
  const onfact = await givenOnfact();
  const { accountId } = await givenInvoice(onfact);
  const { companyUuid } = onfact.endpoints;
  const { id } = onfact.world.addDocument(companyUuid, { kind, amount: '50.00' });
  const body = { payment_account_id: accountId, date: '2026-11-24', amount: 50 };
  const payment = await onfact.call('POST', `/v1/${kind}/${id}/payments.json`, { body });
  const status = async () => (await onfact.get(`/v1/${kind}/${id}.json`)).body.status;
  expect([payment.status, await status()]).toEqual([201, 'paid']);
  await onfact.call('DELETE', `/v1/payments/${payment.body.id}.json`);
  expect(await status()).toBe(open);
  expect((await onfact.get(`/v1/${kind}.json`)).body.items.map((item) => item.id)).toContain(id);
});

it('tells of a purchase whom to pay and where, and of kinds without a due date none', async () => {
  const onfact = await givenOnfact();
  const { companyUuid } = onfact.endpoints;
  const payee = { iban: 'BE71096123456769', bic: 'KEMPBEBBXXX' };
  const purchase = onfact.world.addDocument(companyUuid, {
    kind: 'purchases',
    amount: '363.00',
    contactName: 'Houthandel Leemans NV',
    payee,
    reference: 'F26/1804',
  });
  const credit = onfact.world.addDocument(companyUuid, { kind: 'creditnotes', amount: '10.00' });
  expect((await onfact.get(`/v1/purchases/${purchase.id}.json`)).body).toMatchObject({
    supplier_name: 'Houthandel Leemans NV',
    supplier_iban: payee.iban,
    supplier_bic: payee.bic,
    reference: 'F26/1804',
    expiration_date: '2026-12-24',
  });
  const { body } = await onfact.get(`/v1/creditnotes/${credit.id}.json`);
  expect([body.expiration_date, body.ogm]).toEqual([undefined, undefined]);
});

it('reads what was deleted, and shows it in no list', async () => {
  const onfact = await givenOnfact();
  const { invoiceId } = await givenInvoice(onfact);
  onfact.world.changeDocument(onfact.endpoints.companyUuid, invoiceId, { deleted: true });
  expect((await onfact.get(`/v1/invoices/${invoiceId}.json`)).body.deleted).toBe(true);
  expect((await onfact.get('/v1/invoices.json')).body.count).toBe(0);
});

it('keeps books in euros of invoices in dollars', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const exporter = onfact.endpoints.companies.find(({ name }) => name.startsWith('Noordkaap'));
  const headers = { 'x-session-key': exporter?.sessionKey ?? '', 'x-company-uuid': exporter?.uuid ?? '' };
  const { body } = await onfact.call('GET', '/v1/invoices.json', { headers });
  expect(body.count).toBe(9);
  for (const { total_amount_incl: total, currency_id: currency } of body.items) {
    expect(currency).toBe('USD');
    const { _: amount, USD, EUR } = total as Record<string, number>;
    expect([USD, EUR]).toEqual([amount, Math.round((amount ?? 0) * 92) / 100]);
  }
});

it('gives an accountant three companies', async () => {
  const onfact = await givenOnfact({ scenario: demoScenario(1, '2026-11-24').onfact });
  const griet = onfact.world.users().find(({ email }) => email === 'griet@hoekstra.example');
  const { body } = await onfact.call('GET', '/v1/companies.json', {
    headers: { 'x-session-key': griet?.sessionKey ?? '' },
  });
  expect(body.items.map(({ name }) => name)).toEqual([
    'Houtatelier De Linde BV',
    'Studio Karmijn BV',
    'Noordkaap Export BV',
  ]);
});

describe('tokens by password', () => {
  const signIn = ({ call }: GivenOnfact, password = 'demo-onfact') =>
    call('POST', '/v1/oauth2/token', {
      headers: {},
      body: { grant_type: 'password', username: 'mieke@delinde.be', password },
    });
  const listed = async (onfact: GivenOnfact, token: unknown) => {
    const headers = { authorization: `Bearer ${String(token)}`, 'x-company-uuid': onfact.endpoints.companyUuid };
    return (await onfact.call('GET', '/v1/invoices.json', { headers })).status;
  };

  it('open the API until they expire, and are refreshed once', async () => {
    const onfact = await givenOnfact();
    const { body } = await signIn(onfact);
    expect([body['2fa_required'], await listed(onfact, body.access_token)]).toEqual([false, 200]);
    onfact.world.expireAccessTokens();
    expect(await listed(onfact, body.access_token)).toBe(401);

    const refresh = () =>
      onfact.call('POST', '/v1/oauth2/token', {
        headers: {},
        body: { grant_type: 'refresh_token', refresh_token: body.refresh_token },
      });
    const renewed = await refresh();
    expect(await listed(onfact, renewed.body.access_token)).toBe(200);
    expect((await refresh()).status).toBe(401);
  });

  it('serve for nothing before the second factor', async () => {
    const onfact = await givenOnfact();
    onfact.world.requireTwoFactor('mieke@delinde.be', '123456');
    const { body } = await signIn(onfact);
    const confirm = (code: number) =>
      onfact.call('PUT', '/v1/oauth2/two-factor-authentication', {
        headers: { authorization: `Bearer ${String(body.access_token)}` },
        body: { code },
      });
    expect([body['2fa_required'], await listed(onfact, body.access_token)]).toEqual([true, 401]);
    expect((await confirm(654321)).body.code).toBe('InvalidTwoFactorAuthenticationCode');
    expect((await confirm(123456)).status).toBe(200);
    expect(await listed(onfact, body.access_token)).toBe(200);
  });

  it('are refused for a wrong password, and for a minute after the fifth', async () => {
    const onfact = await givenOnfact();
    for (let time = 0; time < 5; time += 1) expect((await signIn(onfact, 'wrong')).body.code).toBe('InvalidLogin');
    expect((await signIn(onfact)).status).toBe(429);
    onfact.world.advanceClock(61_000);
    expect((await signIn(onfact)).status).toBe(200);
  });
});

it.each([
  ['ordersLists', '/v1/payments.json?order_by=id:descend'],
  ['filtersLists', '/v1/payments.json?q=date:2020-01-01'],
] as const)('can be an onFact without %s', async (setting, path) => {
  const onfact = await givenOnfact();
  const { invoiceId, accountId } = await givenInvoice(onfact);
  for (const amount of [10, 20]) await pay(onfact, invoiceId, accountId, amount);
  const heeded = await onfact.get(path);
  onfact.world.configure({ [setting]: false });
  const ignored = await onfact.get(path);
  expect(ignored.body.items.map(({ amount }) => (amount as { EUR: number }).EUR)).toEqual([10, 20]);
  expect(heeded.body.items).not.toEqual(ignored.body.items);
});

it('can show what went out below nothing, and takes it off the account either way', async () => {
  const onfact = await givenOnfact();
  const { accountId } = await givenInvoice(onfact);
  const { id } = onfact.world.addDocument(onfact.endpoints.companyUuid, { kind: 'purchases', amount: '50.00' });
  const body = { payment_account_id: accountId, date: '2026-11-24', amount: 50 };
  const payment = await onfact.call('POST', `/v1/purchases/${id}/payments.json`, { body });
  const shown = async () => (await onfact.get(`/v1/payments/${payment.body.id}.json`)).body.amount;
  expect(await shown()).toMatchObject({ _: 50 });
  onfact.world.configure({ outgoingBelowNothing: true });
  expect(await shown()).toMatchObject({ _: -50 });
  expect((await onfact.get(`/v1/payment-accounts/${accountId}.json`)).body.current_balance).toBe('-50.00');
});

it('goes on with the state file of an earlier version', () => {
  const beginning = onfactStateOf(emptyOnfactScenario, 1, new Date('2026-11-24T09:00:00Z'));
  const [company] = beginning.companies;
  const invoice = { id: 7, customerId: 3, status: 'sent', currency: 'EUR' };
  const earlier = { ...company, invoices: [invoice], payments: [{ id: 8, invoiceId: 7 }] };
  Reflect.deleteProperty(earlier, 'documents');
  const [read] = completed({ ...beginning, companies: [earlier as never] }, beginning).companies;
  expect(read?.documents).toMatchObject([{ id: 7, kind: 'invoices', contactId: 3 }]);
  expect(read?.payments).toMatchObject([{ id: 8, documentId: 7 }]);
});

it('survives a restart with a state file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'onfact-state-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const stateFile = join(directory, 'onfact.json');
  const before = await givenOnfact({ stateFile });
  const { invoiceId, accountId } = await givenInvoice(before);
  await pay(before, invoiceId, accountId, 121);
  await before.stop();

  const after = await givenOnfact({ stateFile });
  expect(after.endpoints.sessionKey).toBe(before.endpoints.sessionKey);
  expect(await statusOf(after, invoiceId)).toBe('paid');
  expect(after.world.openMinor(after.endpoints.companyUuid, invoiceId)).toBe(0n);
});
