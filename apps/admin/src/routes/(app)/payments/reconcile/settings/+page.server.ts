import {
  getMatchingSettings,
  type MatchingSettings,
  updateBankAccount,
  updateMatchingSettings,
} from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { refusedBy } from '#lib/server/refused.ts';
import { readAmount } from '../../transactions/filters.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ settings: await locals.api(getMatchingSettings, {}) });

const modes = [
  'off',
  'exact',
  'learned',
] as const satisfies MatchingSettings['accounts'][number]['automaticMatching'][];

export const actions: Actions = {
  setMatching: async ({ locals, request }) => {
    const form = await request.formData();
    const automaticMatching = modes.find((mode) => mode === formText(form, 'automaticMatching'));
    if (!automaticMatching) return fail(400, { problem: 'invalid_request' as const });
    const bankAccountId = formText(form, 'bankAccountId');
    await locals.api(updateBankAccount, { params: { bankAccountId }, body: { automaticMatching } });
    return { saved: 'matching' as const };
  },

  setLimit: async ({ locals, request }) => {
    const form = await request.formData();
    const amount = readAmount(formText(form, 'limit'));
    if (amount === undefined) return fail(400, { problem: 'unreadable' as const });
    try {
      const differenceLimit = { amount, currency: formText(form, 'currency') };
      await locals.api(updateMatchingSettings, { body: { differenceLimit } });
      return { saved: 'limit' as const };
    } catch (error) {
      return fail(refusedBy(error).status, { problem: 'too_high' as const });
    }
  },
};
