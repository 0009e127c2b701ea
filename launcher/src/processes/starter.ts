import { existsSync, readFileSync } from 'node:fs';

/**
 * npm hands a SIGTERM to the shell between it and us and then leaves, and a killed npm tells nobody. So that nothing
 * runs on unattended, this settles when one of the two is gone. Never, when somebody else started us.
 */
export function starterIsGone(): Promise<void> {
  if (process.env.npm_lifecycle_event === undefined) return new Promise(() => undefined);
  const parent = process.ppid;
  /** Some shells replace themselves by us; then npm is our parent. */
  const npm = isShell(parent) ? parentOf(parent) : parent;
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (process.ppid === parent && (npm === undefined || isAlive(npm))) return;
      clearInterval(look);
      resolve();
    }, 250);
    look.unref();
  });
}

/** Only Linux tells about other processes; elsewhere our own parent has to do. */
const tellsAboutOthers = existsSync('/proc/self/status');

function isShell(processId: number): boolean {
  return /^(?:ba|da|z|k)?sh$/.test(read(processId, 'comm')?.trim() ?? '');
}

function parentOf(processId: number): number | undefined {
  const parent = /^PPid:\s+(\d+)$/m.exec(read(processId, 'status') ?? '')?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function isAlive(processId: number): boolean {
  if (!tellsAboutOthers) return true;
  const state = /^State:\s+(\w)/m.exec(read(processId, 'status') ?? '')?.[1];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

function read(processId: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${processId}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
