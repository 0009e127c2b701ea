import { error, redirect } from '@sveltejs/kit';
import { signInPath } from '#lib/server/api.ts';
import type { LayoutServerLoad } from './$types';

/** These pages belong to support employees; for anybody else they are not there. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  const state = locals.session;
  if (state.status === 'unknown') throw state.cause;
  if (state.status !== 'signed_in') redirect(303, signInPath(url));
  if (!state.session.isSupport) error(404, 'not_found', { code: 'not_found', requestId: locals.requestId });
  return { user: state.session.user, sessionExpiresAt: state.session.expiresAt };
};
