import { type AuthorizationOutcome, completeAuthorization } from '@onfact-ponto/api-contract';
import { redirect } from '@sveltejs/kit';
import { signInPage } from '#lib/auth/paths.ts';
import { getConfig } from '#lib/server/config.ts';
import { waitingLinkCookie } from '../waiting-link-cookie.ts';
import type { RequestHandler } from './$types';

/**
 * Ponto sends the browser back here. The code is used once, on the server, and then leaves the address: the page that
 * follows can be reloaded, bookmarked and reached by the back button without doing anything again.
 */
export const GET: RequestHandler = async ({ url, locals, cookies }) => {
  if (locals.session.status === 'signed_out') {
    // An attempt belongs to the session that began it, so signing in again cannot finish it.
    redirect(303, signInPage('/ponto/result/expired_or_used'));
  }
  const outcome: AuthorizationOutcome = await locals.api(completeAuthorization, {
    body: {
      state: url.searchParams.get('state'),
      code: url.searchParams.get('code'),
      error: url.searchParams.get('error'),
    },
  });
  if (outcome.outcome === 'other_organization' || outcome.outcome === 'linked_elsewhere') {
    waitingLinkCookie.write(cookies, outcome, getConfig().origin.startsWith('https:'));
  }
  redirect(303, `/ponto/result/${outcome.outcome}`);
};
