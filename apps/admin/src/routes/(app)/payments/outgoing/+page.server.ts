import { checkPayments, getConnection, listOutgoingPayments, listPurchases } from '@onfact-ponto/api-contract';
import { fail } from '@sveltejs/kit';
import { statusOf } from '#lib/server/refused.ts';
import { refusalOf } from './refusal.server.ts';
import { waitsForPerson } from './state-mark.ts';
import { readWish } from './wish.server.ts';
import { refundIn } from './wish.ts';
import type { Actions, PageServerLoad } from './$types';

/** Enough to notice what waits; the page of payments has all of them. */
const latestCount = 50;

export const load: PageServerLoad = async ({ locals, url }) => {
  const refund = refundIn(url);
  const [{ items: purchases, reading }, connection, { items: latest }] = await Promise.all([
    locals.api(listPurchases, { query: refund === null ? {} : { refund } }),
    locals.api(getConnection, {}),
    locals.api(listOutgoingPayments, { query: { limit: latestCount } }),
  ]);
  return {
    purchases,
    reading,
    connection,
    refund,
    waiting: latest.filter(waitsForPerson),
    unknown: latest.filter(({ state }) => state === 'unknown'),
  };
};

export const actions: Actions = {
  /** Back from the review, with everything as it was filled in. */
  adjust: async ({ request }) => ({ wish: readWish(await request.formData()) }),

  checkPayments: async ({ locals }) => {
    try {
      await locals.api(checkPayments, {});
    } catch (error) {
      return fail(statusOf(error), { refusal: refusalOf(error) });
    }
  },
};
