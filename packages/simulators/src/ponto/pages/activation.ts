import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { languageIn } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import { requestActivation } from '../activation.ts';
import type { ActivationRequest } from '../payment-state.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Organization } from '../state.ts';
import { bankPage, facts, pontoHost } from './bank-page.ts';
import { returnTo, showNotice, type Notice } from './notice-page.ts';
import { activationPaths, organizationRoute } from './paths.ts';
import { activationTexts, bankTexts } from './texts.ts';

type Open = Readonly<{ request: ActivationRequest; organization: Organization }>;

/** The customer asks Ponto to be allowed to pay, or to ask for money. Ponto answers later. */
export function activation(simulation: PontoSimulation): Hono {
  const { state } = simulation;
  const pages = new Hono();

  for (const path of Object.values(activationPaths)) {
    pages.get(`${organizationRoute}/${path}/:id`, (c) => {
      const found = find(c);
      if ('notice' in found) return showNotice(c, found);
      return c.html(pageOf(c, found), 200, pageHeaders([new URL(found.request.redirectUri).origin]));
    });
    pages.post(`${organizationRoute}/${path}/:id`, async (c) => {
      const found = find(c);
      if ('notice' in found) return showNotice(c, found);
      const confirmed = new URLSearchParams(await c.req.text()).get('decision') === 'confirm';
      if (confirmed) requestActivation(simulation, found.request);
      else found.request.outcome = 'cancelled';
      simulation.changed();
      return returnTo(c, found.request.redirectUri);
    });
  }

  const find = (c: Context): Open | Notice => {
    const request = state.activationRequests[c.req.param('id') ?? ''];
    const organization = state.organizations.find(({ id }) => id === request?.organizationId);
    if (!request || !organization?.integration) return { notice: 'unknown', redirectUri: request?.redirectUri };
    return request.outcome === null ? { request, organization } : { notice: 'done', redirectUri: request.redirectUri };
  };

  return pages;
}

function pageOf(c: Context, { request, organization }: Open) {
  const language = languageIn(c);
  const words = activationTexts[language];
  return bankPage({
    language,
    url: new URL(c.req.url),
    title: words.title,
    host: pontoHost,
    content: html`
      <h1>${words.asks[request.product]}</h1>
      <p>${words.explanation}</p>
      ${facts([
        [words.organization, organization.name],
        [words.contact, organization.email],
      ])}
      <form method="post">
        <div class="actions">
          <button name="decision" value="confirm">${words.confirm}</button>
          <button name="decision" value="cancel" class="quiet">${bankTexts[language].cancel}</button>
        </div>
      </form>
    `,
  });
}
