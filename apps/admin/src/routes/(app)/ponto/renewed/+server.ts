import { completeReauthorization } from '@onfact-ponto/api-contract';
import { redirect } from '@sveltejs/kit';
import { signInPage } from '#lib/auth/paths.ts';
import type { RequestHandler } from './$types';

/**
 * The bank sends the browser back here. The state is used once, on the server, and then leaves the address: the page
 * that follows can be reloaded and reached by the back button without doing anything again.
 */
export const GET: RequestHandler = async ({ url, locals }) => {
  if (locals.session.status === 'signed_out') {
    // A trip belongs to the session that began it, so signing in again cannot finish it.
    redirect(303, signInPage('/ponto/renewed/expired_or_used'));
  }
  const { outcome, bankAccountId } = await locals.api(completeReauthorization, {
    body: { state: url.searchParams.get('state'), error: url.searchParams.get('error') },
  });
  redirect(303, `/ponto/renewed/${outcome}${bankAccountId ? `?account=${bankAccountId}` : ''}`);
};
