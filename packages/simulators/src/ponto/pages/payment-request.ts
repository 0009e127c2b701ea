import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { formatBalance } from '../../control/format-balance.ts';
import { languageIn } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import { payRequest } from '../paying.ts';
import type { PaymentRequest } from '../payment-state.ts';
import type { PontoSimulation } from '../simulation.ts';
import type { Account } from '../state.ts';
import { accountNumber, bankPage, facts, pontoHost } from './bank-page.ts';
import { returnTo, showNotice, type Notice } from './notice-page.ts';
import { paymentRequestRoute } from './paths.ts';
import { bankTexts, paymentRequestTexts, signingTexts } from './texts.ts';

type Open = Readonly<{ request: PaymentRequest; account: Account }>;

/** Whose account pays when the request named nobody's. */
const inventedDebtor = 'BE71096123456769';

/** Where a debtor pays what was asked. The debtor need not be a customer of Ponto. */
export function paymentRequest(simulation: PontoSimulation): Hono {
  const pages = new Hono();

  pages.get(paymentRequestRoute, (c) => {
    const found = find(c);
    if ('notice' in found) return showNotice(c, found);
    const { redirectUri } = found.request;
    return c.html(pageOf(c, found), 200, pageHeaders(redirectUri === null ? [] : [new URL(redirectUri).origin]));
  });
  pages.post(paymentRequestRoute, async (c) => {
    const found = find(c);
    if ('notice' in found) return showNotice(c, found);
    const { request } = found;
    const confirmed = new URLSearchParams(await c.req.text()).get('decision') === 'confirm';
    if (confirmed) payRequest(simulation, request, request.debtorAccountReference ?? inventedDebtor);
    return returnTo(c, request.redirectUri);
  });

  const find = (c: Context): Open | Notice => {
    const request = simulation.state.paymentRequests[c.req.param('id') ?? ''];
    const account = simulation.state.accounts.find(({ id }) => id === request?.accountId);
    const redirectUri = request?.redirectUri ?? undefined;
    if (!request || !account) return { notice: 'unknown', redirectUri };
    return request.closedAt === null ? { request, account } : { notice: 'done', redirectUri };
  };

  return pages;
}

function pageOf(c: Context, { request, account }: Open) {
  const language = languageIn(c);
  const words = paymentRequestTexts[language];
  const { amountMinor, currency, remittanceInformation } = request;
  return bankPage({
    language,
    url: new URL(c.req.url),
    title: words.title,
    host: pontoHost,
    content: html`
      <h1>${words.asks.replace('{creditor}', account.holderName ?? account.reference)}</h1>
      ${facts([
        [signingTexts[language].to, accountNumber(account.reference)],
        [signingTexts[language].message, remittanceInformation ?? bankTexts[language].none],
        [signingTexts[language].amount, html`<strong>${formatBalance(language, amountMinor, currency)}</strong>`],
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
