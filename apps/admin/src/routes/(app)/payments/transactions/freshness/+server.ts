import { getConnection } from '@onfact-ponto/api-contract';
import type { RequestHandler } from './$types';

export type Freshness = { pulledAt: string | null; newTransactionCount: number };

/** What an open list asks now and then: whether there is something newer than what it shows. */
export const GET: RequestHandler = async ({ locals }) => {
  const { lastPull } = await locals.api(getConnection, {});
  const freshness: Freshness = {
    pulledAt: lastPull?.finishedAt ?? null,
    newTransactionCount: lastPull?.newTransactionCount ?? 0,
  };
  return Response.json(freshness);
};
