import { expect, it } from 'vitest';
import { backgroundMoments } from './brussels-time.ts';
import { givenAccount, givenPonto, type Answer, type GivenPonto } from './testing/given-ponto.ts';

async function givenLinked(): Promise<{ ponto: GivenPonto; account: string; accessToken: string }> {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  // Past the synchronization of the linking itself.
  ponto.world.advanceClock(60_000);
  return { ponto, account, accessToken };
}

function synchronize(ponto: GivenPonto, accessToken: string, attributes: Record<string, unknown>): Promise<Answer> {
  return ponto.call('/synchronizations', {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/vnd.api+json' },
    body: JSON.stringify({ data: { type: 'synchronization', attributes: { resourceType: 'account', ...attributes } } }),
  });
}

const asked = (resourceId: string, subtype = 'accountTransactions') => ({
  resourceId,
  subtype,
  customerIpAddress: '203.0.113.7',
});

it('shows what the bank booked only after a synchronization that takes its time', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  ponto.world.addTransactions(account, [{ amount: '121.00' }]);
  expect(ponto.world.publishedTransactions(account)).toEqual([]);

  const { status, body } = await synchronize(ponto, accessToken, asked(account));
  expect([status, body.data.attributes.status]).toEqual([201, 'pending']);
  const statusNow = async () => (await ponto.get(`/synchronizations/${body.data.id}`, accessToken)).body.data;

  ponto.world.advanceClock(700);
  expect((await statusNow()).attributes.status).toBe('running');
  ponto.world.advanceClock(1_000);
  expect((await statusNow()).attributes.status).toBe('success');

  const updated = await ponto.get(`/synchronizations/${body.data.id}/updated-transactions`, accessToken);
  expect(updated.body.data.map(({ id }) => id)).toEqual(ponto.world.publishedTransactions(account));
});

it('reads the balance with the details, not with the transactions', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  const balance = async () =>
    (await ponto.get(`/accounts/${account}`, accessToken)).body.data.attributes.currentBalance;
  ponto.world.addTransactions(account, [{ amount: '121.50' }]);

  await synchronize(ponto, accessToken, asked(account));
  ponto.world.advanceClock(2_000);
  expect(await balance()).toBe(100);
  await synchronize(ponto, accessToken, asked(account, 'accountDetails'));
  ponto.world.advanceClock(2_000);
  expect(await balance()).toBe(221.5);
});

it('refuses the same synchronization too soon, and more than fifty a day', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  await synchronize(ponto, accessToken, asked(account));
  const { status, body } = await synchronize(ponto, accessToken, asked(account));
  expect([status, body.errors[0].code]).toEqual([400, 'accountRecentlySynchronized']);
  expect((await synchronize(ponto, accessToken, asked(account, 'accountDetails'))).status).toBe(201);

  ponto.world.configure({ synchronizationWindowSeconds: 0, synchronizationsPerDay: 5 });
  expect((await synchronize(ponto, accessToken, asked(account))).status).toBe(201);
  expect((await synchronize(ponto, accessToken, asked(account))).status).toBe(400);
});

it.each([
  ['customerIpAddress', { customerIpAddress: undefined }],
  ['customerIpAddress', { customerIpAddress: 'the user' }],
  ['subtype', { subtype: 'accountTransactionsWithPendingTransactions' }],
  ['resourceType', { resourceType: 'organization' }],
])('refuses a wrong %s', async (attribute, wrong) => {
  const { ponto, account, accessToken } = await givenLinked();
  const { status, body } = await synchronize(ponto, accessToken, { ...asked(account), ...wrong });
  expect([status, body.errors[0].meta.attribute]).toEqual([400, attribute]);
});

