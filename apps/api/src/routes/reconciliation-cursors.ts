import type { DocumentSearchInput, MatchRunView, MemoryInput, QueueInput } from '@onfact-ponto/application';
import { QueueGroup } from '@onfact-ponto/api-contract';
import { isIsoDate } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { ProblemException } from '../problems.ts';

/** Opaque to callers: the place of the last item, so that a page stays right when others are added. */

type QueueCursor = NonNullable<QueueInput['after']>;
type DocumentCursor = NonNullable<DocumentSearchInput['after']>;
type MemoryCursor = NonNullable<MemoryInput['after']>;
type RunCursor = Pick<MatchRunView, 'startedAt' | 'matchRunId'>;

const Day = z.string().refine(isIsoDate);
const QueueParts = z.tuple([QueueGroup, Day, z.uuid()]);
const DayParts = z.tuple([Day, z.uuid()]);
const MomentParts = z.tuple([z.iso.datetime(), z.uuid()]);

export function writeQueueCursor({ group, executionDate, bankTransactionId }: QueueCursor): string {
  return write([group, executionDate, bankTransactionId]);
}

export function readQueueCursor(cursor: string): QueueCursor {
  const [group, executionDate, bankTransactionId] = read(cursor, QueueParts);
  return { group, executionDate, bankTransactionId };
}

export function writeDocumentCursor({ issueDate, documentId }: DocumentCursor): string {
  return write([issueDate, documentId]);
}

export function readDocumentCursor(cursor: string): DocumentCursor {
  const [issueDate, documentId] = read(cursor, DayParts);
  return { issueDate, documentId };
}

export function writeMemoryCursor({ lastOn, matchMemoryId }: MemoryCursor): string {
  return write([lastOn, matchMemoryId]);
}

export function readMemoryCursor(cursor: string): MemoryCursor {
  const [lastOn, matchMemoryId] = read(cursor, DayParts);
  return { lastOn, matchMemoryId };
}

export function writeRunCursor({ startedAt, matchRunId }: RunCursor): string {
  return write([startedAt.toISOString(), matchRunId]);
}

export function readRunCursor(cursor: string): RunCursor {
  const [startedAt, matchRunId] = read(cursor, MomentParts);
  return { startedAt: new Date(startedAt), matchRunId };
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
