import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inspect } from './inspection.ts';
import { actBeforeScripts } from './pages/before-scripts.ts';
import { linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import type { BankAccount } from './simulated-world.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

/** The life of a consent: it comes near its end, people are told, it is renewed, and all is well. */

let stage: Stage;
let mieke: Visitor;
let page: Page;
let account: BankAccount;

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  ({ page } = mieke);
  await signInAndOpen(page, '/payments', linde);
  await linkPonto(page, ['Zichtrekening']);
  const accounts = await stage.world.accountsOf(linde);
  const linked = accounts.find(({ description }) => description === 'Zichtrekening');
  if (!linked) throw new Error('The demo has no current account');
  account = linked;
});
afterAll(() => stage.end());

it('tells of a consent that ends soon: in a banner, in the bell, and by mail without a number in its subject', async () => {
  await stage.world.ageConsent(account.id, 14);
  await stage.pullNow();
  await expect
    .poll(() => openPayments(), { timeout: 30_000 })
    .toContain('De toestemming van je bank vervalt over 14 dagen');

  await page.getByText('Meldingen: 1 ongelezen').waitFor();
  await expect.poll(async () => (await stage.world.mails()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  const mail = (await stage.world.mails()).find(({ to }) => to === 'mieke@delinde.be');
  expect(mail?.subject).toBe(`${linde}: De toestemming van je bank vervalt over 14 dagen`);
  expect(mail?.text).toContain(await pathToRenew());
});

it('puts the banner aside until tomorrow, and keeps the message in the bell', async () => {
  await page.getByRole('button', { name: 'Later' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Later' }).count()).toBe(0);
  await openBell();
  await page.getByRole('region', { name: 'Meldingen' }).getByText('De toestemming van je bank vervalt').waitFor();
  await page.keyboard.press('Escape');
  expect(await focusedText()).toContain('Meldingen: 0 ongelezen');
});

it('leads from the mail to the one account, with a message for the holder in three languages', async () => {
  await page.goto(await pathToRenew());
  const dialog = page.getByRole('dialog', { name: 'Toestemming vernieuwen' });
  await dialog.getByText('Alleen de houder van de Ponto-account kan dat').waitFor();
  for (const [language, greeting] of [
    ['Français', 'Bonjour'],
    ['English', 'Hello'],
  ] as const) {
    await dialog.getByText(language, { exact: true }).click();
    await dialog.getByText(greeting).waitFor();
  }
  await dialog
    .getByRole('button', { name: /^Bericht kopiëren/ })
    .first()
    .waitFor();
});

it(
  'has nothing broken on the pages of this, in three languages, two themes and two widths',
  { timeout: 300_000 },
  async () => {
    const paths = [
      '/payments',
      '/apps/ponto',
      await pathToRenew(),
      '/notifications',
      '/notifications/settings',
      '/unsubscribe?token=none',
      ...['cancelled', 'unchanged', 'ponto_unavailable', 'expired_or_used', 'foreign'].map(
        (end) => `/ponto/renewed/${end}`,
      ),
    ];
    const found = [];
    for (const language of ['nl', 'fr', 'en'] as const) {
      const visitor = await stage.visitor({ language, as: mieke });
      for (const path of paths) found.push(...(await inspect(visitor.page, path, language)));
      await visitor.context.close();
    }
    expect(found).toEqual([]);
  },
);

it('changes nothing when the holder does not confirm', async () => {
  await leaveForBank();
  await page.getByRole('button', { name: 'Annuleren' }).click();
  await page.getByRole('heading', { level: 1, name: 'De toestemming is nog dezelfde' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'De toestemming is nog dezelfde' }).waitFor();
  expect(new URL(page.url()).searchParams.has('state')).toBe(false);
});

it('renews at the bank and comes back to the new date; the message is over and the row is well', async () => {
  await leaveForBank();
  await page.getByRole('button', { name: 'Vernieuwen' }).click();
  await page.getByRole('heading', { level: 1, name: 'De toestemming is vernieuwd' }).waitFor();
  const [row] = await stage.query(
    `select to_char(authorization_expires_at at time zone 'Europe/Brussels', 'DD-MM-YYYY') as day from bank_account where ponto_account_id = '${account.id}'`,
  );
  await page.getByText(`Toestemming tot ${String(row?.day)}`).waitFor();
  await page.reload();
  await page.getByText(`Toestemming tot ${String(row?.day)}`).waitFor();

  await page.getByRole('link', { name: 'Status bekijken' }).click();
  await page.getByRole('row').filter({ hasText: 'Zichtrekening' }).getByText('Gekoppeld').waitFor();
  await expect
    .poll(async () => (await page.goto('/notifications'), page.getByRole('main').getByText('voorbij').count()), {
      timeout: 30_000,
    })
    .toBe(1);
  expect(await openPayments()).not.toContain('De toestemming van je bank');
});

it('stops a kind of mail by the link in it, without signing in, and shows that in the settings', async () => {
  const [mail] = await stage.world.mails();
  const link = /https?:\S+\/unsubscribe\?token=\S+/.exec(mail?.text ?? '')?.[0] ?? '';
  const { page: stranger } = await stage.visitor();
  await stranger.goto(link);
  await stranger.getByRole('button', { name: 'Dit soort mails stoppen' }).click();
  await stranger.getByText('Je krijgt geen mails meer over').waitFor();

  const byMail = page.getByRole('checkbox', { name: 'Toestemming van je bank loopt af: Per mail' });
  /** Also a choice made before the script of the page ran stays. */
  await actBeforeScripts(page, '/notifications/settings', async () => {
    expect(await byMail.isChecked()).toBe(false);
    await byMail.check();
  });
  await page.getByRole('button', { name: 'Opslaan' }).click();
  await page.getByText('Je keuze is bewaard.').waitFor();
  await page.reload();
  expect(await byMail.isChecked()).toBe(true);
});

async function openPayments(): Promise<string> {
  await page.goto('/payments');
  return page.getByRole('main').innerText();
}

async function openBell(): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('summary').filter({ hasText: 'Meldingen:' }).focus();
  await page.keyboard.press('Enter');
}

async function pathToRenew(): Promise<string> {
  const [row] = await stage.query(
    `select bank_account_id as id from bank_account where ponto_account_id = '${account.id}'`,
  );
  return `/apps/ponto?renew=${String(row?.id)}`;
}

async function leaveForBank(): Promise<void> {
  await page.goto(await pathToRenew());
  await page.getByRole('button', { name: 'Naar je bank via Ponto' }).click();
  await page.getByRole('heading', { name: 'Vernieuw de toegang tot uw rekening' }).waitFor();
}

async function focusedText(): Promise<string> {
  return page.locator(':focus').innerText();
}
