import { ownPath } from '#lib/server/own-path.ts';
import type { PageServerLoad } from './$types';

type SignInProblem = 'cancelled' | 'expired' | 'unavailable' | 'busy' | 'other';

/** The codes that OpenID Connect and the api's sign-in put in the address, in our own words. */
const problemOf: Record<string, SignInProblem> = {
  access_denied: 'cancelled',
  unavailable: 'unavailable',
  sign_in_failed: 'unavailable',
  too_many_requests: 'busy',
  state_mismatch: 'expired',
  state_not_found: 'expired',
  please_restart_the_process: 'expired',
  invalid_code: 'expired',
};

export const load: PageServerLoad = ({ url }) => {
  const error = url.searchParams.get('error');
  const returnTo = ownPath(url.searchParams.get('returnTo'));
  return {
    returnTo,
    returns: returnTo !== '/',
    signedOut: url.searchParams.has('signedOut'),
    problem: error === null ? null : (problemOf[error] ?? 'other'),
    code: error?.slice(0, 60) ?? '',
  };
};
