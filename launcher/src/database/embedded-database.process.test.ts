import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@onfact-ponto/db';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startEmbeddedDatabase } from './embedded-database.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onfact-ponto-cluster-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps what was committed when the server is killed without warning', async () => {
  const first = await startEmbeddedDatabase({ directory: folder });
  await run(first.ownerUrl, 'create table kept as select 42 as answer');
  process.kill(first.processId, 'SIGKILL');
  await first.ended;

  const second = await startEmbeddedDatabase({ directory: folder });
  expect(await run(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

it('starts although another program now has the process id of a killed server', async () => {
  const first = await startEmbeddedDatabase({ directory: folder });
  await first.stop();
  await writeFile(join(first.directory, 'data', 'postmaster.pid'), `${process.pid}\n`);

  const second = await startEmbeddedDatabase({ directory: folder });
  await second.stop();
});

it('says in one sentence that the data are damaged, and leaves them alone', async () => {
  const first = await startEmbeddedDatabase({ directory: folder });
  await first.stop();
  await rm(join(first.directory, 'data', 'global', 'pg_control'));

  await expect(startEmbeddedDatabase({ directory: folder })).rejects.toThrow(
    /^The database in \S+ is damaged \(.*pg_control.*\): move that folder away to start empty\.$/,
  );
});

it('leaves no server behind when the process that started it is killed', async () => {
  const module = fileURLToPath(new URL('./embedded-database.ts', import.meta.url));
  const script = `
    const { startEmbeddedDatabase } = await import(${JSON.stringify(module)});
    const { processId } = await startEmbeddedDatabase({ directory: ${JSON.stringify(folder)} });
    console.log(processId);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  parent.kill('SIGKILL');

  await expect.poll(() => isRunning(Number(output.toString())), { timeout: 5_000 }).toBe(false);
});

async function run(url: string, statement: string): Promise<unknown[]> {
  const pool = openDatabase({ url, applicationName: 'test', maximumConnections: 1 });
  try {
    return [...(await pool.db.execute(statement))];
  } finally {
    await pool.close();
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
