import { readFile, readdir } from 'node:fs/promises';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, it } from 'vitest';
import * as schema from './schema/index.ts';

const snapshots = new URL('../migrations/meta/', import.meta.url);

it('has a migration for everything that the schema says', async () => {
  const names = (await readdir(snapshots)).filter((name) => name.endsWith('_snapshot.json')).toSorted();
  const newest = JSON.parse(await readFile(new URL(names.at(-1) ?? '', snapshots), 'utf8')) as { id: string };
  const missing = await generateMigration(newest, generateDrizzleJson(schema, newest.id));
  expect(missing).toEqual([]);
});
