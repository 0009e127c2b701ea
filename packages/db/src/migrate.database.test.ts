import postgres from 'postgres';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { assertSchemaIsCurrent, migrate, provisionApplicationLogin } from './migrate.ts';
import { createTestDatabase } from './testing/index.ts';
import type { TestDatabase } from './testing/index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase(inject('databaseOwnerUrl'));
});
afterAll(() => database.drop());

it('changes nothing when it runs again, also twice at once', async () => {
  await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)]);
  await expect(assertSchemaIsCurrent(database.applicationUrl)).resolves.toBeUndefined();
});

it('gives the application login a new password without a new role', async () => {
  const url = await provisionApplicationLogin(database.ownerUrl, { password: `it's new` });
  await expect(assertSchemaIsCurrent(url)).resolves.toBeUndefined();
  await provisionApplicationLogin(database.ownerUrl, { password: 'application' });
});

it('says in one sentence that nothing answers', async () => {
  await expect(migrate('postgres://nobody@localhost:1/none')).rejects.toMatchObject({
    code: 'unreachable',
    message: 'The database does not answer (ECONNREFUSED).',
  });
});

it('refuses a schema that another release migrated', async () => {
  const sql = postgres(database.ownerUrl, { max: 1 });
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('from the future', 9999999999999)`;
  await expect(migrate(database.ownerUrl)).rejects.toMatchObject({ code: 'newer_than_code' });
  await expect(assertSchemaIsCurrent(database.applicationUrl)).rejects.toMatchObject({ code: 'newer_than_code' });
  await sql`delete from drizzle.__drizzle_migrations where hash = 'from the future'`;
  await sql.end();
});

it('refuses a schema that is behind', async () => {
  const sql = postgres(database.ownerUrl, { max: 1 });
  await sql`delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)`;
  await expect(assertSchemaIsCurrent(database.applicationUrl)).rejects.toMatchObject({ code: 'not_migrated' });
  await sql.end();
});
