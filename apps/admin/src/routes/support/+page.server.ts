import { searchCompanies } from '@onfact-ponto/api-contract';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const search = url.searchParams.get('search')?.trim() ?? '';
  if (search === '') return { search, isTooShort: false, companies: [] };
  if (search.length < 2) return { search, isTooShort: true, companies: [] };
  const { items } = await locals.api(searchCompanies, { query: { search: search.slice(0, 100) } });
  return { search, isTooShort: false, companies: items };
};
