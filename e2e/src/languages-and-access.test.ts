import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from './inspection.ts';
import { activate, confirm, fetchNow, leaveForPonto, linkPonto } from './pages/ponto-pages.ts';
import { karmijn, linde, signInAndOpen, signInAs } from './pages/sign-in.ts';
import { idsOnPage, linesOf, openLine, panelOf } from './pages/transactions-page.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Visitor } from './visitor.ts';

let stage: Stage;
let mieke: Visitor;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  mieke = await stage.visitor();
  ({ page } = mieke);
});
afterAll(() => stage.end());

/** In three languages, two themes and two widths. Each test brings the product into one more of its states. */
describe('every page is accessible, fits its screen and has all its words', { timeout: 120_000 }, () => {
  const pontoPages = ['/apps?tab=payments', '/apps/ponto', '/payments', '/payments/transactions', '/payments/accounts'];

  it('signed out', async () => {
    const reasons = ['access_denied', 'state_not_found', 'unavailable', 'too_many_requests', 'unexpected_claims'];
    const paths = ['', '?returnTo=%2Fapps', '?signedOut=1', ...reasons.map((reason) => `?error=${reason}`)];
    expect(await problemsOn(paths.map((query) => `/sign-in${query}`))).toEqual([]);
  });

  it('signed in, and nothing begun', async () => {
    await signInAndOpen(page, '/payments', karmijn);
    await page.getByRole('heading', { name: 'Nog geen bank gekoppeld' }).waitFor();
    expect(await problemsOn([...pontoPages, '/companies', '/does-not-exist'], mieke)).toEqual([]);
  });

  it('activated, and back from a trip to Ponto that linked nothing', async () => {
    await activate(page);
    const outcomes = ['cancelled', 'expired_or_used', 'foreign', 'no_account_shared', 'ponto_unavailable', 'refused'];
    const results = [...outcomes, 'other_organization', 'connected'].map((outcome) => `/ponto/result/${outcome}`);
    expect(await problemsOn([...pontoPages, '/apps/ponto?deactivate', ...results], mieke)).toEqual([]);
  });

  it('linked, with lines that are matched and lines that are not', async () => {
    await leaveForPonto(page);
    await page.getByLabel('Organisatie').selectOption(karmijn);
    await page.getByRole('button', { name: 'Rekeningen tonen' }).click();
    await confirm(page);
    await page.getByRole('heading', { name: 'Verbonden. Alles is opgehaald.' }).waitFor();
    const [matched] = await idsOf('status=matched_automatically');
    const [outgoing] = await idsOf('direction=out');

    const lists = [
      `?transaction=${matched}`,
      `?direction=out&maximum=10000&transaction=${outgoing}`,
      '?transaction=018f0000-0000-7000-8000-000000000001',
      '?search=bestaat-niet-17&status=to_process',
    ].map((query) => `/payments/transactions${query}`);
    const others = ['/apps/ponto?deactivate', '/ponto/result/connected'];
    expect(await problemsOn([...pontoPages, ...lists, ...others], mieke)).toEqual([]);
  });

  it('with the consent for the account ended', async () => {
    const [account] = await stage.world.accountsOf(karmijn);
    await stage.world.endConsent(account!.id);
    await fetchNow(page);
    await waitForPontoToSay(/^De toestemming voor .* is verlopen/);
    expect(await problemsOn(pontoPages, mieke)).toEqual([]);
  });

  it('with the link ended in Ponto', async () => {
    await stage.world.revoke(karmijn);
    await stage.pullNow();
    await waitForPontoToSay('De koppeling met Ponto is ingetrokken.');
    expect(await problemsOn(pontoPages, mieke)).toEqual([]);
  });

  it('for a user who may look and not change', async () => {
    const { page: another } = await stage.visitor();
    await signInAndOpen(another, '/payments', linde);
    await linkPonto(another, ['Spaarrekening']);

    const tom = await stage.visitor();
    await signInAs(tom.page, 'tom@delinde.be', '/apps/ponto');
    await tom.page.getByText('Je kunt dit bekijken, niet wijzigen.').waitFor();
    expect(await tom.page.getByRole('switch').count()).toBe(0);
    expect(await tom.page.getByRole('link', { name: /^Deactiveren/ }).count()).toBe(0);
    expect(await problemsOn(['/apps?tab=payments', '/apps/ponto'], tom)).toEqual([]);
  });

  async function idsOf(filter: string): Promise<string[]> {
    await expect
      .poll(() => page.goto(`/payments/transactions?${filter}`).then(() => linesOf(page).count()), { timeout: 20_000 })
      .toBeGreaterThan(0);
    return idsOnPage(page);
  }

  async function waitForPontoToSay(text: string | RegExp): Promise<void> {
    await expect
      .poll(() => page.goto('/apps/ponto').then(() => page.getByText(text).count()), { timeout: 20_000 })
      .toBeGreaterThan(0);
  }
});

