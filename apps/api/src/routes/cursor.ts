import { isIsoDate } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { ProblemException } from '../problems.ts';

/**
 * How the cursors of all lists travel, opaque to callers: the parts that name the place of the last item, so that a
 * page stays right when others are added.
 */
export function writeCursor(parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * @param name of the query parameter, for the problem
 * @throws ProblemException invalid_request
 */
export function readCursor<Parts>(cursor: string, parts: z.ZodType<Parts>, name: 'after' | 'before' = 'after'): Parts {
  try {
    return parts.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemException('invalid_request', { [`query.${name}`]: 'not_a_cursor' });
  }
}

/** Parts that cursors are made of. */
export const DayPart = z.string().refine(isIsoDate);
export const MomentPart = z.iso.datetime();
