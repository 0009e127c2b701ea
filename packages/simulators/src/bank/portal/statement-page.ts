import { formatIban, parseIban, type IsoDate } from '@onfact-ponto/primitives';
import { html } from 'hono/html';
import { formatBalance } from '../../control/format-balance.ts';
import type { Language } from '../../control/language.ts';
import { page, type Html } from '../../control/page.ts';
import type { Account, Organization } from '../../ponto/state.ts';
import type { StatementMonth } from './months.ts';
import { texts } from './texts.ts';

export type Problem = keyof (typeof texts)['nl']['problems'];

/** What the page shows. Everything stands in its address, so the server remembers nothing. */
export type StatementPage = Readonly<{
  language: Language;
  organizations: readonly Organization[];
  accounts: readonly Account[];
  account: Account | undefined;
  from: string;
  to: string;
  months: readonly StatementMonth[];
  problem: Problem | undefined;
}>;

export const statementsPath = '/bank';
export const downloadPath = '/bank/statements';

export function statementPage(shown: StatementPage): Html {
  const words = texts[shown.language];
  return page({
    language: shown.language,
    title: words.title,
    banner: words.simulation,
    styles,
    content: html`
      <h1>${words.title}</h1>
      <p class="soft">${words.intro}</p>
      ${shown.problem === undefined ? '' : html`<p class="problem" role="alert">${words.problems[shown.problem]}</p>`}
      ${periodForm(shown)} ${shown.account === undefined ? '' : monthTable(shown, shown.account)}
    `,
  });
}

function periodForm(shown: StatementPage): Html {
  const { language, from, to } = shown;
  const words = texts[language];
  return html`
    <form method="get" action="${downloadPath}">
      <input type="hidden" name="language" value="${language}" />
      <label>${words.account} ${accountChoice(shown)}</label>
      <div class="period">
        <label>${words.from} <input type="date" name="from" value="${from}" required /></label>
        <label>${words.to} <input type="date" name="to" value="${to}" required /></label>
      </div>
      <label class="empty-days"><input type="checkbox" name="emptyDays" value="true" /> ${words.emptyDays}</label>
      <div class="actions">
        <button>${words.download}</button>
        <button class="quiet" formaction="${statementsPath}" formnovalidate>${words.showMonths}</button>
      </div>
    </form>
  `;
}

function accountChoice({ organizations, accounts, account }: StatementPage): Html {
  return html`
    <select name="account">
      ${organizations.map(
        ({ id, name }) =>
          html`<optgroup label="${name}">
            ${accounts
              .filter(({ organizationId }) => organizationId === id)
              .map(
                (one) =>
                  html`<option value="${one.id}" ${one.id === account?.id ? 'selected' : ''}>
                    ${accountName(one)}
                  </option>`,
              )}
          </optgroup>`,
      )}
    </select>
  `;
}

function accountName({ description, reference, currency }: Account): string {
  const iban = parseIban(reference);
  return `${description ?? ''} ${iban ? formatIban(iban) : reference} (${currency})`;
}

function monthTable({ language, months }: StatementPage, account: Account): Html {
  const words = texts[language];
  if (months.length === 0) return html`<p>${words.none}</p>`;
  return html`
    <table>
      <caption>
        <h2>${words.months}: ${accountName(account)}</h2>
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.month}</th>
          <th scope="col" class="number">${words.movements}</th>
          <th scope="col" class="number">${words.closing}</th>
        </tr>
      </thead>
      <tbody>
        ${months.map(({ from, to, bookingCount, closingBalanceMinor }) => {
          const query = new URLSearchParams({ language, account: account.id, from, to });
          return html`<tr>
            <th scope="row"><a href="${downloadPath}?${query.toString()}">${monthName(language, from)}</a></th>
            <td class="number">${bookingCount}</td>
            <td class="number">${formatBalance(language, closingBalanceMinor, account.currency)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  `;
}

function monthName(language: Language, day: IsoDate): string {
  const month = new Intl.DateTimeFormat(`${language}-BE`, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return month.format(new Date(`${day}T00:00:00Z`));
}

const styles = `
  .period { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 14px; margin: 14px 0; }
  .empty-days input { width: 20px; height: 20px; vertical-align: middle; }
  table { width: 100%; border-collapse: collapse; }
  caption { text-align: left; }
  th, td { padding: 8px 0; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
  thead th { color: var(--soft); font-size: 14px; }
  a { color: var(--accent); }
  .number { padding-left: 12px; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
`;
