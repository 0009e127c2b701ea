import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type GivenPonto } from '../testing/given-ponto.ts';

const fixtures = fileURLToPath(
  new URL('../../../../../../shared/fixtures/ponto-connect/igloo-openapi', import.meta.url),
);
const withFixtures = it.skipIf(!existsSync(fixtures) && !process.env.CI);

const booking = {
  valueDate: '2026-11-22T00:00:00Z',
  executionDate: '2026-11-23T00:00:00Z',
  amount: 84.42,
  currency: 'EUR',
  description: 'Small Cotton Shoes',
  remittanceInformationType: 'unstructured',
  remittanceInformation: 'NEW SHOES',
  fee: 3.14,
};

async function givenSandbox(): Promise<{ ponto: GivenPonto; account: string; accessToken: string; path: string }> {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  const { financialInstitutionId } = ponto.world.account(account);
  const accounts = `/sandbox/financial-institutions/${financialInstitutionId}/financial-institution-accounts`;
  const { body } = await ponto.get(accounts, accessToken);
  expect(body.data[0]?.attributes).toMatchObject({ reference: 'BE68539007547034', currentBalance: 100 });
  return { ponto, account, accessToken, path: `${accounts}/${body.data[0]?.id}/financial-institution-transactions` };
}

const patch = (ponto: GivenPonto, path: string, accessToken: string, attributes: object) =>
  ponto.call(path, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ data: { attributes } }),
  });

it('shows a booking at the bank only after the account was synchronized', async () => {
  const { ponto, account, accessToken, path } = await givenSandbox();
  const created = await ponto.post(path, accessToken, booking);
  expect(created.status).toBe(201);
  expect(created.body.data.attributes).toMatchObject({
    amount: 84.42,
    executionDate: '2026-11-23T00:00:00.000Z',
    fee: 3.14,
  });
  expect((await ponto.get(path, accessToken)).body.data).toHaveLength(1);
  expect(ponto.world.publishedTransactions(account)).toEqual([]);

  ponto.world.synchronizeNow(account);
  const { body } = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(body.data[0]?.attributes).toMatchObject({ internalReference: created.body.data.id, amount: 84.42 });
  expect((await ponto.get(`${path}/${created.body.data.id}`, accessToken)).status).toBe(200);
});

it('changes a booking under the same id after the next synchronization', async () => {
  const { ponto, account, accessToken, path } = await givenSandbox();
  const { id } = (await ponto.post(path, accessToken, booking)).body.data;
  ponto.world.synchronizeNow(account);
  const [before] = ponto.world.publishedTransactions(account);

  const change = { counterpartName: 'Otro Bank', remittanceInformation: 'OLD SHOES', amount: 1 };
  const changed = await patch(ponto, `${path}/${id}`, accessToken, change);
  expect(changed.body.data.attributes).toMatchObject({ counterpartName: 'Otro Bank', amount: 84.42 });
  ponto.world.synchronizeNow(account);
  expect(ponto.world.publishedTransactions(account)).toEqual([before]);
  const { body } = await ponto.get(`/accounts/${account}/transactions/${before}`, accessToken);
  expect(body.data.attributes).toMatchObject({ remittanceInformation: 'OLD SHOES', amount: 84.42 });
  expect((await patch(ponto, `${path}/${id}`, accessToken, { counterpartName: 'Another' })).status).toBe(400);
});

it.each([
  ['amount', { amount: 'much' }],
  ['currency', { currency: 'USD' }],
  ['executionDate', { executionDate: 'yesterday' }],
  ['description', { description: undefined }],
])('refuses a booking with a wrong %s', async (attribute, wrong) => {
  const { ponto, accessToken, path } = await givenSandbox();
  const { status, body } = await ponto.post(path, accessToken, { ...booking, ...wrong });
  expect([status, body.errors[0].meta.attribute]).toEqual([400, attribute]);
});

withFixtures('takes the official request and has every attribute of the official answers', async () => {
  const { ponto, accessToken, path } = await givenSandbox();
  const official = (name: string) =>
    JSON.parse(readFileSync(`${fixtures}/${name}`, 'utf8')) as { data: { attributes: object } };
  const request = official('createFinancialInstitutionTransaction.request.json');
  const { status, body } = await ponto.post(path, accessToken, request.data.attributes);
  expect(status).toBe(201);
  const wanted = official('createFinancialInstitutionTransaction.response.201.json').data.attributes;
  expect(Object.keys(body.data.attributes)).toEqual(expect.arrayContaining(Object.keys(wanted)));
});
