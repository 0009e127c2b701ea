import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../database/embedded-database.ts';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    /** Of a superuser of a PostgreSQL server that is thrown away; each test file makes its own database in it. */
    databaseOwnerUrl: string;
  }
}

/** One server for the whole run. TEST_DATABASE_URL takes an existing one instead, whose test databases then stay. */
export default async function setUpDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const existing = process.env.TEST_DATABASE_URL;
  if (existing) {
    project.provide('databaseOwnerUrl', existing);
    return () => Promise.resolve();
  }
  const folder = await mkdtemp(join(tmpdir(), 'onfact-ponto-test-'));
  const server = await startEmbeddedDatabase({ directory: folder, durable: false });
  project.provide('databaseOwnerUrl', server.ownerUrl);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
