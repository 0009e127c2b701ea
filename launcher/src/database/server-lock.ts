import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

/** What a PostgreSQL server writes about itself in its data folder. After a crash it stays behind. */
export type ServerLock = Readonly<{ processId: number; isReady: boolean }>;

export async function readServerLock(dataFolder: string): Promise<ServerLock | undefined> {
  const text = await readFile(lockFile(dataFolder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { processId: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Waits for a server that an earlier, killed launcher left behind: it is stopping and gets a moment. A lock whose
 * process is no PostgreSQL (after a restart of the machine another program has its number) is removed, because the
 * server would refuse to start.
 */
export async function waitForEarlierServer(dataFolder: string, graceMs = 10_000): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const lock = await readServerLock(dataFolder);
    if (!lock) return;
    if (!(await isPostgres(lock.processId))) return rm(lockFile(dataFolder), { force: true });
    if (waitedMs >= graceMs) {
      throw new StartError(
        `The database in ${dataFolder} is in use by process ${lock.processId}: stop that other start first.`,
      );
    }
    await sleep(100);
  }
}

function lockFile(dataFolder: string): string {
  return join(dataFolder, 'postmaster.pid');
}

async function isPostgres(processId: number): Promise<boolean> {
  try {
    process.kill(processId, 0);
  } catch {
    return false;
  }
  /** Only Linux tells the program's name this way; elsewhere a living process is believed to be the server. */
  const program = await readFile(`/proc/${processId}/comm`, 'utf8').catch(() => 'postgres');
  return program.trim() === 'postgres';
}
