import { activateConnection, getConnection } from '@onfact-ponto/api-contract';
import { connectToPonto } from '#lib/server/connect-to-ponto.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({ connection: await locals.api(getConnection, {}) });

export const actions: Actions = {
  activate: async ({ locals }) => {
    await locals.api(activateConnection, {});
    return { activated: true };
  },
  connect: connectToPonto,
};
