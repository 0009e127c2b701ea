import { openDatabase } from '@onfact-ponto/db';
import { expect, inject, it } from 'vitest';
import { createDatabase } from './embedded-database.ts';

it('makes a database once, however often it is asked', async () => {
  const url = await createDatabase(inject('databaseOwnerUrl'), 'launcher_twice');
  expect(await createDatabase(inject('databaseOwnerUrl'), 'launcher_twice')).toBe(url);

  const pool = openDatabase({ url, applicationName: 'test', maximumConnections: 1 });
  const rows = await pool.db.execute<{ name: string }>('select current_database() as name');
  await pool.close();
  expect(rows[0]?.name).toBe('launcher_twice');
});
