import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/**
 * A page of a simulator. It says on top that it is one, works without script, and loads nothing.
 * @param styles more rules for this page
 */
export function page(options: {
  language: string;
  title: string;
  banner: string;
  content: Html;
  /** Stands between the banner and the content. */
  header?: Html;
  styles?: string;
}): Html {
  return html`<!doctype html>
    <html lang="${options.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${options.title}</title>
        <style>
          ${raw(baseStyles + (options.styles ?? ''))}
        </style>
      </head>
      <body>
        <p class="banner">${options.banner}</p>
        ${options.header ?? ''}
        <main>${options.content}</main>
      </body>
    </html>`;
}

/**
 * @param formTargets origins that a form of the page may lead to, also by redirect: browsers check those as well
 */
export function pageHeaders(formTargets: readonly string[]): Record<string, string> {
  return {
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formTargets.join(' ')}; frame-ancestors 'none'; base-uri 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

const baseStyles = `
  :root { color-scheme: light; --ink: #1c2430; --soft: #5a6472; --line: #d9dee5; --accent: #24527a; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #eef1f5; color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  .banner { margin: 0; padding: 10px 20px; background: #fff3cd; color: #5c4400; text-align: center; font-size: 14px; }
  main { max-width: 520px; margin: 32px auto; padding: 28px; background: #fff; border: 1px solid var(--line); border-radius: 10px; }
  h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.3; }
  h2 { margin: 24px 0 8px; font-size: 16px; }
  p { margin: 0 0 12px; }
  .soft { color: var(--soft); font-size: 14px; }
  label { display: block; }
  input:not([type='checkbox']), select { width: 100%; padding: 10px; border: 1px solid #9aa5b1; border-radius: 6px; font: inherit; background: #fff; color: inherit; }
  button { padding: 11px 20px; border: 1px solid var(--accent); border-radius: 6px; background: var(--accent); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
  button.quiet { background: #fff; color: var(--accent); }
  :focus-visible { outline: 3px solid #f0b429; outline-offset: 2px; }
  .actions { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 24px; }
  .problem { padding: 10px 14px; border-left: 4px solid #b3261e; background: #fdecea; color: #7a1510; }
  @media (max-width: 560px) { main { margin: 0; border: 0; border-radius: 0; } }
`;
