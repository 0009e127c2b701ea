import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '@onfact-ponto/db';
import { damagedCluster, ensureCluster, reasonIn, serverEnvironment } from './database-cluster.ts';
import type { DatabaseCluster } from './database-cluster.ts';
import { freePort } from '../processes/ports.ts';
import { findPostgresPrograms } from './postgres-programs.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { stopWithThisProcess } from '../processes/process-keeper.ts';
import type { Running } from '../processes/running.ts';
import { prepareServerFolder, serverAccount, stateFolder } from './server-account.ts';
import { readServerLock, waitForEarlierServer } from './server-lock.ts';
import { StartError } from '../start-error.ts';

type EmbeddedDatabaseOptions = {
  /** Holds everything of this server: its data, its log and the owner's password. Made when missing. */
  directory: string;
  /** Absent: any free port. */
  port?: number;
  /** False gives up safety against a power failure for speed; right for a server that is thrown away. */
  durable?: boolean;
};

export type EmbeddedDatabase = Running &
  Readonly<{
    /** Of the superuser; the database `postgres`. */
    ownerUrl: string;
    /** Where the data really are: another place than asked for when the server cannot reach that one. */
    directory: string;
  }>;

/**
 * Starts a real PostgreSQL server on the loopback interface. After a crash it recovers by itself.
 * @throws StartError
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const directory = await prepareServerFolder(options.directory);
  const runsAsOther = serverAccount().uid !== undefined;
  const programs = await findPostgresPrograms({ readByOthers: runsAsOther, copyFolder: stateFolder });
  const cluster = await ensureCluster(programs, directory);
  await waitForEarlierServer(cluster.dataFolder);

  const port = options.port ?? (await freePort());
  const server = spawnServer(programs, cluster, port, options.durable ?? true);
  const ended = new Promise<string>((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const processId = await waitUntilReady(server, cluster, ended);

  return {
    ownerUrl: `postgresql://postgres:${cluster.ownerPassword}@127.0.0.1:${port}/postgres`,
    directory,
    processId,
    ended,
    async stop() {
      /** PostgreSQL's "fast shutdown": ends sessions, writes everything down, leaves nothing to recover. */
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

function spawnServer(
  programs: PostgresPrograms,
  cluster: DatabaseCluster,
  port: number,
  durable: boolean,
): ChildProcess {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    /** What was committed survives `kill -9` in either case: it is in the hands of the operating system. */
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
  ];
  const log = openSync(cluster.logFile, 'w', 0o600);
  const server = spawn(
    programs.postgres,
    ['-D', cluster.dataFolder, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...serverAccount(),
      env: serverEnvironment,
      cwd: cluster.folder,
      stdio: ['ignore', log, log],
      /** Ctrl-C reaches the whole process group; the database must be the last to stop, not the first. */
      detached: true,
    },
  );
  closeSync(log);
  stopWithThisProcess(server, 'SIGINT');
  return server;
}

async function waitUntilReady(server: ChildProcess, cluster: DatabaseCluster, ended: Promise<string>): Promise<number> {
  const state = { hasEnded: false };
  void ended.then(() => (state.hasEnded = true));
  /** Recovery after a crash takes as long as it takes, within reason. */
  for (let waitedMs = 0; waitedMs < 120_000; waitedMs += 25) {
    const lock = await readServerLock(cluster.dataFolder);
    if (lock?.isReady && lock.processId === server.pid) return lock.processId;
    if (state.hasEnded) throw damagedCluster(cluster.folder, reasonIn(await readFile(cluster.logFile, 'utf8')));
    await sleep(25);
  }
  server.kill('SIGQUIT');
  throw new StartError(`The embedded database was not ready within two minutes; see ${cluster.logFile}.`);
}
