import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresPrograms } from './postgres-programs.ts';
import { giveToServer, serverAccount } from './server-account.ts';
import { StartError } from '../start-error.ts';

/** The files of one embedded server, all in one folder. */
export type DatabaseCluster = Readonly<{ folder: string; dataFolder: string; logFile: string; ownerPassword: string }>;

/** Finds the data in this folder, or makes an empty server's. Complete or absent, also when it is interrupted. */
export async function ensureCluster(programs: PostgresPrograms, folder: string): Promise<DatabaseCluster> {
  const dataFolder = join(folder, 'data');
  const passwordFile = join(folder, 'owner-password');
  if (!existsSync(dataFolder)) {
    await writeFile(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 });
    await giveToServer(passwordFile);
    await initialize(programs, folder, passwordFile);
  }
  const ownerPassword = await readFile(passwordFile, 'utf8').catch(() => {
    throw damagedCluster(folder, 'owner-password is missing');
  });
  await assertSameMajorVersion(programs, folder);
  return { folder, dataFolder, logFile: join(folder, 'server.log'), ownerPassword };
}

export function damagedCluster(folder: string, reason: string): StartError {
  return new StartError(`The database in ${folder} is damaged (${reason}): move that folder away to start empty.`);
}

/** Messages in English and times in UTC, whatever the machine is set to. */
export const serverEnvironment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };

/** The server's own reason, without its time stamp. */
export function reasonIn(output: string): string {
  const lines = output.trim().split('\n');
  const reason = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
  return reason.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim() || 'it gave no reason';
}

async function initialize(programs: PostgresPrograms, folder: string, passwordFile: string): Promise<void> {
  const unfinished = join(folder, 'data-unfinished');
  await rm(unfinished, { recursive: true, force: true });
  const settings = [
    `--pgdata=${unfinished}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    /** PostgreSQL's own C.UTF-8 sorts alike on every system. */
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
  ];
  const program = spawn(programs.initdb, settings, {
    ...serverAccount(),
    env: serverEnvironment,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  program.stderr.on('data', (chunk) => (output += String(chunk)));
  const exitCode = await new Promise<number | null>((resolve) => {
    program.once('error', (error) => (output += error.message));
    program.once('close', resolve);
  });
  if (exitCode !== 0) {
    throw new StartError(`The embedded database cannot be made in ${folder}: ${reasonIn(output)}.`);
  }
  await rename(unfinished, join(folder, 'data'));
}

async function assertSameMajorVersion(programs: PostgresPrograms, folder: string): Promise<void> {
  const versionFile = join(folder, 'data', 'PG_VERSION');
  const version = await readFile(versionFile, 'utf8').catch(() => {
    throw damagedCluster(folder, 'data/PG_VERSION is missing');
  });
  if (version.trim() === programs.majorVersion) return;
  throw new StartError(
    `The database in ${folder} was made by PostgreSQL ${version.trim()}, but this release brings ${programs.majorVersion}: move that folder away to start empty.`,
  );
}