describe('without client script one can still read', () => {
  let reader: Page;
  beforeAll(async () => {
    const mieke = await stage.visitor();
    await signInAndOpen(mieke.page, '/payments', linde);
    ({ page: reader } = await stage.visitor({ javaScriptEnabled: false, as: mieke }));
  });

  it('the overview', async () => {
    await reader.goto('/payments');
    const row = reader.getByRole('row').filter({ hasText: 'Ponto' });
    expect(await row.innerText()).toContain('Gekoppeld');
    await row.getByRole('link', { name: 'Bekijken: Ponto' }).click();
    await linesOf(reader).first().waitFor();
  });

  it('the transactions: panel, search, filters and pages', async () => {
    await reader.goto('/payments/transactions');
    const [newest] = await idsOnPage(reader);
    await linesOf(reader).first().click();
    await panelOf(reader).getByText('Boekdatum').waitFor();
    expect(openLine(reader)).toBe(newest);
    await panelOf(reader).getByRole('link', { name: 'Detail sluiten' }).click();

    await reader.getByRole('searchbox').fill('rente');
    await reader.getByRole('searchbox').press('Enter');
    await reader.waitForURL(({ searchParams }) => searchParams.get('search') === 'rente');

    await reader.goto('/payments/transactions');
    await reader.getByText('Filters', { exact: true }).locator('visible=true').click();
    await reader.getByLabel('Richting').selectOption('Betaald');
    await reader.getByRole('button', { name: 'Toepassen' }).click();
    await reader.waitForURL(({ searchParams }) => searchParams.get('direction') === 'out');
  });

  it('the configuration', async () => {
    await reader.goto('/apps/ponto');
    await reader.getByRole('row').filter({ hasText: 'Spaarrekening' }).waitFor();
    await reader.getByText(/^Laatste ophaling/).waitFor();
  });
});

it('takes only a keyboard to get from Activeren to the page of Ponto', async () => {
  await stage.query('truncate connection cascade');
  await page.goto('/apps?tab=payments');
  await page.waitForLoadState('networkidle');
  await tabTo('Activeren: Ponto');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Configureren: Ponto' }).waitFor();
  await expect.poll(focusedName).toBe('Configureren: Ponto');

  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Verbinden met Ponto' }).waitFor();
  await tabTo('Verbinden met Ponto');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'vraagt toegang tot uw rekeningen' }).waitFor();

  /** Past everything before it, as somebody without a pointer must. */
  async function tabTo(name: string): Promise<void> {
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      if ((await focusedName()) === name) return;
    }
    throw new Error(`40 times Tab does not lead to ${name}`);
  }

  async function focusedName(): Promise<string> {
    const focused = page.locator(':focus');
    return (await focused.getAttribute('aria-label')) ?? (await focused.innerText()).trim();
  }
});

async function problemsOn(paths: readonly string[], as?: Visitor): Promise<string[]> {
  const inLanguage = async (language: 'nl' | 'fr' | 'en'): Promise<string[]> => {
    const visitor = await stage.visitor({ language, ...(as ? { as } : {}) });
    const problems = [];
    for (const path of paths) problems.push(...(await inspect(visitor.page, path, language)));
    await visitor.context.close();
    return problems;
  };
  return (await Promise.all([inLanguage('nl'), inLanguage('fr'), inLanguage('en')])).flat();
}
