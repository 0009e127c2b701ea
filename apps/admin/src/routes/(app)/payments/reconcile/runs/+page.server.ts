import { listMatchRuns, undoMatchRun } from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { refusedBy } from '#lib/server/refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after') ?? undefined;
  return { runs: await locals.api(listMatchRuns, { query: after === undefined ? {} : { after } }) };
};

export const actions: Actions = {
  undo: async ({ locals, request }) => {
    const form = await request.formData();
    try {
      const { undoneCount } = await locals.api(undoMatchRun, { params: { matchRunId: formText(form, 'matchRunId') } });
      return { undoneCount };
    } catch (error) {
      const refused = refusedBy(error);
      const isUndone = refused.code === 'match_run_already_undone';
      return fail(refused.status, { problem: isUndone ? ('already' as const) : ('failed' as const) });
    }
  },
};
