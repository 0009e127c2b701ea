import { expect, it } from 'vitest';
import { givenAccount, givenPonto } from '../testing/given-ponto.ts';
import { givenReceiver } from '../testing/given-receiver.ts';

const redirectUri = 'https://application.example/activated';

it('asks Ponto for payments on a page, and gets them after Ponto looked at it', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)], 'ai pi name offline_access');
  const flags = async () => {
    const { paymentsActivated, paymentsActivationRequested } = (await ponto.get('/userinfo', accessToken)).body;
    return [paymentsActivationRequested, paymentsActivated];
  };
  expect(await flags()).toEqual([false, false]);

  const { status, body } = await ponto.post('/payment-activation-requests/', accessToken, { redirectUri });
  expect([status, body.data]).toMatchObject([201, { type: 'paymentActivationRequest' }]);
  const returned = await fetch(body.data.links.redirect, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'confirm' }),
    redirect: 'manual',
  });
  expect(returned.headers.get('location')).toBe(redirectUri);
  expect(await flags()).toEqual([true, false]);
  ponto.world.advanceClock(120_000);
  expect(await flags()).toEqual([true, true]);
});

it('never gets further while nobody at Ponto looks', async () => {
  const ponto = await givenPonto();
  ponto.world.configure({ activationReviewSeconds: null });
  const [organization] = ponto.world.organizations();
  ponto.world.setActivation(organization?.id ?? '', 'payments', 'requested');
  ponto.world.advanceClock(30 * 86_400_000);
  expect(organization?.payments.state).toBe('requested');
});

it('collects what was asked of a debtor, and tells so', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account], 'ai pi name offline_access');
  const wanted = { amount: 12.5, currency: 'EUR', remittanceInformation: 'factuur 7', redirectUri };
  expect((await ponto.post(`/accounts/${account}/payment-requests`, accessToken, wanted)).status).toBe(403);
  ponto.world.setActivation(ponto.world.organizations()[0]?.id ?? '', 'paymentRequests', 'activated');

  const { status, body } = await ponto.post(`/accounts/${account}/payment-requests`, accessToken, wanted);
  expect(status).toBe(201);
  expect(body.data.attributes).toMatchObject({ amount: 12.5, closedAt: null, signingUri: body.data.links.redirect });
  const received = await givenReceiver(ponto);
  await fetch(body.data.links.redirect, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'confirm' }),
    redirect: 'manual',
  });
  const path = `/accounts/${account}/payment-requests/${body.data.id}`;
  expect((await ponto.get(path, accessToken)).body.data.attributes.closedAt).not.toBeNull();
  await ponto.world.webhooksIdle();
  expect(received[0]?.body).toContain('"pontoConnect.paymentRequest.closed"');
  ponto.world.synchronizeNow(account);
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);
});
