import type { ImportCursor, ImportedMovement } from '@onfact-ponto/application';
import { z } from 'zod';
import { ProblemException } from '../problems.ts';

/** Opaque to callers: the place of the last item, so that a page stays right when others are added. */

const ImportParts = z.tuple([z.iso.datetime(), z.uuid()]);
const MovementParts = z.tuple([z.int(), z.int(), z.int()]);

export function writeImportCursor({ createdAt, statementImportId }: ImportCursor): string {
  return write([createdAt.toISOString(), statementImportId]);
}

export function readImportCursor(cursor: string): ImportCursor {
  const [createdAt, statementImportId] = read(cursor, ImportParts);
  return { createdAt: new Date(createdAt), statementImportId };
}

export function writeMovementCursor(place: ImportedMovement['place']): string {
  return write([place.filePosition, place.statementPosition, place.ordinal]);
}

export function readMovementCursor(cursor: string): ImportedMovement['place'] {
  const [filePosition, statementPosition, ordinal] = read(cursor, MovementParts);
  return { filePosition, statementPosition, ordinal };
}

function write(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function read<Parts>(cursor: string, parts: z.ZodType<Parts>): Parts {
  try {
    return parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemException('invalid_request', { 'query.after': 'not_a_cursor' });
  }
}
