import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readBooks } from './company-api.ts';
import { actBeforeScripts } from './pages/before-scripts.ts';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen, signInAs } from './pages/sign-in.ts';
import { openWorkbench, untilSent } from './pages/workbench-page.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** What the workbench learns from its people, and that they see each other there. */

const insurer = { counterpartName: 'Noordverzekering', counterpartReference: 'BE68539007547034' };
const insurerIban = 'BE68 5390 0754 7034';
const buyer = { counterpartName: 'Klant Geheugen BV', counterpartReference: 'BE43068999999501' };
const premiums = ['-31.10', '-32.20', '-33.30', '-34.40'];

let stage: Stage;
let page: Page;

beforeAll(async () => {
  stage = await setStage();
  ({ page } = await stage.visitor());
  await signInAndOpen(page, '/payments');
  await linkPonto(page, ['Spaarrekening']);
  const accounts = await stage.world.accountsOf(linde);
  const { number } = await stage.world.issueInvoice({ amount: '1234.56', customerName: buyer.counterpartName });
  await stage.world.book(accounts.find(({ description }) => description === 'Spaarrekening')!.id, [
    ...premiums.map((amount) => ({ ...insurer, amount })),
    { ...buyer, amount: '1234.56', remittanceInformation: `factuur ${number}` },
  ]);
  await fetchNow(page);
  const isProposed = async () => (await statusesOf(buyer.counterpartName)).includes('proposed');
  await vi.waitUntil(isProposed, { timeout: 60_000, interval: 500 });
});
afterAll(() => stage.end());

describe('a rule', () => {
  it('is offered after the third equal choice, and not before', async () => {
    await openWorkbench(page);
    const offer = page.getByText('3 keer hetzelfde gekozen. Altijd zo doen voor deze IBAN?');
    for (const count of [1, 2, 3]) {
      await premiumsInQueue().first().click();
      await page.keyboard.press('i');
      await page.getByRole('button', { name: 'bankkosten' }).press('Enter');
      await expect.poll(() => premiumsInQueue().count()).toBe(premiums.length - count);
      await untilSent(page);
      expect(await offer.count()).toBe(count === 3 ? 1 : 0);
    }
  });

  it('says first what it would have hit in the past', async () => {
    await page.getByRole('link', { name: 'Eerst bekijken' }).click();
    const preview = page.getByRole('region', { name: `Altijd zo doen voor ${insurerIban}?` });
    await preview.getByText(`De regel had ${premiums.length} transacties uit het verleden geraakt.`).waitFor();
    await preview.getByText('Daarvan wacht er nog 1.').waitFor();
    expect(await preview.getByRole('listitem').count()).toBe(premiums.length);
  });

  it('once made, does what was chosen with the line that still waited', async () => {
    await page.getByRole('button', { name: 'Regel maken' }).click();
    await page.getByRole('status').filter({ hasText: 'De regel is gemaakt en staat aan.' }).first().waitFor();
    await ruleRow().getByText('Negeren: bankkosten').waitFor();
    const everyOne = premiums.map(() => 'ignored');
    await expect.poll(() => statusesOf(insurer.counterpartName), { timeout: 40_000 }).toEqual(everyOne);
  });

  it('is switched off and on, and deleted, with the focus kept and the result told', async () => {
    for (const [button, told] of [
      ['Uitzetten', 'De regel staat uit. Wat ze deed, blijft.'],
      ['Aanzetten', 'De regel staat aan.'],
    ]) {
      await ruleRow().getByText(button!, { exact: true }).click();
      await page.getByRole('status').filter({ hasText: told! }).first().waitFor();
      expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Regel voor BE68 .* (aan|uit)zetten$/);
    }
    await ruleRow()
      .getByRole('button', { name: /verwijderen$/ })
      .click();
    await page.getByText('Nog geen regels').waitFor();
    expect(await page.locator(':focus').innerText()).toBe('Instellingen en regels');
    expect(await statusesOf(insurer.counterpartName)).toEqual(premiums.map(() => 'ignored'));
  });
});

describe('the memory', () => {
  it('shows what was learned of a decision, and forgets it when it is erased', async () => {
    await openWorkbench(page);
    await page.getByRole('link', { name: new RegExp(buyer.counterpartName) }).click();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Afgepunt op' }).first().waitFor();
    await untilSent(page);

    await page.goto('/payments/reconcile/memory');
    await page.getByLabel('IBAN of naam').fill('BE43 0689');
    await page.getByRole('button', { name: 'Zoeken' }).click();
    const learned = page.getByRole('row').filter({ hasText: 'BE43 0689 9999 9501' });
    await learned.getByText(buyer.counterpartName).waitFor();
    await learned.getByText('1 keer').waitFor();

    await learned.getByRole('button', { name: /^BE43 .* wissen$/ }).click();
    await page.getByRole('status').filter({ hasText: '1 zaak gewist' }).first().waitFor();
    await learned.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByLabel('IBAN of naam').waitFor();
    expect(await learned.count()).toBe(0);
    expect(await statusesOf(buyer.counterpartName)).not.toContain('proposed');
  });
});

describe('how much is booked without a person', () => {
  it('keeps what was chosen before the script of the page ran, and saves it', async () => {
    const off = page.getByRole('radio', { name: /^Uit/ });
    await actBeforeScripts(page, '/payments/reconcile/settings', () => off.check());
    expect(await off.isChecked()).toBe(true);
    await page.getByRole('button', { name: /^Opslaan voor / }).click();
    await page.getByText('Je keuze is bewaard.').first().waitFor();
    expect(await off.isChecked()).toBe(true);
    await page.reload();
    expect(await off.isChecked()).toBe(true);
  });
});

describe('two people at one line', () => {
  it('see each other', async () => {
    const line = (await readBooks()).lines.find(({ status }) => status === 'to_process')!.id;
    const tom = await stage.visitor();
    await signInAs(tom.page, 'tom@delinde.be', '/payments/reconcile');
    await openWorkbench(tom.page, `?line=${line}`);

    await Promise.all([announced(page, line), openWorkbench(page, `?line=${line}`)]);
    await page.getByText('Tom Verhaeghe heeft deze transactie ook open').first().waitFor();
    await Promise.all([announced(tom.page, line), tom.page.keyboard.press('j'), tom.page.keyboard.press('k')]);
    await tom.page.getByText('Mieke Claes heeft deze transactie ook open').first().waitFor();
  });
});

/** Until the server knows that this person has the line open. */
function announced(by: Page, line: string) {
  return by.waitForResponse(
    (answer) => answer.request().method() === 'POST' && answer.url().endsWith(`/lines/${line}`),
  );
}

function premiumsInQueue() {
  return page.getByRole('link', { name: new RegExp(insurer.counterpartName) });
}

function ruleRow() {
  return page.getByRole('row').filter({ hasText: insurerIban });
}

async function statusesOf(name: string): Promise<string[]> {
  return (await readBooks()).lines.filter((line) => line.name === name).map(({ status }) => status);
}
