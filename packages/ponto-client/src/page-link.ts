import { lenientObject, lenientText } from './lenient.ts';

/**
 * Reads a link for the user's browser. Only https to Ponto's own pages, or the origin of the authorization pages,
 * is given on: whoever is sent elsewhere would sign there. Any other link counts as absent.
 */
export type ReadPageLink = (link: string | undefined) => URL | undefined;

/** @param hosts with all that is under them: "myponto.com" allows "authorize.myponto.com" */
export function createPageLinkReader(authorizationEndpoint: URL, hosts: readonly string[]): ReadPageLink {
  return (link) => {
    if (link === undefined || !URL.canParse(link)) return undefined;
    const url = new URL(link);
    const isPonto =
      url.protocol === 'https:' && hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
    return isPonto || url.origin === authorizationEndpoint.origin ? url : undefined;
  };
}

/** The `links` of a resource that sends the user to a page. */
export const redirectLinks = lenientObject({ redirect: lenientText });
