import type { AuthorizationOutcome } from '@onfact-ponto/api-contract';
import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';

/**
 * What a person must know to decide about a new link that waits, for the page after the redirect; names and numbers
 * do not belong in an address.
 */
const WaitingLink = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('other_organization'),
    authorizationAttemptId: z.uuid(),
    currentOrganizationName: z.string().nullable(),
    newOrganizationName: z.string().nullable(),
    accountsThatWouldStop: z.array(z.string()),
  }),
  z.object({
    outcome: z.literal('linked_elsewhere'),
    authorizationAttemptId: z.uuid(),
    accounts: z.array(z.object({ reference: z.string(), companyName: z.string().nullable() })),
  }),
]);
export type WaitingLink = z.infer<typeof WaitingLink>;
type HeldOutcome = Extract<AuthorizationOutcome, { outcome: WaitingLink['outcome'] }>;

const name = 'ponto-waiting-link';
const path = '/ponto';
/** A cookie holds 4 kB; more accounts than this are not read anyway. */
const maximumAccounts = 20;
/** As long as the api keeps it waiting. */
const maximumAgeSeconds = 600;

export const waitingLinkCookie = {
  write(cookies: Cookies, held: HeldOutcome, secure: boolean): void {
    const value =
      held.outcome === 'other_organization'
        ? { ...held, accountsThatWouldStop: held.accountsThatWouldStop.slice(0, maximumAccounts) }
        : { ...held, accounts: held.accounts.slice(0, maximumAccounts) };
    cookies.set(name, JSON.stringify(value), {
      path,
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: maximumAgeSeconds,
    });
  },

  read(cookies: Cookies): WaitingLink | null {
    try {
      return WaitingLink.parse(JSON.parse(cookies.get(name) ?? 'null'));
    } catch {
      return null;
    }
  },

  clear(cookies: Cookies): void {
    cookies.delete(name, { path });
  },
};
