import type { TransactionListInput } from '@onfact-ponto/application';
import { z } from 'zod';
import { DayPart, readCursor, writeCursor } from './cursor.ts';

type Place = NonNullable<TransactionListInput['after']>;

const Parts = z.tuple([DayPart, z.uuid()]);

/** Day and id of a line. */
export function writeTransactionCursor({ executionDate, bankTransactionId }: Place): string {
  return writeCursor([executionDate, bankTransactionId]);
}

export function readTransactionCursor(cursor: string, name: 'after' | 'before'): Place {
  const [executionDate, bankTransactionId] = readCursor(cursor, Parts, name);
  return { executionDate, bankTransactionId };
}
