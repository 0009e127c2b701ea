import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** With which identity the database server runs; empty means ours. */
export type ServerAccount = Readonly<{ uid?: number; gid?: number }>;

/**
 * PostgreSQL refuses to run as root, and a minimal system has neither a `postgres` user nor a tool to make one. The
 * identity "nobody" exists everywhere as a number and needs no entry in any file.
 */
export function serverAccount(): ServerAccount {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

/** Whether an identity that owns nothing can get at this folder: it and each one above it must let others through. */
export async function isReachableByOthers(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || isReachableByOthers(parent);
}
