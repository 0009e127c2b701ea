import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { demoScenario } from '../scenarios/demo-scenario.ts';
import { givenAccount, givenPonto } from './testing/given-ponto.ts';
import { givenReceiver } from './testing/given-receiver.ts';

function givenStateFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ponto-state-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'deeper', 'ponto.json');
}

it('goes on after a restart: tokens, accounts, transactions and the moved clock', async () => {
  const stateFile = givenStateFile();
  const before = await givenPonto({ stateFile });
  const account = givenAccount(before);
  const { refreshToken } = await before.link([account]);
  before.world.addTransactions(account, [{ amount: '1000000000000.01' }, { amount: '-3.10' }], { published: true });
  before.world.advanceClock(86_400_000);
  const published = before.world.publishedTransactions(account);
  const now = before.world.now();
  await before.stop();

  const after = await givenPonto({ stateFile });
  expect(after.world.now()).toEqual(now);
  expect(after.world.publishedTransactions(account)).toEqual(published);
  const { status, body } = await after.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  expect(status).toBe(200);
  const list = await after.get(`/accounts/${account}/transactions`, body.access_token);
  expect(list.body.data.map(({ attributes }) => attributes.amount)).toEqual([-3.1, 1_000_000_000_000.01]);
});

it('goes on from a state file of an earlier version, which knew less', async () => {
  const stateFile = givenStateFile();
  const before = await givenPonto({ stateFile });
  const account = givenAccount(before);
  const { refreshToken } = await before.link([account]);
  await before.stop();
  const state = JSON.parse(readFileSync(stateFile, 'utf8')) as Record<string, unknown> & {
    organizations: Record<string, unknown>[];
    accounts: Record<string, unknown>[];
    settings: Record<string, unknown>;
  };
  for (const name of ['payments', 'webhooks', 'webhookKeys', 'onboardingDetails']) Reflect.deleteProperty(state, name);
  for (const name of ['paging', 'webhookRetrySeconds']) Reflect.deleteProperty(state.settings, name);
  for (const each of state.organizations) Reflect.deleteProperty(each, 'payments');
  for (const each of state.accounts) Reflect.deleteProperty(each, 'pending');
  writeFileSync(stateFile, JSON.stringify(state));

  const after = await givenPonto({ stateFile });
  const { body } = await after.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  expect((await after.get('/userinfo', body.access_token)).body.paymentsActivated).toBe(false);
  after.world.synchronizeNow(account);
  expect((await after.get(`/accounts/${account}/pending-transactions`, body.access_token)).status).toBe(200);
});

it('does not start from a damaged state file, and leaves it as it is', async () => {
  const stateFile = givenStateFile();
  const first = await givenPonto({ stateFile });
  await first.stop();
  writeFileSync(stateFile, '{"seed":');

  await expect(givenPonto({ stateFile })).rejects.toThrow(/damaged/);
  expect(readFileSync(stateFile, 'utf8')).toBe('{"seed":');
});

it('makes the same world from the same seed, and another from another', async () => {
  const world = async (seed: number) => {
    const stateFile = givenStateFile();
    const ponto = await givenPonto({ stateFile, seed, scenario: demoScenario(seed, '2026-11-24').ponto });
    await ponto.stop();
    return readFileSync(stateFile, 'utf8');
  };
  const [first, again, other] = [await world(1), await world(1), await world(2)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

it('goes back to the first day on a reset', async () => {
  const ponto = await givenPonto();
  const account = givenAccount(ponto);
  const { accessToken } = await ponto.link([account]);
  ponto.world.advanceClock(86_400_000);
  ponto.world.reset();

  expect(ponto.world.accounts()).toEqual([]);
  expect(ponto.world.now()).toEqual(new Date('2026-11-24T09:00:00Z'));
  expect((await ponto.get('/userinfo', accessToken)).status).toBe(401);
});

it('tells the same receiver by webhook after a reset as before it', async () => {
  const ponto = await givenPonto();
  const received = await givenReceiver(ponto);
  ponto.world.reset();
  ponto.world.sendWebhook({
    type: 'pontoConnect.organization.blocked',
    attributes: {},
    relationships: { organization: 'organization-1' },
  });
  await ponto.world.webhooksIdle();
  expect(received).toHaveLength(1);
});
