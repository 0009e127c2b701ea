import type { DocumentSearchInput, MatchRunView, MemoryInput, QueueInput } from '@onfact-ponto/application';
import { QueueGroup } from '@onfact-ponto/api-contract';
import { z } from 'zod';
import { DayPart, MomentPart, readCursor, writeCursor } from './cursor.ts';

type QueueCursor = NonNullable<QueueInput['after']>;
type DocumentCursor = NonNullable<DocumentSearchInput['after']>;
type MemoryCursor = NonNullable<MemoryInput['after']>;
type RunCursor = Pick<MatchRunView, 'startedAt' | 'matchRunId'>;

const QueueParts = z.tuple([QueueGroup, DayPart, z.uuid()]);
const DayParts = z.tuple([DayPart, z.uuid()]);
const MomentParts = z.tuple([MomentPart, z.uuid()]);

export function writeQueueCursor({ group, executionDate, bankTransactionId }: QueueCursor): string {
  return writeCursor([group, executionDate, bankTransactionId]);
}

export function readQueueCursor(cursor: string): QueueCursor {
  const [group, executionDate, bankTransactionId] = readCursor(cursor, QueueParts);
  return { group, executionDate, bankTransactionId };
}

export function writeDocumentCursor({ issueDate, documentId }: DocumentCursor): string {
  return writeCursor([issueDate, documentId]);
}

export function readDocumentCursor(cursor: string): DocumentCursor {
  const [issueDate, documentId] = readCursor(cursor, DayParts);
  return { issueDate, documentId };
}

export function writeMemoryCursor({ lastOn, matchMemoryId }: MemoryCursor): string {
  return writeCursor([lastOn, matchMemoryId]);
}

export function readMemoryCursor(cursor: string): MemoryCursor {
  const [lastOn, matchMemoryId] = readCursor(cursor, DayParts);
  return { lastOn, matchMemoryId };
}

export function writeRunCursor({ startedAt, matchRunId }: RunCursor): string {
  return writeCursor([startedAt.toISOString(), matchRunId]);
}

export function readRunCursor(cursor: string): RunCursor {
  const [startedAt, matchRunId] = readCursor(cursor, MomentParts);
  return { startedAt: new Date(startedAt), matchRunId };
}
