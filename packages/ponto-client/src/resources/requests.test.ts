import { describe, expect, it } from 'vitest';
import { createJsonApi } from '../json-api.ts';
import { scriptedTransport } from '../testing/scripted-transport.ts';
import { createAccounts } from './account.ts';
import { createFinancialInstitutions } from './financial-institution.ts';
import { createIntegrations } from './integration.ts';
import { createSynchronizations } from './synchronization.ts';
import { createUserInfo } from './user-info.ts';

const id = '0b1c2d3e-0000-4000-8000-000000000001';

describe('the place and the token of each request', () => {
  it.each<[string, string | undefined, (api: ReturnType<typeof given>['api']) => Promise<unknown>]>([
    [
      'GET /ponto-connect/accounts?page%5Blimit%5D=100',
      'customer',
      (api) => createAccounts(api).list('customer', { limit: 100 }),
    ],
    [`GET /ponto-connect/accounts/${id}`, 'customer', (api) => createAccounts(api).get('customer', id)],
    [`DELETE /ponto-connect/accounts/${id}`, 'customer', (api) => createAccounts(api).delete('customer', id)],
    [`GET /ponto-connect/synchronizations/${id}`, 'customer', (api) => createSynchronizations(api).get('customer', id)],
    [
      `GET /ponto-connect/synchronizations/${id}/updated-transactions?page%5Bafter%5D=x`,
      'customer',
      (api) => createSynchronizations(api).updatedTransactions('customer', id, { after: 'x' }),
    ],
    ['GET /ponto-connect/userinfo', 'customer', (api) => createUserInfo(api).get('customer')],
    [
      `DELETE /ponto-connect/organizations/${id}/integration`,
      'client',
      (api) => createIntegrations(api).delete('client', id),
    ],
    ['GET /ponto-connect/financial-institutions', undefined, (api) => createFinancialInstitutions(api).list(undefined)],
    [
      `GET /ponto-connect/financial-institutions/${id}`,
      'customer',
      (api) => createFinancialInstitutions(api).get('customer', id),
    ],
  ])('%s with the %s token', async (place, token, ask) => {
    const { api, requests } = given();
    await ask(api).catch(() => undefined);
    expect(requests.map(({ method, target }) => `${method} ${target}`)).toEqual([place]);
    expect(requests[0]?.headers.authorization).toBe(token === undefined ? undefined : `Bearer ${token}`);
  });
});

it('answers which integration and which account ended', async () => {
  const { api } = given();
  expect(await createIntegrations(api).delete('client', id)).toEqual({ id });
  expect(await createAccounts(api).delete('customer', id)).toEqual({ id });
});

it('asks for a synchronization once, with the address of the present user and a key to repeat it by', async () => {
  const { api, requests } = given();
  const request = { accountId: id, subtype: 'accountTransactions', customerIpAddress: '203.0.113.7' } as const;
  await createSynchronizations(api)
    .create('customer', request, { idempotencyKey: 'key-1' })
    .catch(() => undefined);

  expect(requests[0]).toMatchObject({
    method: 'POST',
    target: '/ponto-connect/synchronizations',
    headers: { 'ibanity-idempotency-key': 'key-1', 'content-type': 'application/vnd.api+json' },
  });
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    data: {
      type: 'synchronization',
      attributes: {
        resourceType: 'account',
        resourceId: id,
        subtype: 'accountTransactions',
        customerIpAddress: '203.0.113.7',
      },
    },
  });
});

/** Everything is answered with a bare resource, which is enough for a deletion and for seeing the request. */
function given() {
  const { transport, requests } = scriptedTransport({ body: JSON.stringify({ data: { type: 'any', id } }) });
  return { api: createJsonApi(transport), requests };
}
