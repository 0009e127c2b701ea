import { Hono, type Context } from 'hono';
import { languageIn } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import { renewConsent, sharedAccounts } from '../integrations.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account, FinancialInstitution, ReauthorizationRequest } from '../state.ts';
import { returnTo, showNotice, type Notice } from './notice-page.ts';
import { accountRoute } from './paths.ts';
import { reauthorizationPage } from './reauthorization-page.ts';

type Open = Readonly<{ request: ReauthorizationRequest; account: Account; bank: FinancialInstitution }>;

/** The authorization of one account is given anew at its bank. Then Ponto tells so, and fetches what it missed. */
export function reauthorization(simulation: PontoSimulation, application: string): Hono {
  const { state, clock } = simulation;
  const path = `${accountRoute}/reauthorization-requests/:id`;
  const pages = new Hono();

  pages.get(path, (c) => {
    const found = find(c);
    if ('notice' in found) return showNotice(c, found);
    const { request, account, bank } = found;
    const renewedUntil = new Date(clock.now().getTime() + state.settings.consentDays * 86_400_000);
    const content = reauthorizationPage({
      language: languageIn(c),
      url: new URL(c.req.url),
      application,
      bank,
      account,
      renewedUntil,
    });
    return c.html(content, 200, pageHeaders([new URL(request.redirectUri).origin]));
  });

  pages.post(path, async (c) => {
    const found = find(c);
    if ('notice' in found) return showNotice(c, found);
    const { request, account } = found;
    const confirmed = new URLSearchParams(await c.req.text()).get('decision') === 'confirm';
    request.outcome = confirmed ? 'renewed' : 'cancelled';
    if (confirmed) renewConsent(simulation, account.id);
    simulation.changed();
    return returnTo(c, request.redirectUri);
  });

  const find = (c: Context): Open | Notice => {
    const request = state.reauthorizationRequests[c.req.param('id') ?? ''];
    const organization = state.organizations.find(({ id }) => id === c.req.param('organizationId'));
    const account =
      organization && sharedAccounts(simulation, organization).find(({ id }) => id === request?.accountId);
    const bank = state.financialInstitutions.find(({ id }) => id === account?.financialInstitutionId);
    if (!request || !account || !bank) return { notice: 'unknown', redirectUri: request?.redirectUri };
    if (request.outcome !== null) return { notice: 'done', redirectUri: request.redirectUri };
    return { request, account, bank };
  };

  return pages;
}
