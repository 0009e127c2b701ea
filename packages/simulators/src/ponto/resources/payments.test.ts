import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type Answer, type GivenPonto } from '../testing/given-ponto.ts';

const redirectUri = 'https://application.example/paid?payment=123';
const order = {
  currency: 'EUR',
  amount: 59,
  creditorName: 'Alex Creditor',
  creditorAccountReference: 'BE55732022998044',
  creditorAccountReferenceType: 'IBAN',
  remittanceInformation: 'factuur 2026-114',
  remittanceInformationType: 'unstructured',
};

type Paying = { ponto: GivenPonto; account: string; accessToken: string };

/** An organization that may pay, with an account that is linked. */
async function givenPaying(): Promise<Paying> {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account], 'ai pi name offline_access');
  ponto.world.advanceClock(60_000);
  ponto.world.setActivation(ponto.world.organizations()[0]?.id ?? '', 'payments', 'activated');
  return { ponto, account, accessToken };
}

const create = ({ ponto, account, accessToken }: Paying, attributes: object = {}, path = 'payments') =>
  ponto.post(`/accounts/${account}/${path}`, accessToken, { ...order, redirectUri, ...attributes });

const statusOf = async ({ ponto, account, accessToken }: Paying, id: string) =>
  (await ponto.get(`/accounts/${account}/payments/${id}`, accessToken)).body.data.attributes.status;

function decide({ body }: Answer, decision: string, code = ''): Promise<Response> {
  const form = new URLSearchParams({ decision, code });
  return fetch(body.data.links.redirect, { method: 'POST', body: form, redirect: 'manual' });
}

it('echoes a payment, unsigned, with the page to sign it on', async () => {
  const paying = await givenPaying();
  const { status, body } = await create(paying, { amount: '59.00', requestedExecutionDate: '2026-12-01' });
  expect(status).toBe(201);
  expect(body.data.attributes).toEqual({
    ...order,
    requestedExecutionDate: '2026-12-01',
    status: 'unsigned',
    creditorAgent: null,
    creditorAgentType: null,
    endToEndId: null,
  });
  expect(body.data.links.redirect).toMatch(
    /^http:\/\/localhost:\d+\/organizations\/[\w-]+\/sandbox\/integrations\/[\w-]+\/accounts\/[\w-]+\/payments\/[\w-]+$/,
  );
});

it('gives no page to sign on without an address to return to', async () => {
  const { body } = await create(await givenPaying(), { redirectUri: undefined });
  expect(body.data.links).toBeUndefined();
});

it('books a signed payment at the bank, and shows the line after the next visit', async () => {
  const paying = await givenPaying();
  const { ponto, account, accessToken } = paying;
  const created = await create(paying);
  const returned = await decide(created, 'sign', '123 456');
  expect([returned.status, returned.headers.get('location')]).toEqual([303, redirectUri]);
  expect(await statusOf(paying, created.body.data.id)).toBe('accepted-customer-profile');

  ponto.world.advanceClock(5_000);
  expect(await statusOf(paying, created.body.data.id)).toBe('accepted-settlement-completed');
  ponto.world.synchronizeNow(account);
  const { body } = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(body.data[0]?.attributes).toMatchObject({
    amount: -59,
    counterpartName: 'Alex Creditor',
    counterpartReference: 'BE55732022998044',
    remittanceInformation: 'factuur 2026-114',
  });
});

it('waits with a signed payment until the day that was asked for', async () => {
  const paying = await givenPaying();
  const created = await create(paying, { requestedExecutionDate: '2026-12-01' });
  await decide(created, 'sign', '123456');
  paying.ponto.world.setClock(new Date('2026-11-30T22:59:00Z'));
  expect(paying.ponto.world.payments()[0]?.status).toBe('accepted-customer-profile');
  paying.ponto.world.setClock(new Date('2026-11-30T23:01:00Z'));
  expect(paying.ponto.world.payments()[0]?.status).toBe('accepted-settlement-completed');
  expect(paying.ponto.world.bookings(paying.account).map(({ executionDate }) => executionDate)).toEqual(['2026-12-01']);
});

it.each([
  ['refuse', 'rejected'],
  ['leave', 'unsigned'],
  ['expire', 'cancelled'],
])('returns all the same when the customer chooses to %s', async (decision, status) => {
  const paying = await givenPaying();
  const created = await create(paying);
  expect((await decide(created, decision)).headers.get('location')).toBe(redirectUri);
  expect(await statusOf(paying, created.body.data.id)).toBe(status);
});

it('asks again after a wrong code, and lets the bank refuse after the third', async () => {
  const paying = await givenPaying();
  const created = await create(paying);
  for (const attempt of [1, 2]) {
    const again = await decide(created, 'sign', '000000');
    expect([attempt, again.status, await again.text()]).toEqual([
      attempt,
      400,
      expect.stringContaining('role="alert"'),
    ]);
  }
  expect(await statusOf(paying, created.body.data.id)).toBe('unsigned');
  expect((await decide(created, 'sign', '000000')).status).toBe(303);
  expect(await statusOf(paying, created.body.data.id)).toBe('rejected');
  expect((await decide(created, 'sign', '123456')).status).toBe(410);
});

