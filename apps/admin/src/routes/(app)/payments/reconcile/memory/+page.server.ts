import { eraseMatchMemoryEntry, eraseMatchMemoryOfRelation, listMatchMemory } from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { formText } from '#lib/form-text.ts';
import { refusedBy } from '#lib/server/refused.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const search = (url.searchParams.get('search') ?? '').trim().slice(0, 200);
  const after = url.searchParams.get('after') ?? undefined;
  const query = { ...(search === '' ? {} : { search }), ...(after === undefined ? {} : { after }) };
  return { search, isFirstPage: after === undefined, memory: await locals.api(listMatchMemory, { query }) };
};

export const actions: Actions = {
  erase: async ({ locals, request }) => {
    const form = await request.formData();
    return erased(locals.api(eraseMatchMemoryEntry, { params: { matchMemoryId: formText(form, 'matchMemoryId') } }));
  },

  eraseRelation: async ({ locals, request }) => {
    const form = await request.formData();
    return erased(locals.api(eraseMatchMemoryOfRelation, { params: { relationId: formText(form, 'relationId') } }));
  },
};

async function erased(answer: Promise<{ erasedCount: number }>) {
  try {
    return { erasedCount: (await answer).erasedCount };
  } catch (error) {
    const refused = refusedBy(error);
    return fail(refused.status, { problem: refused.code });
  }
}
