import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type GivenPonto } from './testing/given-ponto.ts';

async function givenPending(): Promise<{ ponto: GivenPonto; account: string; accessToken: string; pending: string }> {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  ponto.world.advanceClock(60_000);
  const [pending = ''] = ponto.world.addPendingTransactions(account, [
    { amount: '-484.00', counterpartName: 'Fiduciaire' },
  ]);
  return { ponto, account, accessToken, pending };
}

const shownIn = ({ world }: GivenPonto, account: string) => world.shownPendingTransactions(account).map(({ id }) => id);

async function synchronize(ponto: GivenPonto, accessToken: string, account: string, subtype: string): Promise<string> {
  const attributes = { resourceType: 'account', resourceId: account, subtype, customerIpAddress: '203.0.113.7' };
  const { body } = await ponto.call('/synchronizations', {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ data: { type: 'synchronization', attributes } }),
  });
  ponto.world.advanceClock(2_000);
  return body.data.id;
}

it('shows announced lines only after a synchronization that asks for them, and tells which ones are new', async () => {
  const { ponto, account, accessToken, pending } = await givenPending();
  await synchronize(ponto, accessToken, account, 'accountTransactions');
  expect(shownIn(ponto, account)).toEqual([]);

  const id = await synchronize(ponto, accessToken, account, 'accountTransactionsWithUnsettled');
  expect(shownIn(ponto, account)).toEqual([pending]);
  const updated = await ponto.get(`/synchronizations/${id}/updated-pending-transactions`, accessToken);
  expect(updated.body.data.map((each) => each.id)).toEqual([pending]);
});

it('replaces an announced line by a booking under another id', async () => {
  const { ponto, account, pending } = await givenPending();
  ponto.world.synchronizeNow(account);
  ponto.world.settlePendingTransaction(account, pending, { amount: '-480.00' });
  expect(shownIn(ponto, account)).toEqual([pending]);

  ponto.world.synchronizeNow(account);
  expect(shownIn(ponto, account)).toEqual([]);
  const [booked] = ponto.world.publishedTransactions(account);
  expect(booked).toBeTypeOf('string');
  expect(booked).not.toBe(pending);
});

it('can go on announcing what is booked, change an announcement, and withdraw one', async () => {
  const { ponto, account, pending } = await givenPending();
  ponto.world.settlePendingTransaction(account, pending, {}, { published: true, lingers: true });
  expect(shownIn(ponto, account)).toEqual([pending]);
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);

  ponto.world.advanceClock(1_000);
  ponto.world.changePendingTransaction(account, pending, { amount: '-1.00' });
  ponto.world.synchronizeNow(account);
  expect(ponto.world.shownPendingTransactions(account)[0]?.line.amountMinor).toBe(-100n);

  ponto.world.removePendingTransaction(account, pending);
  ponto.world.synchronizeNow(account);
  expect(shownIn(ponto, account)).toEqual([]);
});

it('leaves announced lines alone in its own visits where the settings say so', async () => {
  const { ponto, account } = await givenPending();
  ponto.world.configure({ backgroundReadsPending: false });
  ponto.world.synchronizeNow(account);
  expect(shownIn(ponto, account)).toEqual([]);
});
