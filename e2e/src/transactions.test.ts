import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import { idsOnAllPages, idsOnPage, linesOf, openLine, panelOf, searchFor } from './pages/transactions-page.ts';
import type { BankAccount } from './simulated-world.ts';
import { setStage } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
let page: Page;
let accounts: BankAccount[];
/** Newest first, by account, before the first pull. */
let publishedAtFirst: Map<string, string[]>;

beforeAll(async () => {
  stage = await setStage();
  ({ page } = await stage.visitor());
  accounts = await stage.world.accountsOf(linde);
  publishedAtFirst = await published();
  await signInAndOpen(page, '/payments');
  await linkPonto(
    page,
    accounts.map(({ description }) => description),
  );
});
afterAll(() => stage.end());

describe('the first pull', () => {
  it('brings exactly the newest 100 lines of each account, or all where there are fewer', async () => {
    for (const { id, reference } of accounts) {
      const stored = await stage.query(`select source_reference from bank_transaction
        join bank_account using (company_id, bank_account_id) where reference = '${reference}'`);
      const newest = publishedAtFirst.get(id)!.slice(0, 100);
      expect(stored.map(({ source_reference }) => source_reference).sort()).toEqual(newest.sort());
    }
  });

  it('shows from which day on each account is complete', async () => {
    await page.goto('/apps/ponto');
    for (const { id, description, reference } of accounts) {
      const [oldest] = await stage.query(`select to_char(min(execution_date), 'DD-MM-YYYY') as day from bank_transaction
        join bank_account using (company_id, bank_account_id) where reference = '${reference}'`);
      const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: description }) });
      const text = await row.innerText();
      expect(text).toContain(oldest?.day);
      expect(text).toContain(publishedAtFirst.get(id)!.length > 100 ? 'laatste 100' : 'alles');
    }
  });
});

describe('fetching now', () => {
  const longAgo = addDays(bankDayOfDate(new Date()), -400);

  it('asks the banks, says how many lines came, and shows them', async () => {
    const [current, , dollars] = accounts;
    const countBefore = await publishedCount();
    await stage.world.book(current!.id, [
      { amount: '8642.13', counterpartName: 'Orgelbouw Vandersmissen', counterpartReference: 'BE68539007547034' },
      { amount: '-77.31', counterpartName: 'Slijperij Wuustwezel', remittanceInformation: 'Bestelling QX-4471-Z' },
      { amount: '12.50', counterpartName: 'Laatkomer Pittem', executionDate: longAgo },
    ]);
    await stage.world.book(dollars!.id, [{ amount: '3300.01', counterpartName: 'Cedar Ridge Outfitters' }]);

    const result = await fetchNow(page);
    expect(result).toMatch(new RegExp(`: ${(await publishedCount()) - countBefore} nieuwe transacties\\.$`));
    await page.goto('/payments/transactions');
    await linesOf(page).filter({ hasText: 'Orgelbouw Vandersmissen' }).waitFor();
  });

  it('says when it may be asked again', async () => {
    await page.goto('/apps/ponto');
    const button = page.getByRole('button', { name: 'Nu ophalen' });
    await button.waitFor();
    expect(await button.getAttribute('title')).toMatch(/^Opnieuw mogelijk om \d\d:\d\d$/);
  });

  it('finds a line that the bank booked late, with its old date', async () => {
    await page.goto(`/payments/transactions?from=${longAgo}&to=${longAgo}`);
    expect(await linesOf(page).allInnerTexts()).toEqual(['Laatkomer Pittem']);
    await page.getByText('1 resultaat').waitFor();
  });

  async function publishedCount(): Promise<number> {
    return [...(await published()).values()].flat().length;
  }
});

