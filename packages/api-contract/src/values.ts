import { z } from '@hono/zod-openapi';

/** The values that every route shares: amounts, days, moments, ids and pages. */

export const Amount = z
  .object({
    amount: z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .openapi({ description: 'Exact decimal with a minus sign when money goes out.', example: '-1234.50' }),
    currency: z.string().length(3).openapi({ description: 'ISO 4217', example: 'EUR' }),
  })
  .openapi('Amount');
export type Amount = z.infer<typeof Amount>;

export const Day = z.iso.date().openapi({ description: 'Calendar day in Europe/Brussels', example: '2026-11-23' });
export const Moment = z.iso.datetime().openapi({ description: 'RFC 3339 in UTC', example: '2026-11-23T13:02:00.000Z' });
export const Id = z.uuid();

/** A page of a list: `next` is an opaque cursor for the query parameter `after`, null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

export const pageQuery = {
  after: z.string().max(500).optional().openapi({ description: 'The `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};

/** Lets a writer repeat a request after a lost answer: the same key is carried out once. */
export const idempotencyHeader = z.object({
  'idempotency-key': z.string().min(8).max(200).optional().openapi({ description: 'Any unique text, such as a UUID' }),
});
