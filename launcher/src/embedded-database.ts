import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@onfact-ponto/db';
import { freePort } from './free-port.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { stopWithThisProcess } from './process-keeper.ts';
import { isReachableByOthers, serverAccount } from './server-account.ts';
import { StartError } from './start-error.ts';

type EmbeddedDatabaseOptions = {
  /** Holds everything of this server: its data, its log and the owner's password. Made when missing. */
  directory: string;
  /** Absent: any free port. */
  port?: number;
  /** False gives up safety against a power failure for speed; right for a server that is thrown away. */
  durable?: boolean;
};

export type EmbeddedDatabase = Readonly<{
  /** Of the superuser; the database `postgres`. */
  ownerUrl: string;
  /** Where the data really are: another place than asked for when the server cannot reach that one. */
  directory: string;
  processId: number;
  /** Settles when the server has ended, whoever ended it. */
  ended: Promise<void>;
  stop(): Promise<void>;
}>;

/**
 * Starts a real PostgreSQL server on the loopback interface. After a crash it recovers by itself.
 * @throws StartError
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const directory = await reachableDirectory(options.directory);
  const programs = await findPostgresPrograms({ readByOthers: runsAsOther(), copyFolder: stateFolder });
  const password = await ownerPassword(directory);
  await createCluster(programs, directory);
  await assertSameMajorVersion(programs, directory);
  await waitForEarlierServer(directory);

  const port = options.port || (await freePort());
  const server = spawnServer(programs, directory, port, options.durable ?? true);
  const ended = new Promise<void>((resolve) =>
    server.once('exit', () => {
      resolve();
    }),
  );
  await waitUntilReady(server, directory);

  return {
    ownerUrl: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    directory,
    processId: server.pid ?? 0,
    ended,
    async stop() {
      /** "Fast shutdown": ends sessions, writes everything down, leaves nothing to recover. */
      server.kill('SIGINT');
      await ended;
    },
  };
}

