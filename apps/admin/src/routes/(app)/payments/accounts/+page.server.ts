import { getAccountsOverview, getConnection } from '@onfact-ponto/api-contract';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const [overview, connection] = await Promise.all([
    locals.api(getAccountsOverview, {}),
    locals.api(getConnection, {}),
  ]);
  return { overview, connection };
};
