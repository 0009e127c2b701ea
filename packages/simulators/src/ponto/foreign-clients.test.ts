import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { clientOf, dialects, now, targetOf, type Dialect } from './testing/dialects.ts';
import { givenAccount, givenPonto, redirectUri } from './testing/given-ponto.ts';
import { givenReceiver } from './testing/given-receiver.ts';
import { signAs } from './testing/sign-as.ts';

const verifier = 'a-verifier-of-sufficient-length-for-the-simulated-ponto';

async function givenLinked(dialect: Dialect) {
  const ponto = await givenPonto();
  ponto.world.configure({ signatureRequired: 'always' });
  const account = givenAccount(ponto);
  ponto.world.addTransactions(account, [{ amount: '1.00' }], { published: true, copies: 5 });
  for (const product of ['payments', 'paymentRequests'] as const) {
    ponto.world.setActivation(ponto.world.organizations()[0]?.id ?? '', product, 'activated');
  }
  const client = clientOf(ponto, dialect);
  await client.discover();

  const url = new URL(ponto.authorizationUrl({ scope: 'ai pi name offline_access' }));
  if (!dialect.sendsPkce) for (const name of ['code_challenge', 'code_challenge_method']) url.searchParams.delete(name);
  const form = new URLSearchParams({ decision: 'confirm', account });
  const returned = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const code = new URL(returned.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const { status, body } = await client.token({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(dialect.sendsPkce ? { code_verifier: verifier } : {}),
  });
  expect(status).toBe(200);
  // Past the synchronization of the linking itself.
  ponto.world.advanceClock(60_000);
  return { ponto, account, client, accessToken: body.access_token, refreshToken: body.refresh_token };
}

describe.each(Object.entries(dialects))('a client that speaks as the one for %s', (_name, dialect) => {
  it('walks all lines of an account and reads what .NET must find everywhere', async () => {
    const { client, account, accessToken } = await givenLinked(dialect);
    const accounts = await client.send('GET', client.address('accounts', '/accounts'), accessToken);
    expect(accounts.body.data[0]).toMatchObject({
      attributes: { currentBalance: 105, availableBalance: 105 },
      meta: { latestSynchronization: { id: expect.stringMatching(/^[\w-]{36}$/), attributes: { status: 'success' } } },
    });

    const list = client.address('account.transactions', `/accounts/${account}/transactions`, { accountId: account });
    const walked: string[] = [];
    let after: string | undefined;
    do {
      const { body } = await client.send('GET', `${list}?${dialect.paging(2, after)}`, accessToken);
      for (const line of body.data) {
        expect(line).toMatchObject({
          attributes: { amount: 1, valueDate: expect.any(String), executionDate: expect.any(String) },
          relationships: { account: { data: { id: account } } },
        });
        walked.push(line.id);
      }
      after = (body.meta as { paging: { after?: string } }).paging.after;
    } while (after !== undefined);
    expect(new Set(walked).size).toBe(5);
  });

  it('synchronizes, pays, asks for money, and asks again for consent', async () => {
    const { ponto, client, account, accessToken } = await givenLinked(dialect);
    const ids = { accountId: account };
    const synchronization = await client.post(
      client.address('synchronizations', '/synchronizations'),
      accessToken,
      dialect.types.synchronization,
      {
        resourceType: 'account',
        resourceId: account,
        subtype: 'accountTransactions',
        customerIpAddress: '203.0.113.7',
      },
    );
    expect(synchronization.status).toBe(201);

    const order = {
      currency: 'EUR',
      amount: '12.50',
      creditorName: 'Alex Creditor',
      creditorAccountReference: 'BE55732022998044',
      creditorAccountReferenceType: 'IBAN',
      redirectUri,
    };
    const payments = client.address('account.payments', `/accounts/${account}/payments`, ids);
    const payment = await client.post(payments, accessToken, 'payment', order);
    expect(payment.body.data.links.redirect).toContain('/payments/');
    const one = client.address('account.payments', `/accounts/${account}/payments/${payment.body.data.id}`, {
      ...ids,
      paymentId: payment.body.data.id,
    });
    expect((await client.send('GET', one, accessToken)).body.data.attributes.status).toBe('unsigned');
    expect((await client.send('DELETE', one, accessToken)).status).toBe(200);

    const bulk = { reference: 'november', payments: [order], redirectUri };
    const bulkPayments = client.address('account.bulkPayments', `/accounts/${account}/bulk-payments`, ids);
    expect((await client.post(bulkPayments, accessToken, 'bulkPayment', bulk)).status).toBe(201);

    const requests = client.address('account.paymentRequests', `/accounts/${account}/payment-requests`, ids);
    const asked = { amount: 5, currency: 'EUR', redirectUri };
    expect((await client.post(requests, accessToken, dialect.types.paymentRequest, asked)).status).toBe(201);

    for (const [name, path] of [
      ['account.reauthorizationRequests', `/accounts/${account}/reauthorization-requests`],
      ['paymentActivationRequests', '/payment-activation-requests'],
    ] as const) {
      const { status, body } = await client.post(client.address(name, path, ids), accessToken, 'any', { redirectUri });
      expect([status, body.data.links.redirect]).toEqual([
        201,
        expect.stringContaining(ponto.endpoints.authorizationUrl),
      ]);
    }
  });

  it('acts for the application itself', async () => {
    const { ponto, client, accessToken } = await givenLinked(dialect);
    const { body } = await client.token({ grant_type: 'client_credentials' });
    expect(body).toMatchObject({ scope: '', expires_in: 1_799 });
    expect(body.refresh_token).toBeUndefined();
    const details = await client.post(
      client.address('onboardingDetails', '/onboarding-details'),
      body.access_token,
      dialect.types.onboardingDetails,
      { email: 'jsmith@example.com', firstName: 'Jo' },
    );
    expect(details.body.data).toMatchObject({ type: 'onboardingDetails', attributes: { firstName: 'Jo' } });

    const { sub } = (await client.send('GET', client.address('userinfo', '/userinfo'), accessToken)).body;
    const integrated = client.address('integrationAccounts', '/integration-accounts');
    expect((await client.send('GET', integrated, body.access_token)).body.data[0]).toMatchObject({
      relationships: { organization: { data: { id: sub } } },
    });
    const of = { organizationId: sub, month: '2026-11' };
    const usage = client.address('organizations.usage', `/organizations/${sub}/usage/2026-11`, of);
    expect((await client.send('GET', usage, body.access_token)).body.data.relationships.organization.data.id).toBe(sub);
    const integration = client.address('organizations.integration', `/organizations/${sub}/integration`, of);
    const removed = await client.send('DELETE', integration, body.access_token);
    expect(removed.body.data.relationships.organization.data.id).toBe(sub);
    expect(ponto.world.organizations()[0]?.integration).toBeNull();
  });

  it('refreshes, and is told of errors in a way that it can read', async () => {
    const { client, refreshToken } = await givenLinked(dialect);
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(refreshed.body.refresh_token).not.toBe(refreshToken);
    const reused = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(reused).toMatchObject({
      status: 400,
      headers: { 'ibanity-request-id': expect.any(String) },
      body: { error: 'invalid_grant', error_description: expect.any(String), error_hint: expect.any(String) },
    });
    const denied = await client.send('GET', client.address('accounts', '/accounts'), refreshed.body.access_token);
    expect(denied).toMatchObject({
      status: 401,
      headers: { 'ibanity-request-id': expect.any(String) },
      body: { errors: [{ code: 'credentialsInvalid', detail: expect.any(String) }] },
    });
  });

  it('is refused when its signature belongs to another request', async () => {
    const { ponto, client, accessToken } = await givenLinked(dialect);
    const url = client.address('userinfo', '/userinfo');
    const headers = { authorization: `Bearer ${accessToken}` };
    const request = { method: 'GET', target: targetOf(`${url}?other`), headers, body: '', now };
    const wrong = signAs(dialect.signature, ponto.endpoints, request);
    expect(await ponto.call(url, { headers: wrong })).toMatchObject({
      status: 401,
      body: { errors: [{ code: 'signatureInvalid' }] },
    });
  });

  it('verifies webhooks with the keys that it finds by itself', async () => {
    const { ponto, client } = await givenLinked(dialect);
    const received = await givenReceiver(ponto);
    ponto.world.block(ponto.world.organizations()[0]?.id ?? '');
    await ponto.world.webhooksIdle();
    const origin = new URL(ponto.endpoints.apiUrl).origin;
    const { links } = (await client.send('GET', `${origin}/webhooks`)).body;
    const keys = (await client.send('GET', links.keys)).body;
    await jwtVerify(received[0]?.signature ?? '', createLocalJWKSet(keys), {
      issuer: origin,
      audience: ponto.endpoints.applicationId,
      currentDate: now,
    });
  });
});

it('takes the request that .NET sends to the wrong address', async () => {
  const { client, accessToken } = await givenLinked(dialects['.NET']);
  const url = client.address('', '/payment-activation-requests');
  const type = 'paymentRequestActivationRequest';
  expect((await client.post(url, accessToken, type, { redirectUri })).status).toBe(201);
});
