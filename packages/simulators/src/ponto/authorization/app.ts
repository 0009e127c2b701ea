import { Hono, type Context } from 'hono';
import { languageIn, type Language } from '../../control/language.ts';
import { pageHeaders, type Html } from '../../control/page.ts';
import { link } from '../integrations.ts';
import type { PontoSimulation } from '../simulation.ts';
import { settle } from '../settling.ts';
import { issueCode } from '../tokens.ts';
import { consentPage, refusalPage } from './consent-page.ts';
import { readRequest, returnLocation, type AuthorizationRequest } from './request.ts';

const path = '/oauth2/auth';

/** How long onboarding details can be used after they were sent. */
const onboardingDetailsSeconds = 300;

/** What the user's browser sees of Ponto: the page where an organization shares its accounts. No client certificate. */
export function authorizationPages(
  simulation: PontoSimulation,
  { redirectUris, application }: { redirectUris: readonly string[]; application: string },
): Hono {
  const pages = new Hono();
  pages.use(async (_c, next) => {
    settle(simulation);
    await next();
  });

  pages.get(path, (c) => {
    const query = new URL(c.req.url).searchParams;
    const read = readRequest(query, { state: simulation.state, redirectUris });
    if (read.outcome === 'page') return refusal(c, languageIn(c), read.problem);
    if (read.outcome === 'redirect') return c.redirect(read.location, 302);
    return consent(c, query, read.request, false);
  });

  pages.post(path, async (c) => {
    const query = new URL(c.req.url).searchParams;
    const read = readRequest(query, { state: simulation.state, redirectUris });
    if (read.outcome === 'page') return refusal(c, languageIn(c), read.problem);
    if (read.outcome === 'redirect') return c.redirect(read.location, 302);

    const form = new URLSearchParams(await c.req.text());
    const { redirectUri, state, scopes, codeChallenge } = read.request;
    if (form.get('decision') !== 'confirm') {
      const denied = { error: 'access_denied', error_description: 'The resource owner denied the request.', state };
      return c.redirect(returnLocation(redirectUri, denied), 302);
    }

    const error = simulation.state.nextConsentError;
    if (error !== null) {
      simulation.state.nextConsentError = null;
      simulation.changed();
      return c.redirect(returnLocation(redirectUri, { error, error_description: 'Something went wrong.', state }), 302);
    }

    const organizationId = chosenOrganization(query).id;
    const accountIds = accountsOf(organizationId).map(({ id }) => id);
    const chosen = accountIds.filter((id) => form.getAll('account').includes(id));
    if (chosen.length === 0) return consent(c, query, read.request, true);

    const scope = scopes.join(' ');
    link(simulation, organizationId, chosen);
    const code = issueCode(simulation, { organizationId, redirectUri, scope, codeChallenge });
    return c.redirect(returnLocation(redirectUri, { code, scope, state }), 302);
  });

  const consent = (
    c: Context,
    query: URLSearchParams,
    request: AuthorizationRequest,
    chooseOne: boolean,
  ): Response | Promise<Response> => {
    const organization = chosenOrganization(query);
    const content = consentPage({
      language: languageIn(c),
      url: new URL(c.req.url),
      application,
      query,
      scopes: request.scopes,
      organizations: simulation.state.organizations,
      organization,
      accounts: accountsOf(organization.id),
      chooseOne,
    });
    return c.html(content, chooseOne ? 400 : 200, pageHeaders([new URL(request.redirectUri).origin]));
  };

  const chosenOrganization = (query: URLSearchParams) => {
    const { organizations } = simulation.state;
    const chosen =
      organizations.find(({ id }) => id === query.get('organization')) ??
      announcedOrganization(query) ??
      organizations[0];
    if (!chosen) throw new Error('The simulated world holds no organization');
    return chosen;
  };

  /** The one that the application announced a moment ago, if Ponto knows it. */
  const announcedOrganization = (query: URLSearchParams) => {
    const details = simulation.state.onboardingDetails[query.get('onboarding_details_id') ?? ''];
    const limit = new Date(simulation.clock.now().getTime() - onboardingDetailsSeconds * 1_000).toISOString();
    if (!details || details.createdAt <= limit) return undefined;
    const { requestedOrganisationId, email, organizationName } = details.attributes;
    return simulation.state.organizations.find(
      ({ id, ...organization }) =>
        id === requestedOrganisationId || organization.email === email || organization.name === organizationName,
    );
  };

  const accountsOf = (organizationId: string) =>
    simulation.state.accounts
      .filter((account) => account.organizationId === organizationId)
      .map((account) => ({
        ...account,
        institution: simulation.state.financialInstitutions.find(({ id }) => id === account.financialInstitutionId),
      }));

  return pages;
}

function refusal(
  c: Context,
  language: Language,
  problem: 'unknownClient' | 'unknownRedirect',
): Response | Promise<Response> {
  const content: Html = refusalPage(language, new URL(c.req.url), problem);
  return c.html(content, 400, pageHeaders([]));
}
