import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from './inspection.ts';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen, signInAs } from './pages/sign-in.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

/** A colleague is asked why a company has no transactions, and finds it in the first line. */

let stage: Stage;
let mieke: Visitor;
let jonas: Visitor;
let page: Page;
let company: string;

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  await signInAndOpen(mieke.page, '/payments', linde);
  await linkPonto(mieke.page, ['Zichtrekening', 'Spaarrekening']);
  jonas = await stage.visitor();
  page = jonas.page;
  await signInAs(page, 'support@onfact.example', '/');
  await page.getByRole('heading', { name: 'Een bedrijf zoeken' }).waitFor();
});
afterAll(() => stage.end());

it('opens a company only with a reason, and says at once that all is well', async () => {
  await page.getByLabel('Naam, btw-nummer, referentie of id').last().fill('de linde');
  await page.getByRole('button', { name: 'Zoeken' }).click();
  await page.getByRole('link', { name: linde }).click();
  await page.getByLabel('Reden').fill('ticket 4711, klant belt');
  company = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'Openen' }).click();
  expect(await verdict()).toBe('Alles werkt: transacties komen binnen.');
});

describe('finds the cause in the first line when', () => {
  it('Ponto is out of order, with the request id that Ponto asks for', async () => {
    await stage.world.failPonto('*/accounts*', 503);
    await stage.pullNow();
    await untilVerdict('Ponto antwoordt niet.');
    await fact('Bij wie ligt het', 'Koppeling met Ponto');
    await fact('Wie moet iets doen', 'Niemand');
    await expect
      .poll(() => page.goto(company).then(() => page.locator('pre').allInnerTexts()), { timeout: 10_000 })
      .toContainEqual(expect.stringMatching(/Oproep: accounts\.list\nAntwoord: 503.*\nIbanity request id: \S+/));
    await stage.world.repairPonto();
    await stage.pullNow();
    await untilVerdict('Alles werkt: transacties komen binnen.');
  });

  it('the consent of one account has ended, which the others do not suffer from', async () => {
    const [account] = await stage.world.accountsOf(linde);
    await stage.world.endConsent(account?.id ?? '');
    await fetchNow(mieke.page);
    await untilVerdict(/BE\d\d \*{4} \*{4} \d{4} De toestemming bij de bank is verlopen\./);
    await fact('Wie moet iets doen', 'Houder van de Ponto-account');
    await page.getByText('Werkt gedeeltelijk').waitFor();
  });

  it('the link was ended in Ponto, which an administrator repairs', async () => {
    await stage.world.revoke(linde);
    await stage.pullNow();
    /** Ponto's webhook says so, and has the last word when our tokens were refused first. */
    await untilVerdict('De koppeling is in Ponto stopgezet.');
    await fact('Wie moet iets doen', /^Beheerder van het bedrijf: Mieke Claes/);
    await page.getByText('In deze toestand kan support niets doen').waitFor();
  });
});

it.each(['nl', 'fr', 'en'] as const)('is readable in %s, wide and narrow, in both themes', async (language) => {
  const reader = await stage.visitor({ language, as: jonas });
  const problems = [];
  for (const path of ['/support?search=linde', company]) problems.push(...(await inspect(reader.page, path, language)));
  expect(problems).toEqual([]);
});

it('never shows an account number, an amount or the name of a counterpart', async () => {
  await page.goto(company);
  const text = await page.locator('body').innerText();
  for (const { reference } of await stage.world.accountsOf(linde)) {
    expect(text.replaceAll(' ', '')).not.toContain(reference);
  }
  expect(text).not.toMatch(/€/);
});

it('is not there for a user of a company, and a company is not there for support', async () => {
  const tom = await stage.visitor();
  await signInAs(tom.page, 'tom@delinde.be', '/support');
  await tom.page.getByRole('heading', { level: 1 }).waitFor();
  expect(await tom.page.getByRole('heading', { name: 'Een bedrijf zoeken' }).count()).toBe(0);
  await page.goto('/payments/transactions');
  expect(new URL(page.url()).pathname).toBe('/support');
});

async function verdict(): Promise<string> {
  return page.locator('#verdict').innerText();
}

async function untilVerdict(expected: string | RegExp): Promise<void> {
  await expect
    .poll(() => page.goto(company).then(verdict), { timeout: 30_000, interval: 500 })
    .toMatch(typeof expected === 'string' ? new RegExp(`^${expected.replaceAll('.', '\\.')}$`) : expected);
}

async function fact(name: string, value: string | RegExp): Promise<void> {
  const shown = await page.locator('dl > div').filter({ hasText: name }).locator('dd').innerText();
  expect(shown).toMatch(value);
}
