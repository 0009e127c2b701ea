/** The api's addresses for a browser, reached through this origin. */
export const authPaths = {
  signOut: '/auth/sign-out',
  extendSession: '/auth/session/extend',
  signIn: (returnTo: string) => `/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`,
} as const;

/** Our own page before a sign-in; afterwards one comes back to `returnTo`. */
export function signInPage(returnTo: string): string {
  return returnTo === '/' ? '/sign-in' : `/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
}
