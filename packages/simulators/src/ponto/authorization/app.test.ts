import { expect, it } from 'vitest';
import { givenAccount, givenPonto, redirectUri } from '../testing/given-ponto.ts';

it('shows the accounts of the organization and who asks, in the language asked for', async () => {
  const ponto = await givenPonto();
  givenAccount(ponto);

  const dutch = await (await fetch(ponto.authorizationUrl({ language: 'nl' }))).text();
  expect(dutch).toContain('onFact vraagt toegang tot uw rekeningen');
  expect(dutch).toContain('BE68 5390 0754 7034');
  expect(dutch).toContain('Simulatie.');
  expect(await (await fetch(ponto.authorizationUrl({ language: 'fr' }))).text()).toContain('Confirmer');
  expect(await (await fetch(ponto.authorizationUrl({ language: 'en' }))).text()).toContain('Confirm');
});

it('lets the user choose between organizations without any script', async () => {
  const ponto = await givenPonto();
  const other = ponto.world.addOrganization({ name: 'Garage Moerbeke NV', email: 'info@moerbeke.example' });
  ponto.world.addAccount(other.id, { reference: 'BE71096123456769', description: 'Rekening van de garage' });

  const first = await (await fetch(ponto.authorizationUrl())).text();
  expect(first).toContain('<select name="organization">');
  expect(first).not.toContain('Rekening van de garage');
  const second = await (await fetch(ponto.authorizationUrl({ organization: other.id }))).text();
  expect(second).toContain('Rekening van de garage');
});

it('returns with code, scope and state, and shares only what was chosen', async () => {
  const ponto = await givenPonto();
  const chosen = givenAccount(ponto);
  givenAccount(ponto, 'BE71096123456769');

  const returned = await ponto.consent({ accountIds: [chosen] });
  expect(returned.get('state')).toBe('state-of-the-test');
  expect(returned.get('scope')).toBe('ai name offline_access');
  expect(returned.get('code')).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
  expect(ponto.world.organizations()[0]?.integration?.accounts.map(({ accountId }) => accountId)).toEqual([chosen]);
});

it('tells the application that the user said no', async () => {
  const ponto = await givenPonto();
  const answer = await fetch(ponto.authorizationUrl(), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'cancel' }),
    redirect: 'manual',
  });
  const location = new URL(answer.headers.get('location') ?? '');
  expect(location.origin + location.pathname).toBe(redirectUri);
  expect(location.searchParams.get('error')).toBe('access_denied');
  expect(location.searchParams.get('state')).toBe('state-of-the-test');
});

it('asks again when no account was chosen', async () => {
  const ponto = await givenPonto();
  givenAccount(ponto);
  const answer = await fetch(ponto.authorizationUrl({ language: 'nl' }), {
    method: 'POST',
    body: new URLSearchParams({ decision: 'confirm' }),
    redirect: 'manual',
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('Kies minstens één rekening.');
});

it.each([
  ['an unknown application', { client_id: 'somebody-else' }],
  ['an address that is not registered', { redirect_uri: `${redirectUri}/deeper` }],
])('never redirects for %s', async (_what, parameters) => {
  const ponto = await givenPonto();
  const answer = await fetch(ponto.authorizationUrl(parameters), { redirect: 'manual' });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('location')).toBeNull();
});

it.each([
  ['unsupported_response_type', { response_type: 'token' }],
  ['invalid_state', { state: 'short' }],
  ['invalid_scope', { scope: 'ai everything' }],
  ['invalid_request', { code_challenge_method: 'plain' }],
  ['invalid_request', { code_challenge: '' }],
  ['invalid_request', { code_challenge: 'x'.repeat(42) }],
])('sends the application back with %s', async (error, parameters) => {
  const ponto = await givenPonto();
  const answer = await fetch(ponto.authorizationUrl(parameters), { redirect: 'manual' });
  expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
});

it('withdraws accounts that a new consent leaves out', async () => {
  const ponto = await givenPonto();
  const accounts = [givenAccount(ponto), givenAccount(ponto, 'BE71096123456769')];
  const { accessToken } = await ponto.link(accounts);
  await ponto.consent({ accountIds: accounts.slice(1) });

  const { body } = await ponto.get('/accounts', accessToken);
  expect(body.data.map(({ id }) => id)).toEqual(accounts.slice(1));
});
