import { callRoute, ProblemError, unsubscribe } from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { getConfig } from '#lib/server/config.ts';
import { formText } from '#lib/form-text.ts';
import type { Actions, PageServerLoad } from './$types';

/** Opening the link alone changes nothing: mail programs open links too. */
export const load: PageServerLoad = ({ url }) => ({ token: url.searchParams.get('token') ?? '' });

/** Without a session: whoever holds the link may stop this one kind of mail. */
export const actions: Actions = {
  default: async ({ request, fetch }) => {
    const token = formText(await request.formData(), 'token');
    try {
      return { stopped: await callRoute(fetch, getConfig().apiOrigin, unsubscribe, { body: { token } }) };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return fail(error.problem.status, { problem: 'not_valid' as const });
    }
  },
};
