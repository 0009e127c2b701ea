import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { readFileContent } from '@onfact-ponto/db';
import type { StatementFile, Transaction } from '@onfact-ponto/db';

/** CODA is mostly blanks and zeros: the fastest setting already makes it ten times smaller. */
export function packContent(bytes: Uint8Array): Promise<Uint8Array> {
  return promisify(gzip)(bytes, { level: constants.Z_BEST_SPEED });
}

/** The bytes of a file as they were uploaded; undefined when they are no longer kept. */
export async function readContent(tx: Transaction, file: StatementFile): Promise<Uint8Array | undefined> {
  const packed = await readFileContent(tx, file);
  return packed.length === 0 ? undefined : promisify(gunzip)(packed);
}
