import { formatIban, parseIban } from '@onfact-ponto/primitives';
import { html } from 'hono/html';
import { languages, type Language } from '../../control/language.ts';
import { page, type Html } from '../../control/page.ts';
import { bankTexts } from './texts.ts';

export type BankPage = Readonly<{
  language: Language;
  /** The address of the page itself, for the links to its other languages. */
  url: URL;
  title: string;
  /** Whose page it is: a bank, or Ponto itself. */
  host: Readonly<{ name: string; primaryColor: string }>;
  content: Html;
  /** More rules for this page. */
  styles?: string;
}>;

/** What Ponto itself puts on top of its pages. */
export const pontoHost = { name: 'Ponto', primaryColor: '#24527a' };

/** A page on which a customer signs or consents: the colours of the bank, nothing to load, no script. */
export function bankPage({ language, url, title, host, content, styles = '' }: BankPage): Html {
  const words = bankTexts[language];
  return page({
    language,
    title: `${title} · ${host.name}`,
    banner: words.simulation,
    styles: baseStyles + colours(host.primaryColor) + styles,
    header: html`<header class="bank">
      <strong>${host.name}</strong>
      <nav aria-label="${words.language}">
        ${languages.map(
          (other) =>
            html`<a
              href="${inLanguage(url, other)}"
              hreflang="${other}"
              ${other === language ? 'aria-current="true"' : ''}
              >${other.toUpperCase()}</a
            >`,
        )}
      </nav>
    </header>`,
    content: html`${content}
      <p class="soft foot">${words.signIn}</p>`,
  });
}

/** Terms and what they stand for, one under the other. */
export function facts(rows: readonly (readonly [term: string, value: string | Html])[]): Html {
  return html`<dl>
    ${rows.map(
      ([term, value]) =>
        html`<dt>${term}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

export function accountNumber(reference: string): string {
  const iban = parseIban(reference);
  return iban ? formatIban(iban) : reference;
}

export function formatDay(language: Language, moment: Date): string {
  return new Intl.DateTimeFormat(`${language}-BE`, { dateStyle: 'long', timeZone: 'Europe/Brussels' }).format(moment);
}

function inLanguage(url: URL, language: Language): string {
  const query = new URLSearchParams(url.searchParams);
  query.set('language', language);
  return `?${query.toString()}`;
}

/** White or nearly black, whichever can be read on the colour of the bank. */
function colours(primary: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => parseInt(primary.slice(start, start + 2), 16));
  const isLight = 0.299 * red + 0.587 * green + 0.114 * blue > 150;
  return `:root { --accent: ${isLight ? '#1c2430' : primary}; --bank: ${primary}; --on-bank: ${isLight ? '#1c2430' : '#ffffff'}; }`;
}

const baseStyles = `
  .bank { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; justify-content: space-between; padding: 18px max(20px, calc(50% - 260px)); background: var(--bank); color: var(--on-bank); }
  .bank strong { font-size: 20px; letter-spacing: 0.01em; }
  .bank nav { display: flex; gap: 4px; }
  .bank a { padding: 8px 9px; color: inherit; font-size: 14px; text-decoration: none; border-radius: 4px; }
  .bank a[aria-current] { font-weight: 700; text-decoration: underline; text-underline-offset: 4px; }
  dl { display: grid; grid-template-columns: minmax(120px, auto) 1fr; gap: 8px 20px; margin: 16px 0; padding: 16px; background: #f5f7fa; border-radius: 8px; }
  dt { color: var(--soft); }
  dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
  dd strong { font-size: 20px; }
  .code input { display: block; max-width: 200px; letter-spacing: 0.2em; font-variant-numeric: tabular-nums; }
  .orders { margin: 0 0 20px; padding: 0; list-style: none; }
  .orders li { display: grid; grid-template-columns: 1fr auto; gap: 0 16px; padding: 8px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
  .orders .amount { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .foot { margin: 28px 0 0; padding-top: 16px; border-top: 1px solid var(--line); }
  @media (max-width: 420px) { dl { grid-template-columns: 1fr; gap: 0; } dd { text-align: left; margin-bottom: 10px; } .actions button { flex: 1 1 100%; } }
`;