it('executes a request with the same idempotency key once', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  const create = () =>
    ponto.call('/synchronizations/', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${accessToken}`,
        'ibanity-idempotency-key': '61f02718-eeee-46e1-b5eb-e8fd6e799c2d',
      },
      body: JSON.stringify({ data: { type: 'account', attributes: { resourceType: 'account', ...asked(account) } } }),
    });
  const [first, second] = [await create(), await create()];
  expect(second).toMatchObject({ status: 201, body: { data: { id: first.body.data.id } } });
});

it('visits the bank by itself at 2, 8, 14 and 20 hours in Brussels', async () => {
  const { ponto, account } = await givenLinked();
  ponto.world.addTransactions(account, [{ amount: '5.00' }]);
  ponto.world.setClock(new Date('2026-11-24T12:59:00Z'), false);
  expect(ponto.world.publishedTransactions(account)).toEqual([]);
  ponto.world.setClock(new Date('2026-11-24T13:01:00Z'), false);
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);
  expect(ponto.world.account(account).synchronizedAt).toBe('2026-11-24T13:00:00.000Z');
});

it('keeps its hours through both changes of summer time', () => {
  const moments = (day: string) =>
    backgroundMoments(new Date(`${day}T12:00:00Z`), new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000)).map(
      (moment) => moment.toISOString().slice(11, 16),
    );
  expect(moments('2026-03-28')).toEqual(['13:00', '19:00', '01:00', '06:00', '12:00']);
  expect(moments('2026-10-24')).toEqual(['18:00', '00:00', '07:00']);
});

it('ends in an authorization error once the consent is over, and keeps what was read', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  ponto.world.addTransactions(account, [{ amount: '1.00' }], { published: true });
  const before = ponto.world.account(account).synchronizedAt;
  ponto.world.advanceClock(181 * 86_400_000);

  expect(ponto.world.account(account).synchronizedAt > before).toBe(true);
  const reached = ponto.world.account(account).synchronizedAt;
  ponto.world.advanceClock(86_400_000);
  expect(ponto.world.account(account).synchronizedAt).toBe(reached);

  const { refreshToken } = await ponto.link([account]);
  const { body: tokens } = await ponto.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const { body } = await ponto.get(`/accounts/${account}`, tokens.access_token);
  expect(body.data.meta.latestSynchronization.attributes.errors[0].code).toBe('authorizationInvalid');
  expect((await ponto.get(`/accounts/${account}/transactions`, tokens.access_token)).body.data).toHaveLength(1);

  ponto.world.renewConsent(account);
  expect(ponto.world.account(account).synchronizedAt > reached).toBe(true);
  expect(accessToken).not.toBe(tokens.access_token);
});

it('fails the next synchronization with the code asked for, and the one after not', async () => {
  const { ponto, account } = await givenLinked();
  ponto.world.failNextSynchronization(account, { code: 'financialInstitutionError' });
  ponto.world.synchronizeNow(account);
  ponto.world.addTransactions(account, [{ amount: '1.00' }]);
  ponto.world.synchronizeNow(account);
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);
});

it('changes a line under the same id, after a synchronization', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  const [id = ''] = ponto.world.addTransactions(account, [{ amount: '1.00' }], { published: true });
  ponto.world.changeTransaction(account, id, { remittanceInformation: 'factuur 2026-114' });
  const text = async () =>
    (await ponto.get(`/accounts/${account}/transactions/${id}`, accessToken)).body.data.attributes
      .remittanceInformation;

  expect(await text()).toBeNull();
  ponto.world.synchronizeNow(account);
  expect(await text()).toBe('factuur 2026-114');
});

it('gives everything new ids when an account is removed from Ponto and added again', async () => {
  const { ponto, account, accessToken } = await givenLinked();
  ponto.world.addTransactions(account, [{ amount: '1.00' }, { amount: '2.00' }], { published: true });
  const before = ponto.world.publishedTransactions(account);
  const again = ponto.world.relinkWithNewIds(account);

  expect(again.id).not.toBe(account);
  const { body } = await ponto.get('/accounts', accessToken);
  expect(body.data.map(({ id }) => id)).toEqual([again.id]);
  expect(ponto.world.publishedTransactions(again.id)).toHaveLength(2);
  expect(ponto.world.publishedTransactions(again.id)).not.toEqual(before);
});
