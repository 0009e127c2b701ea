import { getPaymentSettings, updatePaymentSettings } from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { readEuro } from '../wish.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ settings: await locals.api(getPaymentSettings, {}) });

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const typed = formText(form, 'approvalFrom');
    const isNever = formText(form, 'when') !== 'from';
    /** Without the script of the page, typing an amount does not choose it. */
    if (isNever && typed !== '' && typed !== formText(form, 'shown'))
      return fail(422, { typed, problem: 'both' as const });
    const approvalFrom = isNever ? null : readEuro(typed);
    if (approvalFrom === undefined) return fail(422, { typed, problem: 'unreadable' as const });
    await locals.api(updatePaymentSettings, { body: { approvalFrom } });
    return { isSaved: true };
  },
};
