import type { ImportCursor, ImportedMovement } from '@onfact-ponto/application';
import { z } from 'zod';
import { MomentPart, readCursor, writeCursor } from './cursor.ts';

const ImportParts = z.tuple([MomentPart, z.uuid()]);
const MovementParts = z.tuple([z.int(), z.int(), z.int()]);

export function writeImportCursor({ createdAt, statementImportId }: ImportCursor): string {
  return writeCursor([createdAt.toISOString(), statementImportId]);
}

export function readImportCursor(cursor: string): ImportCursor {
  const [createdAt, statementImportId] = readCursor(cursor, ImportParts);
  return { createdAt: new Date(createdAt), statementImportId };
}

export function writeMovementCursor(place: ImportedMovement['place']): string {
  return writeCursor([place.filePosition, place.statementPosition, place.ordinal]);
}

export function readMovementCursor(cursor: string): ImportedMovement['place'] {
  const [filePosition, statementPosition, ordinal] = readCursor(cursor, MovementParts);
  return { filePosition, statementPosition, ordinal };
}
