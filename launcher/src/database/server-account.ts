import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** With which identity the database server runs; empty means ours. */
export type ServerAccount = Readonly<{ uid?: number; gid?: number }>;

/**
 * PostgreSQL refuses to run as root, and a minimal system has neither a `postgres` user nor a tool to make one. The
 * identity "nobody" exists everywhere as a number and needs no entry in any file.
 */
export function serverAccount(): ServerAccount {
  return isRoot() ? { uid: 65_534, gid: 65_534 } : {};
}

/** For root only: a place that the server reaches whatever the modes of the home folders are. */
export const stateFolder = '/var/lib/onfact-ponto';

/** Makes the wanted folder, or one below the state folder when the server could not reach the wanted one. */
export async function prepareServerFolder(wanted: string): Promise<string> {
  await mkdir(wanted, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
  const folder = await realpath(wanted);
  if (!isRoot()) return folder;

  await chmod(folder, 0o711);
  const reached = (await isReachableByOthers(folder)) ? folder : await placeElsewhere(folder);
  await mkdir(reached, { recursive: true, mode: 0o711 });
  await giveToServer(reached);
  return reached;
}

export async function giveToServer(path: string): Promise<void> {
  const { uid, gid } = serverAccount();
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

/** Whether an identity that owns nothing can get at this folder: it and each one above it must let others through. */
export async function isReachableByOthers(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || isReachableByOthers(parent);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The wanted folder remembers the other place, so that removing it begins anew, and two checkouts share nothing. */
async function placeElsewhere(folder: string): Promise<string> {
  const note = join(folder, 'kept-elsewhere');
  const known = await readFile(note, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const place = join(stateFolder, randomUUID());
  await writeFile(note, place);
  return place;
}
