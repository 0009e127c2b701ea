import { z } from '@hono/zod-openapi';
import { isIsoDate } from '@onfact-ponto/primitives';

/** A decimal such as "-12.50". */
export const Amount = z.string().regex(/^-?\d+(\.\d+)?$/);

export const Day = z.string().refine(isIsoDate, 'must be a day such as 2026-11-23');
