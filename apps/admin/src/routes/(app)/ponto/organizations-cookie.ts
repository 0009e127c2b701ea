import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';

/** The names of the two organizations, for the page after the redirect; names do not belong in an address. */

const Organizations = z.object({
  currentOrganizationName: z.string().nullable(),
  newOrganizationName: z.string().nullable(),
  accountsThatWouldStop: z.array(z.string()),
});
type Organizations = z.infer<typeof Organizations>;

const name = 'ponto-organizations';
const path = '/ponto';
/** A cookie holds 4 kB; more accounts than this are not read anyway. */
const maximumAccounts = 20;

export const organizationsCookie = {
  write(cookies: Cookies, organizations: Organizations, secure: boolean): void {
    const { currentOrganizationName, newOrganizationName, accountsThatWouldStop } = organizations;
    const value: Organizations = {
      currentOrganizationName,
      newOrganizationName,
      accountsThatWouldStop: accountsThatWouldStop.slice(0, maximumAccounts),
    };
    cookies.set(name, JSON.stringify(value), { path, httpOnly: true, sameSite: 'lax', secure, maxAge: 3600 });
  },

  read(cookies: Cookies): Organizations | null {
    try {
      return Organizations.parse(JSON.parse(cookies.get(name) ?? 'null'));
    } catch {
      return null;
    }
  },
};
