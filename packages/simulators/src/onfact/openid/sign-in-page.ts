import { html } from 'hono/html';
import type { Language } from '../../control/language.ts';
import { page, type Html } from '../../control/page.ts';
import { texts } from './texts.ts';

export type SignIn = Readonly<{
  language: Language;
  /** The whole query of the request, carried along by the form. */
  query: URLSearchParams;
  email: string;
  password: string;
  prefilled: boolean;
  wrong: boolean;
}>;

export function signInPage({ language, query, email, password, prefilled, wrong }: SignIn): Html {
  const words = texts[language];
  return page({
    language,
    title: words.title,
    banner: words.simulation,
    content: html`
      <h1>${words.title}</h1>
      <p>${words.intro}</p>
      ${wrong ? html`<p class="problem" role="alert">${words.wrong}</p>` : ''}
      <form method="post" action="?${query.toString()}">
        <p>
          <label for="email">${words.email}</label>
          <input id="email" name="email" type="email" autocomplete="username" required value="${email}" />
        </p>
        <p>
          <label for="password">${words.password}</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            value="${password}"
          />
        </p>
        ${prefilled ? html`<p class="soft">${words.prefilled}</p>` : ''}
        <div class="actions">
          <button name="decision" value="confirm">${words.submit}</button>
          <button name="decision" value="cancel" class="quiet" formnovalidate>${words.cancel}</button>
        </div>
      </form>
    `,
  });
}

export function refusalPage(language: Language, problem: 'unknownClient' | 'unknownRedirect'): Html {
  const words = texts[language];
  return page({
    language,
    title: words.refused,
    banner: words.simulation,
    content: html`<h1>${words.refused}</h1>
      <p>${words[problem]}</p>`,
  });
}
