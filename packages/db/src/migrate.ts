import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { PgBoss } from 'pg-boss';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { queueSchema } from './job-queue.ts';

/** Something about the database itself stops the start; the message is one sentence for an operator. */
export class DatabaseNotUsableError extends Error {
  override readonly name = 'DatabaseNotUsableError';
  readonly code: 'unreachable' | 'too_old' | 'newer_than_code' | 'not_migrated' | 'rights_missing' | 'clock_off';

  constructor(code: DatabaseNotUsableError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
const groupRole = 'onfact_ponto_application';
const oldestVersion = 150_000;
/** Any fixed number: two processes that migrate at once wait for each other. */
const migrationLock = 7_340_512;

/**
 * Brings roles, tables and the job queue's schema to what this code knows. Running it twice changes nothing.
 * @param ownerUrl of a role that may create roles, tables and schemas
 * @throws DatabaseNotUsableError
 */
export async function migrate(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    await assertVersion(sql);
    await sql`select pg_advisory_lock(${migrationLock})`;
    await assertNotNewer(sql);
    await createGroupRole(sql);
    await applyMigrations(drizzle(sql), { migrationsFolder });
    await migrateJobQueue(ownerUrl);
    await sql.unsafe(grantsOnJobQueue);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Makes the login with which api and worker connect, bound by row-level security.
 * @returns the URL of that login
 */
export async function provisionApplicationLogin(ownerUrl: string, { password }: { password: string }): Promise<string> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const [row] = await sql<{ database: string }[]>`select current_database() as database`;
    const login = `${groupRole}_${row?.database ?? ''}`.slice(0, 63);
    const [existing] = await sql`select 1 from pg_roles where rolname = ${login}`;
    const quoted = `'${password.replaceAll("'", "''")}'`;
    await sql.unsafe(
      `${existing ? 'alter' : 'create'} role "${login}" login nosuperuser nobypassrls password ${quoted}`,
    );
    await sql.unsafe(`grant ${groupRole} to "${login}"`);
    const url = new URL(ownerUrl);
    url.username = login;
    url.password = password;
    return url.href;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * A process refuses a schema that it does not know.
 * @throws DatabaseNotUsableError
 */
export async function assertSchemaIsCurrent(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 10 });
  try {
    await assertVersion(sql);
    await assertNotNewer(sql);
    const applied = await appliedMigrations(sql);
    if (applied.length < knownMigrations().length) {
      throw new DatabaseNotUsableError(
        'not_migrated',
        'The database is older than this code: run the migrations first.',
      );
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function assertVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: number }[]>`select current_setting('server_version_num')::int as version`.catch(
    (cause: unknown) => {
      const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
      throw new DatabaseNotUsableError('unreachable', `The database does not answer (${reason}).`, { cause });
    },
  );
  if (!row || row.version < oldestVersion) {
    const found = Math.trunc((row?.version ?? 0) / 10_000);
    throw new DatabaseNotUsableError('too_old', `PostgreSQL ${found} is too old: version 15 or newer is needed.`);
  }
}

async function assertNotNewer(sql: Sql): Promise<void> {
  const known = new Set(knownMigrations().map(({ hash }) => hash));
  const unknown = (await appliedMigrations(sql)).filter((hash) => !known.has(hash));
  if (unknown.length > 0) {
    throw new DatabaseNotUsableError(
      'newer_than_code',
      `The database was migrated by another release: ${unknown.length} of its migrations are not in this code.`,
    );
  }
}

async function appliedMigrations(sql: Sql): Promise<string[]> {
  const [table] = await sql<
    { exists: boolean }[]
  >`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (!table?.exists) return [];
  const rows = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations`;
  return rows.map(({ hash }) => hash);
}

function knownMigrations() {
  return readMigrationFiles({ migrationsFolder });
}

async function createGroupRole(sql: Sql): Promise<void> {
  await sql
    .unsafe(
      `do $$ begin create role ${groupRole} nologin nosuperuser nobypassrls;
       exception when duplicate_object or unique_violation then null; end $$`,
    )
    .catch((cause: unknown) => {
      throw new DatabaseNotUsableError('rights_missing', 'The database user may not create roles (CREATEROLE).', {
        cause,
      });
    });
}

async function migrateJobQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: queueSchema,
    max: 2,
    schedule: false,
    supervise: false,
  });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.stop({ graceful: false });
}

/** The application looks at the applied migrations and works with the job queue; it owns neither. */
const grantsOnJobQueue = `
  grant usage on schema drizzle, ${queueSchema} to ${groupRole};
  grant select on all tables in schema drizzle to ${groupRole};
  grant select, insert, update, delete on all tables in schema ${queueSchema} to ${groupRole};
  grant usage on all sequences in schema ${queueSchema} to ${groupRole};
  grant execute on all functions in schema ${queueSchema} to ${groupRole};
`;
