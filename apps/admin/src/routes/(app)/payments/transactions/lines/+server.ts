import { listBankTransactions } from '@onfact-ponto/api-contract';
import { readFilters, toQuery } from '../filters.ts';
import type { RequestHandler } from './$types';

/** Two screens of rows: what one scrolls to comes in small steps, so that little of it is in the page at a time. */
const linesAtATime = 25;

/** The lines that follow where an open list ends. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const after = url.searchParams.get('after') ?? undefined;
  const query = {
    ...toQuery(readFilters(url.searchParams)),
    ...(after === undefined ? {} : { after }),
    limit: linesAtATime,
    balances: 'true' as const,
  };
  return Response.json(await locals.api(listBankTransactions, { query }));
};