describe('the list', () => {
  it.each([
    ['a name', 'vandersmissen', 'Orgelbouw Vandersmissen'],
    ['an IBAN', 'BE68 5390 0754', 'Orgelbouw Vandersmissen'],
    ['a communication', 'qx-4471', 'Slijperij Wuustwezel'],
    ['an amount as people write it', '8.642,13', 'Orgelbouw Vandersmissen'],
    ['an amount without separators', '3300,01', 'Cedar Ridge Outfitters'],
  ])('finds a line by %s while one types', async (_what, text, name) => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    await searchFor(page, text);
    await page.getByText('1 resultaat').waitFor();
    expect(await linesOf(page).allInnerTexts()).toEqual([name]);
  });

  it('marks what was searched for', async () => {
    await page.goto('/payments/transactions?search=vandersmissen');
    expect(await page.locator('mark').allInnerTexts()).toEqual(['Vandersmissen']);
  });

  it('keeps its filters in the address: they survive a reload and can be taken away one by one', async () => {
    await page.goto('/payments/transactions');
    await page.getByText('Filters', { exact: true }).locator('visible=true').click();
    await page.getByLabel('Richting').selectOption('Ontvangen');
    await page.getByLabel('Vanaf').fill('3.000,00');
    const dollars = await page.getByRole('option', { name: 'Dollarrekening' }).getAttribute('value');
    await page.getByLabel('Rekening').selectOption(dollars);
    await page.getByRole('button', { name: 'Toepassen' }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('direction') === 'in');
    await linesOf(page).filter({ hasText: 'Cedar Ridge Outfitters' }).waitFor();
    expect(await linesOf(page).count()).toBe(1);

    await page.reload();
    expect(await linesOf(page).allInnerTexts()).toEqual(['Cedar Ridge Outfitters']);
    await page.getByRole('link', { name: 'Filter Bedrag verwijderen' }).click();
    await page.waitForURL(({ searchParams }) => !searchParams.has('minimum') && searchParams.get('direction') === 'in');
    await expect.poll(() => linesOf(page).count()).toBeGreaterThan(1);
  });

  it('says that nothing fits the filters, and how to get everything back', async () => {
    await page.goto('/payments/transactions?search=bestaat-niet-17');
    await page.getByRole('heading', { name: 'Geen transacties met deze filters' }).waitFor();
    await page.getByRole('link', { name: 'Filters wissen' }).click();
    await linesOf(page).first().waitFor();
  });

  it('shows every line exactly once over its pages', async () => {
    await page.goto('/payments/transactions');
    const ids = await idsOnAllPages(page);
    expect(new Set(ids).size).toBe(ids.length);
    const stored = await stage.query('select bank_transaction_id as id from bank_transaction');
    expect(ids.sort()).toEqual(stored.map(({ id }) => id).sort());
  });
});

describe('the panel of a line', () => {
  it('has its own address', async () => {
    await page.goto('/payments/transactions');
    const [first] = await idsOnPage(page);
    await linesOf(page).first().click();
    await panelOf(page).waitFor();
    expect(openLine(page)).toBe(first);

    await page.goto(page.url());
    await panelOf(page).getByText('Boekdatum').waitFor();
    await panelOf(page).getByText('Valutadatum').waitFor();
  });

  it('follows J and K, and Escape closes it where one was', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    const [first, second, third] = await idsOnPage(page);
    await linesOf(page).first().click();
    await panelOf(page).waitFor();

    for (const [key, line] of [
      ['j', second],
      ['j', third],
      ['k', second],
      ['k', first],
    ] as const) {
      await page.keyboard.press(key);
      await page.waitForURL(({ searchParams }) => searchParams.get('transaction') === line);
    }
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    expect(openLine(page)).toBe('');
    expect(await page.locator(':focus').getAttribute('href')).toContain(first);
  });

  it('says of a line that does not exist that it is not there, and keeps the list', async () => {
    await page.goto('/payments/transactions?transaction=018f0000-0000-7000-8000-000000000001');
    await page.getByRole('heading', { name: 'Deze transactie bestaat niet meer' }).waitFor();
    expect(await linesOf(page).count()).toBeGreaterThan(1);
  });
});

async function published(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { id } of accounts) found.set(id, await stage.world.publishedIds(id));
  return found;
}
