import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { givenAccount, givenPonto } from '../testing/given-ponto.ts';

const fixtures = fileURLToPath(
  new URL('../../../../../../shared/fixtures/ponto-connect/igloo-openapi', import.meta.url),
);
const withFixtures = it.skipIf(!existsSync(fixtures) && !process.env.CI);

it('gives every id once while new lines come in at the head', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  ponto.world.addTransactions(account, [{ amount: '10.00' }], { published: true, copies: 37 });
  const published = ponto.world.publishedTransactions(account);

  const walked: string[] = [];
  let next: string | undefined = `${ponto.endpoints.apiUrl}/accounts/${account}/transactions?page[limit]=10`;
  while (next !== undefined) {
    const { body } = await ponto.get(next, accessToken);
    walked.push(...body.data.map(({ id }) => id));
    next = body.links.next;
    ponto.world.addTransactions(account, [{ amount: '1.00' }], { published: true, copies: 3 });
  }
  expect(walked).toEqual(published);
});

it('stands newest first by creation, so a late booking with an old date comes on top', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  const booked = [
    { amount: '1.00', executionDate: '2026-11-20' },
    { amount: '2.00', executionDate: '2026-11-23' },
    { amount: '3.00', executionDate: '2026-09-01' },
  ];
  ponto.world.addTransactions(account, booked, { published: true });

  const { body } = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(body.data.map(({ attributes }) => attributes.amount)).toEqual([3, 2, 1]);
});

it('gives twins of one day the same digest and ids of their own', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  ponto.world.addTransactions(account, [{ amount: '12.10', counterpartName: 'Optiek Claes' }], {
    published: true,
    copies: 2,
  });

  const twins = (await ponto.get(`/accounts/${account}/transactions`, accessToken)).body.data;
  expect(new Set(twins.map(({ attributes }) => attributes.digest)).size).toBe(1);
  expect(new Set(twins.map(({ id }) => id)).size).toBe(2);
});

it('can send what a bank should not: too many decimals, unknown words, nulls', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  const overrides = { amount: 12.345, valueDate: null, remittanceInformationType: 'poetry', surprise: [1] };
  ponto.world.addTransactions(account, [{ amount: '12.34', overrides }], { published: true });

  const { body } = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(body.data[0]?.attributes).toMatchObject(overrides);
});

it('can write its days as local midnight in UTC', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  ponto.world.changeAccount(account, { dateStyle: 'local-midnight' });
  const days = ['2026-01-02', '2026-07-02'];
  ponto.world.addTransactions(
    account,
    days.map((executionDate) => ({ amount: '1.00', executionDate })),
    { published: true },
  );

  const { body } = await ponto.get(`/accounts/${account}/transactions`, accessToken);
  expect(body.data.map(({ attributes }) => attributes.executionDate)).toEqual([
    '2026-07-01T22:00:00.000Z',
    '2026-01-01T23:00:00.000Z',
  ]);
});

it('shows announced lines apart, under ids of their own', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  const [id] = ponto.world.addPendingTransactions(account, [{ amount: '-484.00' }]);
  ponto.world.synchronizeNow(account);

  const { body } = await ponto.get(`/accounts/${account}/pending-transactions/`, accessToken);
  expect(body.data).toMatchObject([{ type: 'pendingTransaction', id, attributes: { amount: -484 } }]);
  expect((await ponto.get(`/accounts/${account}/transactions`, accessToken)).body.data).toEqual([]);
});

it('keeps one organization from the accounts of another', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  const other = ponto.world.addOrganization({ name: 'Garage Moerbeke NV', email: 'info@moerbeke.example' });
  const foreign = ponto.world.addAccount(other.id, { reference: 'BE71096123456769' });

  const { status, body } = await ponto.get(`/accounts/${foreign.id}/transactions`, accessToken);
  expect([status, body.errors[0].code]).toEqual([404, 'resourceNotFound']);
});

withFixtures('has every attribute, relationship and meta of the official examples', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  const [id] = ponto.world.addTransactions(account, [{ amount: '1.00' }], { published: true });

  for (const [file, path] of [
    ['getTransaction.response.200.json', `/accounts/${account}/transactions/${id}`],
    ['getAccount.response.200.json', `/accounts/${account}`],
  ] as const) {
    const { data: official } = JSON.parse(readFileSync(`${fixtures}/${file}`, 'utf8'));
    const { data: ours } = (await ponto.get(path, accessToken)).body;
    expect(shapeOf(ours)).toEqual(expect.arrayContaining(shapeOf(official)));
  }
});

/** The paths of all keys. */
function shapeOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => shapeOf(item, `${path}/${key}`));
}
