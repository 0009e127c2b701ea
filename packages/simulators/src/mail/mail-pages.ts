import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { page, pageHeaders, type Html } from '../control/page.ts';
import type { ReceivedMail } from './received-mail.ts';

type World = Readonly<{
  mails(): readonly ReceivedMail[];
  refuseNext(times: number, code: number): void;
  forget(): void;
}>;

const banner = 'Simulation: these mails were delivered to nobody.';
const Refusals = z.object({ times: z.int().min(1), code: z.int().min(400).max(599) });

/** The mails for people, and for programs as JSON at `/mails`. */
export function mailPages(world: World): Hono {
  const app = new Hono();
  app.get('/', (c) => c.html(listPage(world.mails()), 200, pageHeaders([])));
  app.get('/mails', (c) => c.json(world.mails()));
  app.delete('/mails', (c) => {
    world.forget();
    return c.json({ status: 'done' });
  });
  app.post('/refusals', async (c) => {
    const { times, code } = Refusals.parse(await c.req.json());
    world.refuseNext(times, code);
    return c.json({ status: 'done' });
  });
  app.get('/mails/:index', (c) => {
    const mail = world.mails()[Number(c.req.param('index'))];
    return mail ? c.html(mailPage(mail, c.req.param('index')), 200, framedHeaders) : c.text('No such mail', 404);
  });
  /** What the sender wrote: without script, and in no other page than ours. */
  app.get('/mails/:index/html', (c) => {
    const mail = world.mails()[Number(c.req.param('index'))];
    const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups";
    return mail ? c.html(mail.html, 200, { 'content-security-policy': policy }) : c.text('No such mail', 404);
  });
  return app;
}

const framedHeaders = {
  ...pageHeaders([]),
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'",
};

function listPage(mails: readonly ReceivedMail[]): Html {
  const rows = mails.map(
    (mail, index) =>
      html`<li>
        <a href="/mails/${index}">${mail.subject}</a>
        <span class="soft">${mail.to} · ${mail.date}</span>
      </li>`,
  );
  return page({
    language: 'en',
    title: 'Mails',
    banner,
    styles:
      'main { max-width: 720px; } ul { padding: 0; list-style: none; } li { margin: 0 0 12px; } .soft { display: block; }',
    content: html`<h1>Mails</h1>
      ${mails.length === 0 ? html`<p class="soft">None yet. Let a consent come near its end, and look again.</p>` : ''}
      <ul>
        ${rows}
      </ul>`,
  });
}

function mailPage(mail: ReceivedMail, index: string): Html {
  return page({
    language: 'en',
    title: mail.subject,
    banner,
    styles:
      'main { max-width: 720px; } iframe { width: 100%; height: 460px; border: 1px solid var(--line); } pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 13px; }',
    content: html`<p><a href="/">All mails</a></p>
      <h1>${mail.subject}</h1>
      <p class="soft">From ${mail.from} to ${mail.to}<br />${mail.messageId}</p>
      <iframe src="/mails/${index}/html" title="As HTML"></iframe>
      <h2>As text</h2>
      <pre>${mail.text}</pre>`,
  });
}
