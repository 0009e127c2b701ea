import { createRoute, z } from '@hono/zod-openapi';
import { transactionFilter } from './bank-transactions.ts';
import { problems, withoutCompany } from './problems.ts';
import { Id } from './values.ts';

const tags = ['Bank transactions'];

const exportChoices = {
  language: z.enum(['nl', 'fr', 'en']).default('nl').openapi({ description: 'Of column names and states' }),
  format: z.enum(['local', 'iso']).default('local').openapi({
    description: 'local: `;`, byte order mark, comma as decimal sign. iso: `,` and a point.',
  }),
};

const csvAnswer = {
  200: {
    description: 'Newest first. Text that a spreadsheet would run is made inert; amounts stay numbers.',
    content: { 'text/csv': { schema: z.string() } },
  },
};

export const exportBankTransactions = createRoute({
  operationId: 'exportBankTransactions',
  summary: 'Download the transactions of a filter as CSV',
  description:
    'Any number of rows, sent while they are read. An answer that breaks off before its end is not the whole file: ask again.',
  tags,
  method: 'get',
  path: '/v1/bank-transactions.csv',
  request: {
    query: z.object({
      ...transactionFilter,
      ...exportChoices,
      ids: z
        .string()
        .refine((text) => Id.array().max(100).safeParse(text.split(',')).success)
        .optional()
        .openapi({ description: 'Only these lines, at most a hundred ids with commas between them' }),
    }),
  },
  responses: { ...csvAnswer, ...problems(...withoutCompany, 'invalid_request') },
});
