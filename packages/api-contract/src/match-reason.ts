import { z } from '@hono/zod-openapi';
import { Id } from './values.ts';

/** One piece of evidence. `code` is the matcher's own; a reader may meet a code that is newer than its words. */
export const MatchReason = z
  .object({
    code: z.string().openapi({ example: 'structured_communication_equal' }),
    side: z.enum(['for', 'against']),
    /** About this document; null when it is about the line or the choice as a whole. */
    documentId: Id.nullable(),
    /** Quoted from the line. */
    matchedText: z.string().nullable(),
    /** Figures that belong to the words, such as how often it was confirmed. */
    facts: z.record(z.string(), z.string()),
  })
  .openapi('MatchReason');
export type MatchReason = z.infer<typeof MatchReason>;
