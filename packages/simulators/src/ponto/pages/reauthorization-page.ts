import { html } from 'hono/html';
import type { Language } from '../../control/language.ts';
import type { Html } from '../../control/page.ts';
import type { Account, FinancialInstitution } from '../state.ts';
import { accountNumber, bankPage, facts, formatDay } from './bank-page.ts';
import { bankTexts, reauthorizationTexts } from './texts.ts';

export function reauthorizationPage(options: {
  language: Language;
  url: URL;
  application: string;
  bank: FinancialInstitution;
  account: Account;
  /** The end of a consent that is given now. */
  renewedUntil: Date;
}): Html {
  const { language, url, application, bank, account, renewedUntil } = options;
  const words = reauthorizationTexts[language];
  const common = bankTexts[language];
  const until = account.consentEndedAt ?? account.authorizationExpirationExpectedAt;

  return bankPage({
    language,
    url,
    title: words.title,
    host: bank,
    content: html`
      <h1>${words.asks}</h1>
      <p>${words.explanation.replace('{application}', application)}</p>
      ${facts([
        [common.account, accountNumber(account.reference)],
        [common.holder, account.holderName ?? ''],
        [words.until, until === null ? words.untilUnknown : formatDay(language, new Date(until))],
        [words.next, formatDay(language, renewedUntil)],
      ])}
      <form method="post">
        <div class="actions">
          <button name="decision" value="confirm">${words.confirm}</button>
          <button name="decision" value="cancel" class="quiet">${common.cancel}</button>
        </div>
      </form>
    `,
  });
}
