import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@onfact-ponto/db/testing';
import type { TestDatabase } from '@onfact-ponto/db/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

/** The real process: what an operator sees when it cannot start. */

const secret = 'canary-secret-0123456789abcdef0123456789';
let database: TestDatabase;
let folder: string;
let complete: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
  folder = await mkdtemp(join(tmpdir(), 'onfact-ponto-api-'));
  const noCertificate = join(folder, 'no-certificate.pem');
  await writeFile(noCertificate, 'not a certificate');
  complete = {
    DATABASE_URL: database.applicationUrl,
    API_PORT: '0',
    API_ORIGIN: 'http://localhost:4801',
    ADMIN_ORIGIN: 'http://localhost:4800',
    ADMIN_PROXY_SECRET: secret,
    AUTH_SECRET: secret,
    TOKEN_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    PONTO_API_URL: 'https://localhost:4810',
    PONTO_AUTHORIZATION_URL: 'http://localhost:4811',
    PONTO_CLIENT_ID: 'client',
    PONTO_CLIENT_SECRET: secret,
    PONTO_APPLICATION_ID: 'application',
    PONTO_REDIRECT_URI: 'http://localhost:4800/ponto/return',
    PONTO_CERTIFICATE_FILE: noCertificate,
    PONTO_KEY_FILE: noCertificate,
    ONFACT_API_URL: 'http://localhost:1',
    ONFACT_ISSUER: 'http://localhost:1',
    ONFACT_CLIENT_ID: 'client',
    ONFACT_CLIENT_SECRET: secret,
  };
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('a start that cannot succeed ends with one clear sentence and exit code 1', () => {
  it('when variables are missing', async () => {
    const { code, output } = await start({ ...complete, DATABASE_URL: '', AUTH_SECRET: '' });
    expect(code).toBe(1);
    expect(output).toContain('DATABASE_URL is missing\n');
    expect(output).toContain('AUTH_SECRET is missing');
    expect(output).not.toContain('canary');
  });

  it('when the database does not answer', async () => {
    const { code, output } = await start({ ...complete, DATABASE_URL: 'postgres://application:canary@localhost:1/x' });
    expect({ code, output }).toEqual({
      code: 1,
      output: 'The api cannot start. The database does not answer (ECONNREFUSED).\n',
    });
  });

  it('when the certificate cannot be used', async () => {
    const { code, output } = await start(complete);
    expect(code).toBe(1);
    expect(output).toMatch(/^The api cannot start\. The certificate, key or address of Ponto .*\n$/);
  });

  it('when the database was not migrated', async () => {
    const { code, output } = await start({ ...complete, DATABASE_URL: inject('databaseOwnerUrl') });
    expect({ code, output }).toEqual({
      code: 1,
      output: 'The api cannot start. The database is older than this code: run the migrations first.\n',
    });
  });
});

async function start(environment: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data.toString()));
  child.stderr.on('data', (data: Buffer) => output.push(data.toString()));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  return { code: await promise, output: output.join('') };
}
