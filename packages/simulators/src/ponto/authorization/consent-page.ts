import { html } from 'hono/html';
import { statementsPath } from '../../bank/portal/statement-page.ts';
import { formatBalance } from '../../control/format-balance.ts';
import type { Language } from '../../control/language.ts';
import type { Html } from '../../control/page.ts';
import { accountNumber, bankPage, pontoHost } from '../pages/bank-page.ts';
import type { Account, FinancialInstitution, Organization } from '../state.ts';
import type { Scope } from './request.ts';
import { texts } from './texts.ts';

/** Who is asked, for what. */
export type Consent = Readonly<{
  language: Language;
  /** The address of the page itself. */
  url: URL;
  application: string;
  /** The whole query of the request: the forms carry it along, so the server remembers nothing. */
  query: URLSearchParams;
  scopes: readonly Scope[];
  organizations: readonly Organization[];
  organization: Organization;
  accounts: readonly (Account & { institution: FinancialInstitution | undefined })[];
  /** True when the form came back without any account. */
  chooseOne: boolean;
}>;

export function consentPage(consent: Consent): Html {
  const words = texts[consent.language];
  const query = new URLSearchParams(consent.query);
  query.set('organization', consent.organization.id);

  return bankPage({
    language: consent.language,
    url: consent.url,
    title: words.title,
    host: pontoHost,
    styles,
    content: html`
      <h1>${words.asks.replace('{application}', consent.application)}</h1>
      ${consent.organizations.length > 1 ? organizationForm(consent) : ''}
      <p class="soft">${words.signedInAs} ${consent.organization.email} · ${consent.organization.name}</p>
      <ul class="soft">
        ${consent.scopes.map((scope) => html`<li>${words.scopes[scope]}</li>`)}
      </ul>
      <form method="post" action="?${query.toString()}">
        <h2 id="choose">${words.choose}</h2>
        ${consent.chooseOne ? html`<p class="problem" role="alert">${words.chooseOne}</p>` : ''}
        ${consent.accounts.length === 0 ? html`<p>${words.none}</p>` : ''}
        <div role="group" aria-labelledby="choose">
          ${consent.accounts.map((account) => accountChoice(consent.language, account))}
        </div>
        <div class="actions">
          <button name="decision" value="confirm">${words.confirm}</button>
          <button name="decision" value="cancel" class="quiet" formnovalidate>${words.cancel}</button>
        </div>
      </form>
      <p class="soft statements">
        <a href="${statementsPath}?language=${consent.language}" target="_blank" rel="noopener">${words.statements}</a>
      </p>
    `,
  });
}

/** Another organization means other accounts: choosing one loads the page again. */
function organizationForm({ language, query, organizations, organization }: Consent): Html {
  const words = texts[language];
  const carried = [...query].filter(([name]) => name !== 'organization');
  return html`
    <form method="get" class="organization">
      ${carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <label
        >${words.organization}
        <select name="organization">
          ${organizations.map(
            ({ id, name }) => html`<option value="${id}" ${id === organization.id ? 'selected' : ''}>${name}</option>`,
          )}
        </select>
      </label>
      <button class="quiet">${words.showAccounts}</button>
    </form>
  `;
}

function accountChoice(language: Language, account: Consent['accounts'][number]): Html {
  const color = account.institution?.primaryColor ?? '#24527a';
  return html`
    <label class="account" style="--bank: ${color}">
      <input type="checkbox" name="account" value="${account.id}" checked />
      <span>
        <strong>${account.description ?? account.reference}</strong>
        <span class="soft">${account.institution?.name ?? ''}</span><br />
        <span class="soft number">${accountNumber(account.reference)}</span>
      </span>
      <span class="balance">${formatBalance(language, account.currentBalanceMinor, account.currency)}</span>
    </label>
  `;
}

export function refusalPage(language: Language, url: URL, problem: 'unknownClient' | 'unknownRedirect'): Html {
  const words = texts[language];
  return bankPage({
    language,
    url,
    title: words.refused,
    host: pontoHost,
    content: html`<h1>${words.refused}</h1>
      <p>${words[problem]}</p>`,
  });
}

const styles = `
  ul { margin: 0 0 12px; padding-left: 20px; }
  .organization { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; margin: 16px 0; }
  .organization label { flex: 1 1 220px; }
  .account { display: grid; grid-template-columns: auto 1fr auto; gap: 4px 14px; align-items: center; padding: 12px 14px; margin-bottom: 10px; border: 1px solid var(--line); border-left: 5px solid var(--bank); border-radius: 6px; cursor: pointer; }
  .account input { width: 20px; height: 20px; }
  .account .number { white-space: nowrap; }
  .account .balance { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .statements { margin: 24px 0 0; }
  .statements a { color: var(--accent); }
  @media (max-width: 420px) { .account .balance { grid-column: 2 / 4; justify-self: end; } }
`;
