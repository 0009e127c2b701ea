import { getAccountHistory, getAccountsOverview, getConnection } from '@onfact-ponto/api-contract';
import { dayOf } from '#lib/format/dates.ts';
import { requireId } from '#lib/server/require-id.ts';
import { periodOf, readView } from './view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  requireId(locals, params.bankAccountId);
  const view = readView(url.searchParams);
  const [history, accounts, connection] = await Promise.all([
    locals.api(getAccountHistory, { params, query: periodOf(view.range, dayOf(locals.now)) }),
    locals.api(getAccountsOverview, {}),
    locals.api(getConnection, {}),
  ]);
  return { view, history, accounts: accounts.items, connection };
};
