import { listDocuments, type PayableDocument } from '@onfact-ponto/api-contract';
import type { RequestHandler } from './$types';

/** "Zoek document" while one types. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const search = (url.searchParams.get('search') ?? '').slice(0, 200);
  const { items } = await locals.api(listDocuments, { query: { search, state: 'all', limit: 20 } });
  return Response.json(items satisfies PayableDocument[]);
};
