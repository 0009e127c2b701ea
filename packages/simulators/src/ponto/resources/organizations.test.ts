import { expect, it } from 'vitest';
import { givenAccount, givenPonto } from '../testing/given-ponto.ts';
import { givenReceiver } from '../testing/given-receiver.ts';

it('opens the consent page at the organization that was announced, for five minutes', async () => {
  const ponto = await givenPonto();
  const other = ponto.world.addOrganization({ name: 'Garage Moerbeke NV', email: 'info@moerbeke.example' });
  const attributes = {
    email: 'info@moerbeke.example',
    organizationName: 'Garage',
    partnerReference: 'company-7',
    odd: 1,
  };
  const { status, body } = await ponto.post('/onboarding-details', await ponto.clientToken(), attributes);
  const { odd, ...echoed } = attributes;
  expect([status, odd, body.data.attributes]).toEqual([201, 1, echoed]);

  const page = async () => (await fetch(ponto.authorizationUrl({ onboarding_details_id: body.data.id }))).text();
  expect(await page()).toContain(`${other.email} · ${other.name}`);
  ponto.world.advanceClock(300_000);
  expect(await page()).not.toContain(`${other.email} · ${other.name}`);
  expect((await ponto.post('/onboarding-details', await ponto.clientToken(), {})).status).toBe(400);
});

it('removes an organization that did not finish its registration in three days, with its link', async () => {
  const ponto = await givenPonto();
  const late = ponto.world.addOrganization({
    name: 'Garage Moerbeke NV',
    email: 'info@moerbeke.example',
    onboardingComplete: false,
  });
  const { id } = ponto.world.addAccount(late.id, { reference: 'BE71096123456769' });
  const url = ponto.authorizationUrl({ organization: late.id });
  const form = new URLSearchParams({ decision: 'confirm', account: id });
  const code = new URL(
    (await fetch(url, { method: 'POST', body: form, redirect: 'manual' })).headers.get('location') ?? '',
  ).searchParams.get('code');
  const { body } = await ponto.token({
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: 'https://application.example/ponto/return',
    code_verifier: 'a-verifier-of-sufficient-length-for-the-simulated-ponto',
  });
  expect((await ponto.get('/userinfo', body.access_token)).body).toMatchObject({ onboardingComplete: false });

  const received = await givenReceiver(ponto);
  ponto.world.advanceClock(72 * 3_600_000);
  await ponto.world.webhooksIdle();
  expect(received.map((each) => each.body).join()).toContain('pontoConnect.integration.revoked');
  expect(ponto.world.organizations().map(({ name }) => name)).not.toContain(late.name);
  const refused = await ponto.token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
  expect(refused.body.error).toBe('invalid_grant');
});

it('tells under whose mandate an organization stands', async () => {
  const ponto = await givenPonto();
  const { accessToken } = await ponto.link([givenAccount(ponto)]);
  const representative = { id: '61f02718-eeee-46e1-b5eb-e8fd6e799c2d', name: 'Fiduciaire Hoekstra' };
  ponto.world.changeOrganization(ponto.world.organizations()[0]?.id ?? '', { representative });
  expect((await ponto.get('/userinfo', accessToken)).body).toMatchObject({
    representativeOrganizationId: representative.id,
    representativeOrganizationName: representative.name,
  });
});

it('counts accounts and signed payments of a month', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account], 'ai pi name offline_access');
  const organizationId = ponto.world.organizations()[0]?.id ?? '';
  ponto.world.configure({ paymentsNeedActivation: false });
  const { body } = await ponto.post(`/accounts/${account}/payments`, accessToken, {
    currency: 'EUR',
    amount: 1,
    creditorName: 'Alex',
    creditorAccountReference: 'BE55732022998044',
    creditorAccountReferenceType: 'IBAN',
  });
  ponto.world.setPaymentStatus(body.data.id, 'accepted-customer-profile');

  const usage = (month: string, token: string) => ponto.get(`/organizations/${organizationId}/usage/${month}`, token);
  const clientToken = await ponto.clientToken();
  expect((await usage('2026-11', clientToken)).body.data).toMatchObject({
    id: '2026-11',
    attributes: { accountCount: 1, paymentCount: 1, bulkPaymentCount: 0 },
    relationships: { organization: { data: { id: organizationId } } },
  });
  expect((await usage('2026-10', clientToken)).body.data.attributes).toMatchObject({ paymentCount: 0 });
  expect((await usage('november', clientToken)).status).toBe(404);
  expect((await usage('2026-11', accessToken)).status).toBe(403);
});

it('forgets an account that was removed from Ponto', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  const received = await givenReceiver(ponto);
  ponto.world.removeAccount(account);
  expect((await ponto.get(`/accounts/${account}`, accessToken)).status).toBe(404);
  ponto.world.advanceClock(86_400_000);
  await ponto.world.webhooksIdle();

  expect(received.map((each) => each.body).join()).toContain('pontoConnect.integration.accountRevoked');
  const { body } = await ponto.token({ grant_type: 'client_credentials' });
  expect((await ponto.get('/integration-accounts', body.access_token)).body.data).toEqual([]);
});
