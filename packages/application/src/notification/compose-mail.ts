import type { Mail, Receiver } from '@onfact-ponto/db';
import { fill } from './say.ts';
import type { Said } from './say.ts';
import { words } from './words.ts';
import type { NotificationLanguage } from './words.ts';

/** A mail as it goes out. */
export type OutgoingMail = Readonly<{
  /** The same for each try, so that one that arrives twice is recognised. */
  id: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Where the reader stops this kind of mail, without signing in. */
  unsubscribeUrl: string;
}>;

type Addresses = Readonly<{ actionUrl: string; settingsUrl: string; unsubscribeUrl: string }>;

/** Says it in the language of the receiver, as text and as HTML. The subject names the company, never bank data. */
export function composeMail(
  said: Said,
  { mailId, role }: Pick<Mail, 'mailId' | 'role'>,
  receiver: Receiver & { companyName: string },
  language: NotificationLanguage,
  addresses: Addresses,
): OutgoingMail {
  const { mail } = words[language];
  const values = { name: receiver.name, company: receiver.companyName };
  const parts: Parts = {
    ...addresses,
    title: said.title,
    greeting: fill(mail.greeting, values),
    paragraph: said.text,
    accounts: said.accounts,
    action: said.action.label,
    why: fill(mail[role], values),
    settings: mail.settings,
    unsubscribe: mail.unsubscribe,
    language,
  };
  return {
    id: mailId,
    to: { name: receiver.name, address: receiver.email },
    subject: `${receiver.companyName}: ${said.title}`,
    text: textOf(parts),
    html: htmlOf(parts),
    unsubscribeUrl: addresses.unsubscribeUrl,
  };
}

type Parts = Addresses &
  Readonly<{
    title: string;
    greeting: string;
    paragraph: string;
    accounts: readonly string[];
    action: string;
    why: string;
    settings: string;
    unsubscribe: string;
    language: NotificationLanguage;
  }>;

function textOf(parts: Parts): string {
  const accounts = parts.accounts.map((account) => `- ${account}`).join('\n');
  return [
    parts.greeting,
    `${parts.title}.`,
    ...(accounts === '' ? [] : [accounts]),
    parts.paragraph,
    `${parts.action}: ${parts.actionUrl}`,
    `-- \n${parts.why}\n${parts.settings}: ${parts.settingsUrl}\n${parts.unsubscribe}: ${parts.unsubscribeUrl}`,
  ].join('\n\n');
}

/** One column and inline styles, as mail programs want it; it loads nothing. */
function htmlOf(parts: Parts): string {
  const accounts = parts.accounts.map((account) => `<li>${escaped(account)}</li>`).join('');
  return `<!doctype html>
<html lang="${parts.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(parts.title)}</title></head>
<body style="margin:0;background:#f9f8f6;color:#1c2029;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 20px;background:#ffffff">
<p>${escaped(parts.greeting)}</p>
<h1 style="margin:0 0 12px;font-size:20px;line-height:1.4">${escaped(parts.title)}</h1>
${accounts === '' ? '' : `<ul style="margin:0 0 12px;padding-left:20px">${accounts}</ul>`}
<p>${escaped(parts.paragraph)}</p>
<p style="margin:24px 0"><a href="${escaped(parts.actionUrl)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#1c62c2;color:#ffffff;font-weight:600;text-decoration:none">${escaped(parts.action)}</a></p>
<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #e6e3e1;color:#4b5059;font-size:13px">${escaped(parts.why)}<br>
<a href="${escaped(parts.settingsUrl)}" style="color:#1c62c2">${escaped(parts.settings)}</a> ·
<a href="${escaped(parts.unsubscribeUrl)}" style="color:#1c62c2">${escaped(parts.unsubscribe)}</a></p>
</div>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
