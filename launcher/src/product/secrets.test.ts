import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureSecrets, saveSecrets } from './secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onfact-ponto-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes secrets once, readable by their owner only, and keeps them', async () => {
  const first = await ensureSecrets(folder);
  expect(await ensureSecrets(folder)).toEqual(first);
  expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
});

it('remembers the API key of the demo company', async () => {
  await saveSecrets(folder, { ...(await ensureSecrets(folder)), demoApiKey: 'a key' });
  expect((await ensureSecrets(folder)).demoApiKey).toBe('a key');
});

it('never makes new secrets over damaged ones: the stored tokens would be lost', async () => {
  await writeFile(join(folder, 'secrets.json'), '{"authSecret":');
  await expect(ensureSecrets(folder)).rejects.toThrow(/secrets\.json is damaged/);
});
