import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type GivenPonto } from './testing/given-ponto.ts';

async function givenLinked(): Promise<{ ponto: GivenPonto; account: string; accessToken: string }> {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  return { ponto, account, accessToken };
}

const past = (ponto: GivenPonto) => ponto.world.advanceClock(60_000);

async function synchronize({ ponto, account, accessToken }: Awaited<ReturnType<typeof givenLinked>>): Promise<string> {
  const attributes = {
    resourceType: 'account',
    resourceId: account,
    subtype: 'accountTransactions',
    customerIpAddress: '203.0.113.7',
  };
  return (await ponto.post('/synchronizations', accessToken, attributes)).body.data.id;
}

it('tells of a complete latest synchronization from the moment of linking', async () => {
  const { ponto, accessToken } = await givenLinked();
  expect((await ponto.get('/accounts', accessToken)).body.data[0]?.meta.latestSynchronization).toMatchObject({
    type: 'synchronization',
    id: expect.stringMatching(/^[\w-]{36}$/),
    attributes: { status: 'success', subtype: expect.any(String), errors: [], createdAt: expect.any(String) },
  });
});

it('writes amounts as texts where a bank does so', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  ponto.world.addTransactions(account, [{ amount: '-12.5' }], { published: true });
  ponto.world.changeAccount(account, { amountStyle: 'string' });
  expect((await ponto.get(`/accounts/${account}`, accessToken)).body.data.attributes.currentBalance).toBe('100');
  const list = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(list.body.data[0]?.attributes.amount).toBe('-12.5');
});

it('leaves out what a bank does not say', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  const overrides = { holderName: null, currentBalance: null, authorizationExpirationExpectedAt: null, odd: true };
  ponto.world.changeAccount(account, { overrides });
  expect((await ponto.get(`/accounts/${account}`, accessToken)).body.data.attributes).toMatchObject(overrides);
});

it('shows one number in two currencies as two accounts', async () => {
  const { ponto, account } = await givenLinked();
  const { reference, organizationId } = ponto.world.account(account);
  const dollars = ponto.world.addAccount(organizationId, { reference, currency: 'USD' });
  const { accessToken } = await ponto.link([account, dollars.id]);
  const { body } = await ponto.get('/accounts', accessToken);
  expect(new Set(body.data.map(({ attributes }) => attributes.reference)).size).toBe(1);
  expect(body.data.map(({ attributes }) => attributes.currency).toSorted()).toEqual(['EUR', 'USD']);
});

it.each([
  [10, { authorizedAt: '2026-06-07T09:00:00.000Z', authorizationExpirationExpectedAt: '2026-12-04T09:00:00.000Z' }],
  [0.5, { authorizationExpirationExpectedAt: '2026-11-24T21:00:00.000Z' }],
  [null, { authorizationExpirationExpectedAt: null }],
])('lets a consent end in %s days', async (daysLeft, expected) => {
  const { ponto, account, accessToken } = await givenLinked();
  ponto.world.ageConsent(account, daysLeft);
  expect((await ponto.get(`/accounts/${account}`, accessToken)).body.data.attributes).toMatchObject(expected);
});

it('ends a consent that was aged to its end, and never one without a known end', async () => {
  const { ponto, account } = await givenLinked();
  past(ponto);
  ponto.world.addTransactions(account, [{ amount: '1.00' }]);
  ponto.world.ageConsent(account, 0);
  ponto.world.synchronizeNow(account);
  expect(ponto.world.publishedTransactions(account)).toEqual([]);
  ponto.world.ageConsent(account, null);
  ponto.world.synchronizeNow(account);
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);
});

it('takes its time with the synchronizations of one account, or never ends them', async () => {
  const linked = await givenLinked();
  const { ponto, account, accessToken } = linked;
  past(ponto);
  ponto.world.changeAccount(account, { synchronizationPace: 600_000 });
  const slow = await synchronize(linked);
  const statusOf = async (id: string) =>
    (await ponto.get(`/synchronizations/${id}`, accessToken)).body.data.attributes.status;
  ponto.world.advanceClock(599_000);
  expect(await statusOf(slow)).toBe('running');
  ponto.world.advanceClock(1_000);
  expect(await statusOf(slow)).toBe('success');

  ponto.world.changeAccount(account, { synchronizationPace: 'endless' });
  const endless = await synchronize(linked);
  ponto.world.advanceClock(900_000);
  expect(await statusOf(endless)).toBe('running');
  ponto.world.changeAccount(account, { synchronizationPace: null });
  expect(await statusOf(endless)).toBe('success');
});

it('reads and does not synchronize during the maintenance of a bank, or does not even read', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  past(ponto);
  const { financialInstitutionId } = ponto.world.account(account);
  const period = { from: '2026-11-24T09:00:00.000Z', to: '2026-11-24T09:20:00.000Z' };
  const status = async () => (await ponto.get(`/accounts/${account}/transactions`, accessToken)).status;
  const meta = async () => (await ponto.get(`/accounts/${account}`, accessToken)).body.data.meta;

  ponto.world.setMaintenance(financialInstitutionId, { type: 'financialInstitution', ...period });
  ponto.world.synchronizeNow(account);
  expect(await meta()).toMatchObject({
    availability: 'readonly',
    latestSynchronization: { attributes: { errors: [{ code: 'financialInstitutionUnavailable' }] } },
  });
  expect(await status()).toBe(200);
  ponto.world.setMaintenance(financialInstitutionId, { type: 'internal', ...period });
  expect(await status()).toBe(503);
  expect(
    (await ponto.get(`/financial-institutions/${financialInstitutionId}`, accessToken)).body.data.attributes,
  ).toMatchObject({ maintenanceType: 'internal', maintenanceFrom: period.from, maintenanceTo: period.to });

  ponto.world.advanceClock(1_200_000);
  expect(await meta()).toMatchObject({ availability: 'available' });
  expect(await status()).toBe(200);
});
