import { redirect } from '@sveltejs/kit';
import { companiesPath, signInPath } from '#lib/server/api.ts';
import { readBell } from '#lib/server/notifications.ts';
import type { LayoutServerLoad } from './$types';

/** Every page of the product belongs to somebody who is signed in, for one company. */
export const load: LayoutServerLoad = async ({ locals, url, depends }) => {
  depends('app:notifications');
  const state = locals.session;
  if (state.status === 'unknown') throw state.cause;
  if (state.status !== 'signed_in') redirect(303, signInPath(url));

  if (state.session.isSupport) redirect(303, '/support');
  const { user, company, companies, expiresAt } = state.session;
  if (!company) redirect(303, companiesPath(url));
  return {
    user,
    company,
    hasOtherCompanies: companies.length > 1,
    sessionExpiresAt: expiresAt,
    notifications: await readBell(locals),
  };
};