it('cancels what nobody signs in time', async () => {
  const paying = await givenPaying();
  const created = await create(paying);
  paying.ponto.world.advanceClock(24 * 3_600_000);
  expect(paying.ponto.world.payments()[0]?.status).toBe('cancelled');
  expect((await fetch(created.body.data.links.redirect)).status).toBe(410);
});

it('deletes a payment that is not signed, and no other', async () => {
  const paying = await givenPaying();
  const { ponto, account, accessToken } = paying;
  const path = `/accounts/${account}/payments/${(await create(paying)).body.data.id}`;
  const remove = () => ponto.call(path, { method: 'DELETE', headers: { authorization: `Bearer ${accessToken}` } });
  expect((await remove()).body.data).toMatchObject({ type: 'payment' });
  expect((await ponto.get(path, accessToken)).status).toBe(404);

  const signed = await create(paying);
  await decide(signed, 'sign', '123456');
  const again = `/accounts/${account}/payments/${signed.body.data.id}`;
  const refused = await ponto.call(again, { method: 'DELETE', headers: { authorization: `Bearer ${accessToken}` } });
  expect(refused.status).toBe(400);
});

it.each([
  ['amount', { amount: 0 }],
  ['amount', { amount: 12.345 }],
  ['amount', { amount: '1e3' }],
  ['currency', { currency: 'USD' }],
  ['creditorName', { creditorName: undefined }],
  ['creditorName', { creditorName: 'Café Renée' }],
  ['creditorName', { creditorName: 'x'.repeat(61) }],
  ['creditorAccountReference', { creditorAccountReference: 'somewhere' }],
  ['remittanceInformation', { remittanceInformation: 'x'.repeat(141) }],
  ['remittanceInformationType', { remittanceInformationType: 'poetry' }],
  ['endToEndId', { endToEndId: 'x'.repeat(36) }],
  ['requestedExecutionDate', { requestedExecutionDate: '2026-11-24' }],
  ['redirectUri', { redirectUri: 'javascript:alert(1)' }],
])('refuses a payment with a wrong %s', async (attribute, wrong) => {
  const { status, body } = await create(await givenPaying(), wrong);
  expect([status, body.errors[0].meta.attribute]).toEqual([400, attribute]);
});

it('executes a payment once for one idempotency key, and answers a second body as the settings say', async () => {
  const paying = await givenPaying();
  const { ponto, account, accessToken } = paying;
  const key = { 'ibanity-idempotency-key': '61f02718-eeee-46e1-b5eb-e8fd6e799c2d' };
  const pay = (amount: number) => ponto.post(`/accounts/${account}/payments`, accessToken, { ...order, amount }, key);
  const answers = await Promise.all([pay(1), pay(1), pay(1)]);
  expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1);
  expect(ponto.world.payments()).toHaveLength(1);

  ponto.world.configure({ idempotency: 'refuses-another-body' });
  expect([(await pay(1)).status, (await pay(2)).status]).toEqual([201, 409]);
  ponto.world.configure({ idempotency: 'forgets' });
  await pay(1);
  expect(ponto.world.payments()).toHaveLength(2);
});

it('refuses to pay without the scope, and before Ponto allowed it', async () => {
  const paying = await givenPaying();
  const { ponto, account } = paying;
  const reading = await ponto.link([account], 'ai offline_access');
  const denied = await create({ ...paying, accessToken: reading.accessToken });
  expect([denied.status, denied.body.errors[0].code]).toEqual([403, 'insufficientScope']);

  ponto.world.setActivation(ponto.world.organizations()[0]?.id ?? '', 'payments', 'requested');
  const early = await create(paying);
  expect([early.status, early.body.errors[0].code]).toEqual([403, 'paymentsNotActivated']);
  ponto.world.configure({ paymentsNeedActivation: false });
  expect((await create(paying)).status).toBe(201);
});

it.each([
  [true, [-30]],
  [false, [-20, -10]],
])('signs many payments at once, booked as one sum: %s', async (batchBookingPreferred, amounts) => {
  const paying = await givenPaying();
  const { ponto, account, accessToken } = paying;
  const created = await create(
    paying,
    {
      reference: 'november',
      batchBookingPreferred,
      payments: [
        { ...order, amount: 10 },
        { ...order, amount: 20 },
      ],
    },
    'bulk-payments',
  );
  expect(created.body.data.attributes).toEqual({
    status: 'unsigned',
    requestedExecutionDate: null,
    reference: 'november',
    batchBookingPreferred,
  });
  const page = await (await fetch(created.body.data.links.redirect)).text();
  expect(page).toContain('Sign 2 payments at once');

  await decide(created, 'sign', '123456');
  ponto.world.advanceClock(5_000);
  ponto.world.synchronizeNow(account);
  const { body } = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(body.data.map(({ attributes }) => attributes.amount)).toEqual(amounts);
});

it('lets the bank decide otherwise than the customer', async () => {
  const paying = await givenPaying();
  const created = await create(paying);
  await decide(created, 'sign', '123456');
  paying.ponto.world.setPaymentStatus(created.body.data.id, 'rejected');
  paying.ponto.world.advanceClock(60_000);
  expect(await statusOf(paying, created.body.data.id)).toBe('rejected');
  expect(paying.ponto.world.bookings(paying.account)).toEqual([]);
});
