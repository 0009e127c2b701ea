import type { TransactionListInput } from '@onfact-ponto/application';
import { isIsoDate } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { ProblemException } from '../problems.ts';

type Cursor = NonNullable<TransactionListInput['after']>;

const Parts = z.tuple([z.string().refine(isIsoDate), z.uuid()]);

/** Opaque to callers: day and id of a line, so that a page stays right when lines are added above it. */
export function writeCursor({ executionDate, bankTransactionId }: Cursor): string {
  return Buffer.from(JSON.stringify([executionDate, bankTransactionId])).toString('base64url');
}

export function readCursor(cursor: string, name: 'after' | 'before'): Cursor {
  const parts = Parts.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parts.success) throw new ProblemException('invalid_request', { [`query.${name}`]: 'not_a_cursor' });
  const [executionDate, bankTransactionId] = parts.data;
  return { executionDate, bankTransactionId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
