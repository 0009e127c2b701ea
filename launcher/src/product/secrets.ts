import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../start-error.ts';

const Secrets = z.object({
  /** Signs the sessions of the api. */
  authSecret: z.string().min(32),
  /** Shared by admin and api. */
  adminProxySecret: z.string().min(32),
  /** `id:base64`, as TOKEN_ENCRYPTION_KEYS wants it. */
  tokenEncryptionKeys: z.string().min(32),
  /** Of the login with which api and worker connect. */
  applicationPassword: z.string().min(32),
  /** Of the demo company. The database keeps only its hash, so it is remembered here. */
  demoApiKey: z.string().optional(),
});
export type Secrets = z.infer<typeof Secrets>;

/** Made at the first start, kept for the next ones: without them the stored tokens could not be read. */
export async function ensureSecrets(dataFolder: string): Promise<Secrets> {
  const file = fileIn(dataFolder);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const secrets = newSecrets();
    await saveSecrets(dataFolder, secrets);
    return secrets;
  }
  try {
    return Secrets.parse(JSON.parse(text));
  } catch (cause) {
    throw new StartError(
      `${file} is damaged: restore it, or move the whole folder ${dataFolder} away to start empty.`,
      { cause },
    );
  }
}

/** By renaming, so that a start that is broken off never leaves half a file. */
export async function saveSecrets(dataFolder: string, secrets: Secrets): Promise<void> {
  const file = fileIn(dataFolder);
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'secrets.json');
}

function newSecrets(): Secrets {
  return {
    authSecret: randomBytes(32).toString('hex'),
    adminProxySecret: randomBytes(32).toString('hex'),
    tokenEncryptionKeys: `1:${randomBytes(32).toString('base64')}`,
    applicationPassword: randomBytes(24).toString('hex'),
  };
}
