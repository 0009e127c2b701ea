import { actOnConnection, diagnoseCompany, openCompany, ProblemError } from '@onfact-ponto/api-contract';
import { fail, redirect } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Without a reason the page asks for one; whether the company exists is said only after it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const showsAllCalls = !url.searchParams.has('failed');
  try {
    return { diagnosis: await locals.api(diagnoseCompany, { params }), showsAllCalls };
  } catch (error) {
    if (isProblem(error, 'support_reason_required')) return { diagnosis: null, showsAllCalls };
    throw error;
  }
};

export const actions: Actions = {
  open: async ({ locals, params, request }) => {
    const reason = formText(await request.formData(), 'reason');
    try {
      await locals.api(openCompany, { params, body: { reason } });
    } catch (error) {
      if (isProblem(error, 'invalid_request')) return fail(400, { refused: 'reason' as const });
      throw error;
    }
    redirect(303, `/support/${params.companyId}`);
  },
  fetch: (event) => act(event, 'fetch'),
  pause: (event) => act(event, 'pause'),
  resume: (event) => act(event, 'resume'),
};

async function act({ locals, params, request }: RequestEvent, action: 'fetch' | 'pause' | 'resume') {
  const reason = formText(await request.formData(), 'reason');
  try {
    await locals.api(actOnConnection, { params, body: { action, reason } });
  } catch (error) {
    if (isProblem(error, 'invalid_request')) return fail(400, { refused: 'reason' as const });
    if (isProblem(error, 'support_action_not_possible')) return fail(409, { refused: 'state' as const });
    /** The hour is over: the page asks for a reason anew. */
    if (isProblem(error, 'support_reason_required')) redirect(303, `/support/${params.companyId}`);
    throw error;
  }
  return { done: action };
}

function isProblem(error: unknown, code: string): boolean {
  return error instanceof ProblemError && error.problem.code === code;
}
