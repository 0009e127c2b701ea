import type { Context } from 'hono';
import { html } from 'hono/html';
import { languageIn } from '../../control/language.ts';
import { pageHeaders } from '../../control/page.ts';
import { bankPage, pontoHost } from './bank-page.ts';
import { bankTexts } from './texts.ts';

/** Why a page has nothing to ask. */
export type Notice = Readonly<{
  notice: 'unknown' | 'done';
  /** Where a link leads back to, if anywhere. */
  redirectUri: string | undefined;
}>;

/** Back to the application, or a page that says that all is done where there is nowhere to return to. */
export function returnTo(c: Context, redirectUri: string | null): Response | Promise<Response> {
  return redirectUri === null
    ? showNotice(c, { notice: 'done', redirectUri: undefined })
    : c.redirect(redirectUri, 303);
}

/** Instead of a page that asks something. */
export function showNotice(c: Context, { notice, redirectUri }: Notice): Response | Promise<Response> {
  const language = languageIn(c);
  const words = bankTexts[language];
  const content = bankPage({
    language,
    url: new URL(c.req.url),
    title: words[notice],
    host: pontoHost,
    content: html`
      <h1>${words[notice]}</h1>
      <p>${words[`${notice}Detail`]}</p>
      ${redirectUri === undefined ? '' : html`<p><a href="${redirectUri}">${words.goBack}</a></p>`}
    `,
  });
  return c.html(content, notice === 'unknown' ? 404 : 410, pageHeaders([]));
}
