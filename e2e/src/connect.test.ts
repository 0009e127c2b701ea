import { formatIban, parseIban } from '@onfact-ponto/primitives';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cancel,
  confirm,
  confirmWithoutReturning,
  leaveForPonto,
  leaveForPontoAgain,
  shareOnly,
} from './pages/ponto-pages.ts';
import { karmijn, linde, signInAndOpen } from './pages/sign-in.ts';
import { setStage } from './stage.ts';
import type { BankAccount } from './simulated-world.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  ({ page } = await stage.visitor());
});
afterAll(() => stage.end());

describe('the way in', () => {
  it('brings back the page that was asked for, with its query, after signing in and choosing a company', async () => {
    await signInAndOpen(page, '/apps?tab=payments');
    await page.getByRole('heading', { name: 'Apps & koppelingen' }).waitFor();
    expect(pathOf(page)).toBe('/apps?tab=payments');
    expect(await page.getByRole('banner').textContent()).toContain(linde);
  });

  it('switches from Activeren to Configureren in place, keeps the focus and says so', async () => {
    await page.waitForLoadState('networkidle');
    let documentCount = 0;
    page.on('domcontentloaded', () => (documentCount += 1));
    await page.getByRole('button', { name: 'Activeren: Ponto' }).click();

    await page.getByRole('link', { name: 'Configureren: Ponto' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Ponto geactiveerd' }).waitFor();
    await page.getByText('Nog niet gekoppeld').waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Configureren: Ponto');
    expect(documentCount).toBe(0);
  });

  it('says before the trip what will happen, and that only the latest 100 lines come at first', async () => {
    await page.getByRole('link', { name: 'Configureren: Ponto' }).click();
    await page.getByText('Je gaat naar Ponto. Daarna kom je hier terug. We zien nooit je bankwachtwoord.').waitFor();
    await page.getByText('komen de laatste 100 transacties per rekening binnen').waitFor();
    expect(await page.getByRole('button', { name: 'Verbinden met Ponto' }).count()).toBe(1);
  });
});

describe('a trip that links nothing', () => {
  it('says that the user cancelled it', async () => {
    await leaveForPonto(page);
    await cancel(page);
    await expectToStayOn(page, 'cancelled', 'Je hebt de koppeling niet bevestigd.');
  });

  it('says that its link is too old', async () => {
    await leaveForPonto(page);
    await stage.query(`update authorization_attempt set expires_at = now() - interval '1 second'`);
    await confirm(page);
    await expectToStayOn(page, 'expired_or_used', 'Deze link is al gebruikt of verlopen.');
  });

  it('says that Ponto does not answer', async () => {
    await leaveForPonto(page);
    await stage.world.failPonto('*/oauth2/token', 503);
    await confirm(page);
    await expectToStayOn(page, 'ponto_unavailable', 'Ponto antwoordt niet.');
    await stage.world.repairPonto();
  });

  it('refuses a state that we never gave out', async () => {
    await page.goto('/ponto/return?code=invented-code&state=invented-state');
    await expectToStayOn(page, 'foreign', 'Deze koppeling is niet hier gestart.');
  });

  it('is still not linked after all that', async () => {
    await page.goto('/apps?tab=payments');
    await page.getByText('Nog niet gekoppeld').waitFor();
  });

  it('offers neither to export nor to select transactions that are not there', async () => {
    await page.goto('/payments/transactions');
    await page.getByText('Nog geen transacties').waitFor();
    expect(await page.getByRole('link', { name: 'Exporteren' }).count()).toBe(0);
    expect(await page.getByText('Selecteren', { exact: true }).count()).toBe(0);
  });
});

describe('a trip that links the accounts', () => {
  let accounts: BankAccount[];
  let wayBack: string;

  it('cannot be finished by the session of somebody else, and still can by its own', async () => {
    await leaveForPonto(page);
    await page.getByRole('checkbox', { name: 'Spaarrekening' }).uncheck();
    wayBack = await confirmWithoutReturning(page);

    const { page: elsewhere } = await stage.visitor();
    await signInAndOpen(elsewhere, '/payments');
    await elsewhere.goto(wayBack);
    await expectToStayOn(elsewhere, 'foreign', 'Deze koppeling is niet hier gestart.');

    await page.goto(wayBack);
    await page.getByRole('heading', { level: 1, name: /^Verbonden\./ }).waitFor();
    expectCleanAddress(page, 'connected');
  });

  it('shows its progress until everything is there', async () => {
    await page.getByRole('progressbar', { name: 'Voortgang van het ophalen' }).waitFor();
    await page.getByRole('heading', { name: 'Verbonden. Alles is opgehaald.' }).waitFor();
    const steps = await page.getByRole('main').getByRole('listitem').allInnerTexts();
    expect(steps.map((step) => step.replace(/\s+/g, ' ').trim())).toEqual([
      'Rekeningen 2',
      'Saldo’s 2 van 2',
      'Transacties 200',
    ]);
    await page.reload();
    await page.getByRole('heading', { name: 'Verbonden. Alles is opgehaald.' }).waitFor();
  });

  it('shows each shared account by its IBAN with balance, the time of the bank and the time of fetching', async () => {
    await page.getByRole('link', { name: 'Status bekijken' }).click();
    await page.getByText('Gekoppeld · 2 rekeningen').waitFor();
    accounts = await stage.world.accountsOf(linde);
    const rows = page.getByRole('row').filter({ has: page.getByRole('rowheader') });
    expect(await rows.count()).toBe(2);

    for (const account of accounts) {
      const row = rows.filter({ hasText: formatIban(parseIban(account.reference)!) });
      if (account.description === 'Spaarrekening') {
        expect(await row.count()).toBe(0);
        continue;
      }
      const text = await row.innerText();
      expect(text).toContain(amountOf(account));
      expect(text).toContain(clockTimeOf(account.synchronizedAt));
      expect(text).toMatch(/opgehaald \d\d:\d\d/);
      expect(text).toMatch(/tot \d\d-\d\d-\d{4}/);
    }
  });

  it('says when the next pull comes', async () => {
    await page.getByText(/^Laatste ophaling \d\d:\d\d \(200 nieuw\)$/).waitFor();
    await page.getByText(/^volgende rond /).waitFor();
  });

  it('happens once: the same way back a second time changes nothing', async () => {
    await page.goto(wayBack);
    await expectToStayOn(page, 'expired_or_used', 'Deze link is al gebruikt of verlopen.');
    await page.goto('/apps/ponto');
    await page.getByText('Gekoppeld · 2 rekeningen').waitFor();
  });

  it('shrugs off the back button: confirming the old page of Ponto again is a used link', async () => {
    await leaveForPontoAgain(page);
    await shareOnly(page, ['Zichtrekening', 'Dollarrekening']);
    await page.getByRole('heading', { level: 1, name: /^Verbonden\./ }).waitFor();
    await page.goBack();
    await confirm(page);
    await expectToStayOn(page, 'expired_or_used', 'Deze link is al gebruikt of verlopen.');
  });

  it('asks when another organization is chosen in Ponto, names both, and keeps the first when told so', async () => {
    await leaveForPontoAgain(page);
    await page.getByLabel('Organisatie').selectOption(karmijn);
    await page.getByRole('button', { name: 'Rekeningen tonen' }).click();
    await confirm(page);
    await expectToStayOn(page, 'other_organization', 'Dit is een andere Ponto-organisatie dan voorheen.');
    const names = await page.getByRole('definition').allInnerTexts();
    expect(names).toEqual([linde, karmijn]);
    await page.getByRole('button', { name: 'Behouden wat er is' }).click();
    await page.getByText(`Ponto-organisatie: ${linde}`).waitFor();
  });

  it('takes the other organization in its place when told so, and keeps the lines of the first', async () => {
    await leaveForPontoAgain(page);
    await page.getByLabel('Organisatie').selectOption(karmijn);
    await page.getByRole('button', { name: 'Rekeningen tonen' }).click();
    await confirm(page);
    await page.getByRole('button', { name: 'Vervangen door de nieuwe' }).click();
    await page.getByRole('heading', { name: 'Verbonden. Alles is opgehaald.' }).waitFor();
    await page.goto('/apps/ponto');
    await page.getByText(`Ponto-organisatie: ${karmijn}`).waitFor();
    await page.getByText('Niet meer gedeeld').locator('visible=true').first().waitFor();
    await page.goto('/payments/transactions');
    await page.getByRole('row').nth(1).waitFor();
  });
});

/** The page of an outcome: it survives a reload, its address tells nothing, and going back and forth does nothing. */
async function expectToStayOn(visited: Page, outcome: string, heading: string): Promise<void> {
  const title = visited.getByRole('heading', { level: 1, name: heading });
  await title.waitFor();
  expectCleanAddress(visited, outcome);
  await visited.reload();
  await title.waitFor();
  await visited.goBack();
  await visited.goForward();
  await title.waitFor();
  expectCleanAddress(visited, outcome);
}

/** Neither code nor state, nor anything else beside the outcome. */
function expectCleanAddress(visited: Page, outcome: string): void {
  expect(visited.url()).toBe(`${stage.adminUrl}/ponto/result/${outcome}`);
}

function pathOf(visited: Page): string {
  const { pathname, search } = new URL(visited.url());
  return pathname + search;
}

/** As it is written here: "38.412,55". */
function amountOf({ currentBalanceMinor }: BankAccount): string {
  return new Intl.NumberFormat('nl-BE', { minimumFractionDigits: 2 }).format(Number(currentBalanceMinor) / 100);
}

function clockTimeOf(moment: string): string {
  return new Intl.DateTimeFormat('nl-BE', { timeZone: 'Europe/Brussels', hour: '2-digit', minute: '2-digit' }).format(
    new Date(moment),
  );
}
