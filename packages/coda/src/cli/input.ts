import { createReadStream } from 'node:fs';

/** A file by its name, or standard input for "-". */
export function inputOf(file: string): AsyncIterable<Uint8Array> {
  return file === '-' ? process.stdin : createReadStream(file);
}

/** A file that is not there or not ours to read, in words. */
export function unreadable(file: string, error: unknown): string {
  return `coda: ${file}: ${error instanceof Error ? error.message : 'cannot be read'}\n`;
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string' && 'syscall' in error;
}
