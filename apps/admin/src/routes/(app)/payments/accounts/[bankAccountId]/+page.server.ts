import { getAccountHistory, getAccountsOverview, getConnection, ProblemError } from '@onfact-ponto/api-contract';
import { error } from '@sveltejs/kit';
import { dayOf } from '#lib/format/dates.ts';
import { periodOf, readView } from './view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = readView(url.searchParams);
  const [history, accounts, connection] = await Promise.all([
    readHistory(locals, params.bankAccountId, periodOf(view.range, dayOf(locals.now))),
    locals.api(getAccountsOverview, {}),
    locals.api(getConnection, {}),
  ]);
  return { view, history, accounts: accounts.items, connection };
};

/** An address with something else than an id of ours leads nowhere, as one of an account that is not there. */
async function readHistory(locals: App.Locals, bankAccountId: string, query: { from: string; to: string }) {
  try {
    return await locals.api(getAccountHistory, { params: { bankAccountId }, query });
  } catch (problem) {
    if (problem instanceof ProblemError && problem.problem.code === 'invalid_request') {
      error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
    }
    throw problem;
  }
}
