import { listConnectionHistory, listSupportVisits, ProblemError } from '@onfact-ponto/api-contract';
import type { SupportVisit } from '@onfact-ponto/api-contract';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const [history, visits] = await Promise.all([locals.api(listConnectionHistory, {}), readVisits(locals)]);
  return { transitions: history.items, visits };
};

/** What support did is for administrators; others are told so. */
async function readVisits(locals: App.Locals): Promise<SupportVisit[] | null> {
  try {
    return (await locals.api(listSupportVisits, {})).items;
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'forbidden') return null;
    throw error;
  }
}
