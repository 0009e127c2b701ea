import { expect, it } from 'vitest';
import { givenAccount, givenPonto, type GivenPonto } from '../testing/given-ponto.ts';
import { givenReceiver } from '../testing/given-receiver.ts';

const redirectUri = 'https://application.example/ponto/renewed?attempt=7';

async function givenRequest(ponto: GivenPonto, account: string, wanted: object = { redirectUri }) {
  const { accessToken } = await ponto.link([account]);
  const answer = await ponto.call(`/accounts/${account}/reauthorization-requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/vnd.api+json' },
    body: JSON.stringify({ data: { type: 'reauthorizationRequest', attributes: wanted } }),
  });
  return { accessToken, answer };
}

function decide(page: string, decision: 'confirm' | 'cancel'): Promise<Response> {
  return fetch(page, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' });
}

it('renews the consent, tells so, and only then fetches what was missed', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { answer } = await givenRequest(ponto, account);
  expect([answer.status, answer.body.data.attributes]).toEqual([201, {}]);
  ponto.world.advanceClock(60_000);
  ponto.world.ageConsent(account, -3);
  ponto.world.addTransactions(account, [{ amount: '12.00' }]);
  ponto.world.synchronizeNow(account);
  expect(ponto.world.publishedTransactions(account)).toEqual([]);

  const received = await givenReceiver(ponto);
  const returned = await decide(answer.body.data.links.redirect, 'confirm');
  expect([returned.status, returned.headers.get('location')]).toEqual([303, redirectUri]);
  expect(ponto.world.account(account)).toMatchObject({
    authorizedAt: '2026-11-24T09:01:00.000Z',
    authorizationExpirationExpectedAt: '2027-05-23T09:01:00.000Z',
  });
  expect(ponto.world.publishedTransactions(account)).toHaveLength(1);
  await ponto.world.webhooksIdle();
  expect(received.map(({ body }) => (JSON.parse(body) as { data: { type: string } }).data.type)).toEqual([
    'pontoConnect.account.reauthorized',
    'pontoConnect.account.detailsUpdated',
    'pontoConnect.account.transactionsCreated',
  ]);
});

it('changes nothing when the customer cancels, and returns all the same', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { answer } = await givenRequest(ponto, account);
  ponto.world.ageConsent(account, 14);
  const before = { ...ponto.world.account(account) };
  const returned = await decide(answer.body.data.links.redirect, 'cancel');
  expect(returned.headers.get('location')).toBe(redirectUri);
  expect(ponto.world.account(account)).toEqual(before);
});

it('shows bank, account, the present end and the next one, in three languages', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { answer } = await givenRequest(ponto, account);
  ponto.world.ageConsent(account, 14);
  const page = async (language: string) =>
    (
      await fetch(answer.body.data.links.redirect, { headers: { 'accept-language': `de;q=1,${language};q=0.5` } })
    ).text();

  const dutch = await page('nl-BE');
  for (const text of ['Kempische Bank', 'BE68 5390 0754 7034', '8 december 2026', '23 mei 2027', 'Simulatie.']) {
    expect(dutch).toContain(text);
  }
  expect(await page('fr')).toContain("Renouvelez l'accès".replace("'", '&#39;'));
  expect(await page('en')).toContain('Renew access');
});

it('works once', async () => {
  const ponto = await givenPonto();
  const { answer } = await givenRequest(ponto, givenAccount(ponto));
  await decide(answer.body.data.links.redirect, 'confirm');
  expect((await decide(answer.body.data.links.redirect, 'confirm')).status).toBe(410);
  expect((await fetch(answer.body.data.links.redirect)).status).toBe(410);
});

it('is gone when the account is no longer shared', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { answer } = await givenRequest(ponto, account);
  ponto.world.revokeAccount(account);
  expect((await fetch(answer.body.data.links.redirect)).status).toBe(404);
});

it('refuses an address to return to that is none', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  for (const wrong of [{}, { redirectUri: 'somewhere' }, { redirectUri: 'javascript:alert(1)' }]) {
    const { answer } = await givenRequest(ponto, account, wrong);
    expect([answer.status, answer.body.errors[0].meta.attribute]).toEqual([400, 'redirectUri']);
  }
});
