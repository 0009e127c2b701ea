import { chooseCompany, ProblemError } from '@onfact-ponto/api-contract';
import { fail, redirect } from '@sveltejs/kit';
import { signInPath } from '#lib/server/api.ts';
import { formText } from '#lib/form-text.ts';
import { ownPath } from '#lib/server/own-path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const state = locals.session;
  if (state.status === 'unknown') throw state.cause;
  if (state.status !== 'signed_in') redirect(303, signInPath(url));

  if (state.session.isSupport) redirect(303, '/support');
  const { companies, company } = state.session;
  const search = url.searchParams.get('search')?.trim() ?? '';
  return {
    returnTo: ownPath(url.searchParams.get('returnTo')),
    search,
    isSearchUseful: companies.length > 5,
    hasCompanies: companies.length > 0,
    currentId: company?.id ?? null,
    companies: companies.filter(({ name, vatNumber }) => matches(search, name, vatNumber)),
  };
};

export const actions: Actions = {
  choose: async ({ locals, request, url }) => {
    const form = await request.formData();
    const companyId = formText(form, 'companyId');
    try {
      await locals.api(chooseCompany, { body: { companyId } });
    } catch (error) {
      if (error instanceof ProblemError) return fail(error.problem.status, { refused: true });
      throw error;
    }
    redirect(303, ownPath(url.searchParams.get('returnTo')));
  },
};

/** "0743.128" finds BE0743128876: people write VAT numbers in many ways. */
function matches(search: string, name: string, vatNumber: string | null): boolean {
  const digits = search.replace(/[^0-9]/g, '');
  const inNumber = digits.length >= 3 && (vatNumber ?? '').includes(digits);
  return inNumber || name.toLocaleLowerCase().includes(search.toLocaleLowerCase());
}
