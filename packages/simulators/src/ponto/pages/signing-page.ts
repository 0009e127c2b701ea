import { html } from 'hono/html';
import { formatBalance } from '../../control/format-balance.ts';
import type { Language } from '../../control/language.ts';
import type { Html } from '../../control/page.ts';
import type { Payment, PaymentOrder } from '../payment-state.ts';
import { signingCode } from '../paying.ts';
import type { Account, FinancialInstitution } from '../state.ts';
import { accountNumber, bankPage, facts, formatDay } from './bank-page.ts';
import { bankTexts, signingTexts } from './texts.ts';

/** So many payments of a bulk payment are shown one by one. */
const listed = 25;

export function signingPage(options: {
  language: Language;
  url: URL;
  payment: Payment;
  account: Account;
  bank: FinancialInstitution;
  stage: 'asking' | 'wrong code';
}): Html {
  const { language, url, payment, account, bank, stage } = options;
  const words = signingTexts[language];
  const total = payment.orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const [first] = payment.orders;
  const single = payment.kind === 'payment' ? first : undefined;
  const day = payment.requestedExecutionDate;

  return bankPage({
    language,
    url,
    title: words.title,
    host: bank,
    content: html`
      <h1>${single ? words.asks : words.asksMany.replace('{count}', String(payment.orders.length))}</h1>
      ${facts([
        [words.from, html`${accountNumber(account.reference)}<br />${account.holderName ?? ''}`],
        ...(single ? payee(language, single) : [[words.reference, payment.reference ?? ''] as const]),
        [words.day, day === null ? words.atOnce : formatDay(language, new Date(`${day}T12:00:00Z`))],
        [words.amount, html`<strong>${formatBalance(language, total, first?.currency ?? 'EUR')}</strong>`],
      ])}
      ${single ? '' : orderList(language, payment.orders)}
      <form method="post">
        ${stage === 'wrong code' ? html`<p class="problem" role="alert">${words.wrongCode}</p>` : ''}
        <label class="code"
          >${words.code}
          <input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" aria-describedby="hint" />
        </label>
        <p class="soft" id="hint">${words.hint.replace('{code}', signingCode)}</p>
        <div class="actions">
          <button name="decision" value="sign">${words.sign}</button>
          <button name="decision" value="refuse" class="quiet">${words.refuse}</button>
          <button name="decision" value="leave" class="quiet">${words.leave}</button>
        </div>
        <p class="soft foot">${words.onlyHere}</p>
        <div class="actions">
          <button name="decision" value="expire" class="quiet">${words.expire}</button>
        </div>
      </form>
    `,
  });
}

function payee(language: Language, order: PaymentOrder): (readonly [string, string | Html])[] {
  const words = signingTexts[language];
  return [
    [words.to, html`${order.creditorName}<br />${accountNumber(order.creditorAccountReference)}`],
    [words.message, order.remittanceInformation ?? bankTexts[language].none],
  ];
}

function orderList(language: Language, orders: readonly PaymentOrder[]): Html {
  const rest = orders.length - listed;
  return html`<ol class="orders">
    ${orders.slice(0, listed).map(
      ({ creditorName, creditorAccountReference, remittanceInformation, amountMinor, currency }) =>
        html`<li>
          <span>${creditorName}</span><span class="amount">${formatBalance(language, amountMinor, currency)}</span>
          <span class="soft">${accountNumber(creditorAccountReference)} · ${remittanceInformation ?? ''}</span>
        </li>`,
    )}
    ${rest > 0 ? html`<li class="soft">${signingTexts[language].more.replace('{count}', String(rest))}</li>` : ''}
  </ol>`;
}
