import { money } from '@onfact-ponto/primitives';
import { describe, expect, it } from 'vitest';
import { createJsonApi } from '../json-api.ts';
import { scriptedTransport } from '../testing/scripted-transport.ts';
import { createAccounts } from './account.ts';

describe('an account', () => {
  it('keeps balance, bank time and consent apart, and its last synchronization', async () => {
    const [account] = (await list(wireAccount({ currentBalance: 6386.04, availableBalance: -527.3 }))).items;
    expect(account).toMatchObject({
      iban: 'BE53586671384412',
      currentBalance: money(638604n, 'EUR'),
      availableBalance: money(-52730n, 'EUR'),
      authorizationExpirationExpectedAt: new Date('2027-05-18T12:01:44.166Z'),
      synchronizedAt: new Date('2026-11-20T07:01:13Z'),
      financialInstitutionId: 'institution-1',
      latestSynchronization: {
        status: 'error',
        errors: [{ code: 'authorizationInvalid', needsReauthorization: true }],
        customerOnline: undefined,
      },
    });
  });

  it('stands once per currency when the bank uses one IBAN for several', async () => {
    const { items } = await list(
      wireAccount({ currentBalance: 5 }),
      wireAccount({ currency: 'USD', currentBalance: 12 }),
    );
    expect(items.map(({ iban, currentBalance }) => [iban, currentBalance?.currency])).toEqual([
      ['BE53586671384412', 'EUR'],
      ['BE53586671384412', 'USD'],
    ]);
  });

  it.each([
    ['a number that is no IBAN', { reference: '4321 **** 9876', referenceType: 'MASKEDPAN' }],
    ['an IBAN with a wrong digit', { reference: 'BE53586671384413' }],
  ])('keeps %s as text', async (_what, change) => {
    const [account] = (await list(wireAccount(change))).items;
    expect(account).toMatchObject({ iban: undefined, reference: change.reference });
  });

  it('without a balance has none, which is not zero', async () => {
    const [account] = (await list(wireAccount({ currentBalance: null, availableBalance: undefined }))).items;
    expect(account).toMatchObject({ currentBalance: undefined, availableBalance: undefined });
  });

  it('with a balance that its currency cannot hold is set apart, and the others stay', async () => {
    const page = await list(wireAccount({ currentBalance: 1.234 }), wireAccount({}), wireAccount({ currency: 'QQQ' }));
    expect(page.items).toHaveLength(1);
    expect(page.unreadable.map(({ path }) => path)).toEqual(['attributes.currentBalance', 'attributes.currency']);
  });
});

function list(...accounts: object[]) {
  const { transport } = scriptedTransport({ body: JSON.stringify({ data: accounts }) });
  return createAccounts(createJsonApi(transport)).list('token');
}

function wireAccount(attributes: object) {
  return {
    type: 'account',
    id: 'account-1',
    attributes: {
      reference: 'BE53586671384412',
      referenceType: 'IBAN',
      currency: 'EUR',
      subtype: 'checking',
      authorizationExpirationExpectedAt: '2027-05-18T12:01:44.166Z',
      ...attributes,
    },
    meta: {
      synchronizedAt: '2026-11-20T07:01:13Z',
      latestSynchronization: {
        type: 'synchronization',
        id: 'synchronization-1',
        attributes: {
          resourceType: 'account',
          resourceId: 'account-1',
          subtype: 'accountTransactions',
          status: 'error',
          errors: [{ code: 'authorizationInvalid', detail: 'ask the customer to reauthorize' }],
          createdAt: '2026-11-20T07:01:10Z',
          updatedAt: '2026-11-20T07:01:13Z',
        },
      },
    },
    relationships: { financialInstitution: { data: { type: 'financialInstitution', id: 'institution-1' } } },
  };
}
