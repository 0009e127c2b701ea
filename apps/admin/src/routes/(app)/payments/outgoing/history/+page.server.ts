import { listOutgoingPayments } from '@onfact-ponto/api-contract';
import type { PageServerLoad } from './$types';

const perPage = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after');
  const page = await locals.api(listOutgoingPayments, {
    query: { limit: perPage, ...(after === null ? {} : { after }) },
  });
  return { payments: page.items, next: page.next, isNewest: after === null };
};