/** Makes a database unless it is there; answers with its URL. */
export async function createDatabase(ownerUrl: string, name: string): Promise<string> {
  const pool = openDatabase({ url: ownerUrl, applicationName: 'launcher', maximumConnections: 1 });
  try {
    const found = await pool.db.execute(`select 1 from pg_database where datname = '${name.replaceAll("'", "''")}'`);
    if (found.length === 0) await pool.db.execute(`create database "${name.replaceAll('"', '""')}"`);
  } finally {
    await pool.close();
  }
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** For root only: a place that the server's identity reaches whatever the modes of the home folders are. */
const stateFolder = '/var/lib/onfact-ponto';

function runsAsOther(): boolean {
  return serverAccount().uid !== undefined;
}

async function reachableDirectory(wanted: string): Promise<string> {
  await mkdir(wanted, { recursive: true, mode: runsAsOther() ? 0o711 : 0o700 });
  const directory = await realpath(wanted);
  if (!runsAsOther()) return directory;

  await chmod(directory, 0o711);
  const reached = (await isReachableByOthers(directory)) ? directory : join(stateFolder, nameOf(directory));
  await mkdir(reached, { recursive: true, mode: 0o711 });
  await giveToServer(reached);
  return reached;
}

/** Two checkouts must not share their data. */
function nameOf(directory: string): string {
  return createHash('sha256').update(directory).digest('hex').slice(0, 16);
}

async function giveToServer(path: string): Promise<void> {
  const { uid, gid } = serverAccount();
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

async function ownerPassword(directory: string): Promise<string> {
  const file = passwordFile(directory);
  if (!existsSync(file)) {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
    await giveToServer(file);
  }
  return readFile(file, 'utf8');
}

function passwordFile(directory: string): string {
  return join(directory, 'owner-password');
}

function dataFolder(directory: string): string {
  return join(directory, 'data');
}

/** Built aside and renamed, so that data are either absent or complete, also when this is interrupted. */
async function createCluster(programs: PostgresPrograms, directory: string): Promise<void> {
  if (existsSync(dataFolder(directory))) return;
  const unfinished = join(directory, 'data-unfinished');
  await rm(unfinished, { recursive: true, force: true });
  const program = spawn(
    programs.initdb,
    [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile(directory)}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
    ],
    { ...serverAccount(), env: serverEnvironment, cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const output: string[] = [];
  program.stderr.on('data', (chunk) => output.push(String(chunk)));
  const exitCode = await new Promise<number | null>((resolve) => {
    program.once('error', (error) => output.push(error.message));
    program.once('close', resolve);
  });
  if (exitCode !== 0)
    throw new StartError(`The embedded database cannot be created in ${directory}: ${lastLine(output.join(''))}`);
  await rename(unfinished, dataFolder(directory));
}

const serverEnvironment = { ...process.env, LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' };

async function assertSameMajorVersion(programs: PostgresPrograms, directory: string): Promise<void> {
  const data = dataFolder(directory);
  const found = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (found === undefined) throw damaged(directory, 'PG_VERSION is missing');
  if (found.trim() === programs.majorVersion) return;
  throw new StartError(
    `The data in ${data} belong to PostgreSQL ${found.trim()}, this release has ${programs.majorVersion}: move that folder away to start empty.`,
  );
}

function damaged(directory: string, reason: string): StartError {
  return new StartError(`The database in ${directory} is damaged (${reason}): move that folder away to start empty.`);
}

/** The first line of this file is the server's process id, the eighth its state. It stays behind after a crash. */
function lockFile(directory: string): string {
  return join(dataFolder(directory), 'postmaster.pid');
}

async function readLock(directory: string): Promise<{ processId: number; state: string } | undefined> {
  const text = await readFile(lockFile(directory), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { processId: Number(lines[0]), state: (lines[7] ?? '').trim() };
}

/**
 * A server of an earlier, killed launcher may still be stopping, so it gets a moment. A lock whose process is no
 * PostgreSQL (its number was given away after a restart of the machine) would stop the server, so it goes.
 */
async function waitForEarlierServer(directory: string): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const lock = await readLock(directory);
    if (!lock) return;
    if (!(await isPostgres(lock.processId))) return rm(lockFile(directory), { force: true });
    if (waitedMs >= 10_000) {
      throw new StartError(
        `The database in ${directory} is in use by process ${lock.processId}: stop the other start first.`,
      );
    }
    await sleep(100);
  }
}

async function isPostgres(processId: number): Promise<boolean> {
  try {
    process.kill(processId, 0);
  } catch {
    return false;
  }
  const program = await readFile(`/proc/${processId}/comm`, 'utf8').catch(() => 'postgres');
  return program.trim() === 'postgres';
}

function spawnServer(programs: PostgresPrograms, directory: string, port: number, durable: boolean): ChildProcess {
  const log = openSync(logFile(directory), 'w', 0o600);
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  const server = spawn(
    programs.postgres,
    ['-D', dataFolder(directory), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...serverAccount(),
      env: serverEnvironment,
      cwd: directory,
      stdio: ['ignore', log, log],
      /** Ctrl-C reaches the whole process group; the database must be the last to stop, not the first. */
      detached: true,
    },
  );
  closeSync(log);
  stopWithThisProcess(server, 'SIGINT');
  return server;
}

function logFile(directory: string): string {
  return join(directory, 'server.log');
}

async function waitUntilReady(server: ChildProcess, directory: string): Promise<void> {
  let exited = false;
  server.once('error', () => (exited = true));
  server.once('exit', () => (exited = true));
  /** Recovery after a crash takes as long as it takes, within reason. */
  for (let waitedMs = 0; waitedMs < 120_000; waitedMs += 25) {
    const lock = await readLock(directory);
    if (lock?.processId === server.pid && lock?.state === 'ready') return;
    if (exited) throw damaged(directory, lastLine(await readFile(logFile(directory), 'utf8')));
    await sleep(25);
  }
  server.kill('SIGQUIT');
  throw new StartError(`The embedded database was not ready within two minutes; see ${logFile(directory)}.`);
}

/** The server's own reason, without its time stamp. */
function lastLine(output: string): string {
  const lines = output.trim().split('\n');
  const reason = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
  return reason.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim() || 'no reason given';
}
