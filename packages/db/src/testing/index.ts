import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { migrate, provisionApplicationLogin } from '../migrate.ts';
import { openDatabase } from '../database.ts';
import type { Database } from '../database.ts';

/** A migrated database of its own for one test file, reached as the application role reaches it. */
export type TestDatabase = Readonly<{
  db: Database;
  applicationUrl: string;
  ownerUrl: string;
  drop(): Promise<void>;
}>;

const templateName = 'onfact_ponto_template';
const templateLock = 7_340_513;

/** @param clusterUrl of a superuser of a throw-away PostgreSQL server */
export async function createTestDatabase(clusterUrl: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withServer(clusterUrl, async (sql) => {
    await sql`select pg_advisory_lock(${templateLock})`;
    await ensureTemplate(sql, clusterUrl);
    await sql.unsafe(`create database ${name} template ${templateName}`);
  });
  const ownerUrl = urlOfDatabase(clusterUrl, name);
  const applicationUrl = await provisionApplicationLogin(ownerUrl, { password: 'application' });
  const pool = openDatabase({ url: applicationUrl, applicationName: 'test', maximumConnections: 8 });
  return {
    db: pool.db,
    applicationUrl,
    ownerUrl,
    async drop() {
      await pool.close();
      await withServer(clusterUrl, (sql) => sql.unsafe(`drop database ${name} with (force)`));
    },
  };
}

async function ensureTemplate(sql: postgres.Sql, clusterUrl: string): Promise<void> {
  const [existing] = await sql`select 1 from pg_database where datname = ${templateName}`;
  if (existing) return;
  await sql.unsafe(`create database ${templateName}_new`);
  await migrate(urlOfDatabase(clusterUrl, `${templateName}_new`));
  await sql.unsafe(`alter database ${templateName}_new rename to ${templateName}`);
}

async function withServer<Result>(clusterUrl: string, work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(clusterUrl, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function urlOfDatabase(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export {
  documentSnapshot,
  givenBankAccount,
  givenCompany,
  givenConnection,
  givenDocument,
  givenLines,
  lineReading,
  ruleAllocation,
} from './given.ts';
export { givenStatement } from './given-statement.ts';
export type { GivenStatement } from './given-statement.ts';
