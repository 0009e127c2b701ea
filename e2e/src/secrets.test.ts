import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatIban, parseIban } from '@onfact-ponto/primitives';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { karmijn, linde, signInAndOpen } from './pages/sign-in.ts';
import { linesOf, panelOf } from './pages/transactions-page.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let page: Page;
let seen: Sighting[];
let secrets: Secret[];

/** Something that a browser showed, kept or was sent. */
type Sighting = Readonly<{ where: string; text: string }>;
type Secret = Readonly<{ name: string; value: string }>;

/** One walk through everything, with all that the browser meets written down. */
beforeAll(async () => {
  stage = await setStage();
  const visitor = await stage.visitor();
  ({ page } = visitor);
  seen = writeDown(visitor.context);

  await signInAndOpen(page, '/apps?tab=payments');
  await linkPonto(page, ['Zichtrekening', 'Spaarrekening']);
  await page.goto('/ponto/return?code=invented-code&state=invented-state');
  await stage.query(`update connection_token set access_expires_at = now() - interval '1 minute'`);
  await fetchNow(page);
  await page.goto('/payments/transactions');
  await linesOf(page).first().click();
  await panelOf(page).waitFor();
  secrets = await everySecret(visitor.context);
});
afterAll(() => stage.end());

it('knows enough secrets to look for', () => {
  const names = secrets.map(({ name }) => name);
  for (const name of [
    'access token',
    'refresh token',
    'authorization code',
    'session cookie',
    'private key',
    'session key',
  ]) {
    expect(names).toContain(name);
  }
});

it('sends no token, code or key to the browser, in no page, script, answer or message of the console', () => {
  expect(seen.length).toBeGreaterThan(20);
  expect(sightingsOf(secrets, seen)).toEqual([]);
});

it('keeps the session away from scripts, and nothing else of worth in the browser', async () => {
  const readable = await page.evaluate<string>(
    'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])',
  );
  expect(sightingsOf(secrets, [{ where: 'what scripts can read', text: readable }])).toEqual([]);
});

it('writes no token, code, key or account number to a log', async () => {
  const logs = await logFiles();
  expect(logs.map(({ where }) => where)).toEqual(expect.arrayContaining(['api.log', 'worker.log', 'admin.log']));
  expect(logs.find(({ where }) => where === 'worker.log')?.text).not.toBe('');
  expect(sightingsOf([...secrets, ...(await accountNumbers())], logs)).toEqual([]);
});

function writeDown(context: BrowserContext): Sighting[] {
  const { adminUrl } = stage;
  const sightings: Sighting[] = [];
  context.on('console', (message) => sightings.push({ where: 'console', text: message.text() }));
  context.on('request', (request) => {
    const isReturn = /\/(?:ponto\/return|auth\/callback\/onfact)\?/.test(request.url());
    if (!request.url().startsWith(adminUrl) || isReturn) return;
    const address = `${request.url()} ${request.headers().referer ?? ''}`;
    sightings.push({ where: `address of ${request.resourceType()}`, text: address });
  });
  context.on('response', (response) => {
    if (!response.url().startsWith(adminUrl) || response.status() >= 300) return;
    const where = `body of ${new URL(response.url()).pathname}`;
    void response.text().then(
      (text) => sightings.push({ where, text }),
      () => undefined,
    );
  });
  return sightings;
}

/** All that must stay inside, from where it is kept: both simulated worlds, our own secrets, and the browser's cookies. */
async function everySecret(context: BrowserContext): Promise<Secret[]> {
  const dataFolder = inject('dataFolder');
  const { ponto, onfact } = inject('endpoints');
  const bank = await readJson<PontoState>(join(dataFolder, 'simulators', 'ponto.json'));
  const books = await readJson<OnfactState>(join(dataFolder, 'simulators', 'onfact.json'));
  const ours = await readJson<Record<string, string>>(join(dataFolder, 'secrets.json'));
  const keyFiles = [ponto.keyFile, ponto.signatureKeyFile].map((file) => resolve('.', file));
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith('__Host-'));
  const called = (name: string, values: readonly string[]) => values.map((value) => ({ name, value }));

  return [
    ...called('access token', [...Object.keys(bank.accessTokens), ...Object.keys(books.accessTokens)]),
    ...called('refresh token', Object.keys(bank.refreshTokens)),
    ...called('authorization code', [
      ...Object.keys(bank.authorizationCodes),
      ...Object.keys(books.authorizationCodes),
    ]),
    ...called('client secret', [bank.client.secret, books.client.secret]),
    ...called('session key', [onfact.sessionKey, ...books.users.map(({ sessionKey }) => sessionKey)]),
    ...called('our secret', Object.values(ours)),
    ...called('key passphrase', [ponto.keyPassphrase]),
    ...called(
      'session cookie',
      cookies.map(({ value }) => value.split('.')[0] ?? ''),
    ),
    ...called(
      'private key',
      (await Promise.all(keyFiles.map(readText))).map((pem) => pem.split('\n')[1] ?? ''),
    ),
  ].filter(({ value }) => value.length >= 8);
}

async function accountNumbers(): Promise<Secret[]> {
  const accounts = [...(await stage.world.accountsOf(linde)), ...(await stage.world.accountsOf(karmijn))];
  return accounts.flatMap(({ reference }) => [
    { name: 'account number', value: reference },
    { name: 'account number', value: formatIban(parseIban(reference)!) },
  ]);
}

async function logFiles(): Promise<Sighting[]> {
  const folder = join(inject('dataFolder'), 'logs');
  const names = await readdir(folder);
  return Promise.all(names.map(async (where) => ({ where, text: await readText(join(folder, where)) })));
}

/** Which secret was seen where; never the secret itself. */
function sightingsOf(known: readonly Secret[], where: readonly Sighting[]): string[] {
  const found = where.flatMap((sighting) =>
    known.filter(({ value }) => sighting.text.includes(value)).map(({ name }) => `${name} in ${sighting.where}`),
  );
  return [...new Set(found)];
}

type PontoState = Record<'accessTokens' | 'refreshTokens' | 'authorizationCodes', object> & {
  client: { secret: string };
};
type OnfactState = Record<'accessTokens' | 'authorizationCodes', object> & {
  client: { secret: string };
  users: { sessionKey: string }[];
};

async function readJson<Value>(path: string): Promise<Value> {
  return JSON.parse(await readText(path)) as Value;
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8');
}
