import { readFile } from 'node:fs/promises';
import { addDays, bankDayOfDate } from '@onfact-ponto/primitives';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actBeforeScripts } from './pages/before-scripts.ts';
import { fetchNow, linkPonto } from './pages/ponto-pages.ts';
import { linde, signInAndOpen } from './pages/sign-in.ts';
import {
  idsOnAllPages,
  idsOnPage,
  linesOf,
  openLine,
  panelOf,
  rowsInPage,
  searchFor,
} from './pages/transactions-page.ts';
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
    ['an amount with its sign', '-77,31', 'Slijperij Wuustwezel'],
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
    await page.goto('/payments/transactions?search=8642,13');
    expect((await page.locator('mark').allInnerTexts()).map((text) => text.replace('\u00a0', ' '))).toEqual([
      '€ +8.642,13',
    ]);
  });

  it('shows the lines of one counterparty, and the way there stands in the panel', async () => {
    await page.goto('/payments/transactions?search=vandersmissen');
    await linesOf(page).first().click();
    await panelOf(page).getByRole('link', { name: 'Alle transacties van deze tegenpartij' }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('counterparty') === 'BE68539007547034');
    expect(await linesOf(page).allInnerTexts()).toContain('Orgelbouw Vandersmissen');
  });

  it('keeps its filters in the address: they survive a reload and can be taken away one by one', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    await page.getByText('Filters', { exact: true }).locator('visible=true').click();
    await page.getByLabel('Richting').selectOption('Ontvangen');
    await page.getByLabel('Vanaf').fill('3.000,00');
    const dollars = await page.getByRole('option', { name: 'Dollarrekening' }).getAttribute('value');
    await page.getByRole('combobox', { name: 'Rekening' }).selectOption(dollars);
    await page.getByRole('button', { name: 'Toepassen' }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('direction') === 'in');
    await linesOf(page).filter({ hasText: 'Cedar Ridge Outfitters' }).waitFor();
    expect(await linesOf(page).count()).toBe(1);

    await page.reload();
    expect(await linesOf(page).allInnerTexts()).toEqual(['Cedar Ridge Outfitters']);
    await page.getByRole('link', { name: 'Filter Bedrag verwijderen' }).click();
    await page.waitForURL(({ searchParams }) => !searchParams.has('minimum') && searchParams.get('direction') === 'in');
    await expect.poll(() => linesOf(page).count(), { timeout: 20_000 }).toBeGreaterThan(1);
  });

  it('shows in the form what the address says, also after a filter was taken away', async () => {
    await page.goto('/payments/transactions');
    await page.getByText('Filters', { exact: true }).locator('visible=true').click();
    await page.getByLabel('Richting').selectOption('Ontvangen');
    await page.getByLabel('Vanaf').fill('3.000,00');
    await page.getByRole('button', { name: 'Toepassen' }).click();
    await page.getByRole('link', { name: 'Filter Richting verwijderen' }).click();
    await page.waitForURL(({ searchParams }) => !searchParams.has('direction'));
    await page.waitForLoadState('networkidle');
    await page.getByText('Filters', { exact: true }).locator('visible=true').click();
    expect(await page.getByLabel('Richting').inputValue()).toBe('');
    expect(await page.getByLabel('Vanaf').inputValue()).toBe('3000,00');
    await counterpartyField().fill('Cedar');
    await page.getByRole('link', { name: 'Dit jaar' }).click();
    await page.waitForURL(({ searchParams }) => searchParams.has('from'));
    expect(await counterpartyField().inputValue()).toBe('Cedar');
  });

  it('keeps what was typed into the form before its script ran', async () => {
    await actBeforeScripts(page, '/payments/transactions', async () => {
      await page.locator('[data-list-filters] summary').click();
      await counterpartyField().fill('Cedar');
    });
    expect(await counterpartyField().inputValue()).toBe('Cedar');
  });

  /** Not the hidden one of the search, which carries the filters along. */
  function counterpartyField() {
    return page.locator('input[name=counterparty]:not([type=hidden])');
  }

  it('says that nothing fits the filters, and how to get everything back', async () => {
    await page.goto('/payments/transactions?search=bestaat-niet-17');
    await page.getByRole('heading', { name: 'Geen transacties met deze filters' }).waitFor();
    await page.getByRole('link', { name: 'Filters wissen' }).click();
    await linesOf(page).first().waitFor();
  });

  it('grows while one scrolls, shows every line once, and keeps few of them in the page', async () => {
    const stored = await stage.query('select bank_transaction_id as id from bank_transaction');
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    const places = new Map<number, string>();
    await expect
      .poll(
        async () => {
          const rows = await rowsInPage(page);
          expect(rows.length).toBeLessThanOrEqual(80);
          for (const { id, index } of rows) places.set(index, id);
          await page.mouse.wheel(0, 1000);
          return places.size;
        },
        { timeout: 40_000, interval: 100 },
      )
      .toBe(stored.length);
    expect([...places.values()].sort()).toEqual(stored.map(({ id }) => id).sort());
    expect([...places.keys()].sort((a, b) => a - b)).toEqual(stored.map((_, index) => index + 2));
    const table = page.getByRole('table', { name: /^Transacties/ });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(stored.length + 1));
  });

  it('goes on by J and back by K where it grows, with the focus on a line', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    await linesOf(page).last().focus();
    const last = await focusedLine();
    const row = Number(await focusedRow());
    await page.keyboard.press('j');
    await expect.poll(focusedRow).toBe(String(row + 1));
    await page.keyboard.press('k');
    await expect.poll(focusedLine).toBe(last);
  });

  it('keeps the focus on its line however far one scrolls away', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    await linesOf(page).first().focus();
    const [line, row] = [await focusedLine(), Number(await focusedRow())];
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 1500);
          return (await rowsInPage(page)).at(-1)?.index ?? 0;
        },
        { timeout: 40_000, interval: 100 },
      )
      .toBeGreaterThan(row + 120);
    expect(await focusedLine()).toBe(line);
    await page.keyboard.press('j');
    await expect.poll(focusedRow).toBe(String(row + 1));
  });

  describe('in pages, for whoever chose so', () => {
    beforeAll(async () => {
      await page.goto('/payments/transactions');
      await page.waitForLoadState('networkidle');
      await chooseListing('Lijst in pagina’s tonen');
    });
    afterAll(() => chooseListing('Lijst doorlopend tonen'));

    it('shows every line exactly once over its pages', async () => {
      const ids = await idsOnAllPages(page);
      expect(new Set(ids).size).toBe(ids.length);
      const stored = await stage.query('select bank_transaction_id as id from bank_transaction');
      expect(ids.sort()).toEqual(stored.map(({ id }) => id).sort());
    });

    it('goes on over its pages by J and back by K, with the focus on a line', async () => {
      await page.goto('/payments/transactions');
      await page.waitForLoadState('networkidle');
      const firstPage = await idsOnPage(page);
      await linesOf(page).last().focus();
      await page.keyboard.press('j');
      await page.waitForURL(({ searchParams }) => searchParams.has('after'));
      const [next] = await idsOnPage(page);
      await expect.poll(focusedLine).toBe(next);
      await page.getByText(/^51–100 van \d+$/).waitFor();

      await page.keyboard.press('k');
      await page.waitForURL(({ searchParams }) => searchParams.has('before'));
      await expect.poll(focusedLine).toBe(firstPage.at(-1));
      expect(await idsOnPage(page)).toEqual(firstPage);
    });

    async function chooseListing(name: string): Promise<void> {
      const choice = page.getByRole('button', { name });
      await choice.focus();
      await page.keyboard.press('Enter');
      await choice.waitFor({ state: 'detached' });
    }
  });

  function focusedLine(): Promise<string | null> {
    return page.locator('a[data-line]:focus').getAttribute('data-line');
  }

  function focusedRow(): Promise<string | null> {
    return page.locator('tr:has(a[data-line]:focus)').getAttribute('aria-rowindex');
  }
});

describe('the balance after each line', () => {
  it('stands there for one account, ends each day at its closing balance, and says why it is not there otherwise', async () => {
    await page.goto('/payments/transactions');
    await page.getByText('Waarom hier geen saldo staat').locator('..').click();
    await page.getByText('Kies één rekening in de filters').waitFor();

    await page.goto(`/payments/transactions?account=${await idOfAccount('Zichtrekening')}`);
    const firstDay = page
      .getByRole('table', { name: /^Transacties/ })
      .locator('tbody')
      .first();
    await firstDay.waitFor();
    const closing = /€\s−?[\d.]+,\d\d$/.exec(await firstDay.getByRole('rowheader').first().innerText())?.[0];
    expect(closing).toBeDefined();
    const newest = firstDay.getByRole('row').nth(1).getByRole('cell').last();
    expect(await newest.innerText()).toBe(closing);
  });
});

describe('selecting lines', () => {
  it('goes by Space and Shift with arrows, and everything is a second step', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    await linesOf(page).first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await bulkBarOf(page).getByText('3 geselecteerd').waitFor();
    await page.keyboard.press('Escape');
    await bulkBarOf(page).waitFor({ state: 'detached' });

    await page.getByRole('checkbox', { name: 'Alle transacties die hier staan selecteren' }).check();
    await bulkBarOf(page).getByText('50 geselecteerd').waitFor();
    await bulkBarOf(page)
      .getByRole('button', { name: /^Alle \d+ resultaten selecteren$/ })
      .click();
    await bulkBarOf(page)
      .getByText(/^Alle \d+ resultaten geselecteerd$/)
      .waitFor();
  });

  it('takes the range between two boxes with Shift', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    const boxes = page.getByRole('checkbox', { name: /^Selecteren: / });
    await boxes.nth(1).click();
    await boxes.nth(5).click({ modifiers: ['Shift'] });
    await bulkBarOf(page).getByText('5 geselecteerd').waitFor();
  });
});

describe('the export', () => {
  it('says rows and days before, and brings exactly what the filters find', async () => {
    await page.goto('/payments/transactions?direction=in');
    await page.waitForLoadState('networkidle');
    const [found] = await stage.query(`select count(*)::int as n from bank_transaction where amount_minor > 0`);
    await linesOf(page).first().focus();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: 'Transacties exporteren' });
    await dialog
      .getByText(new RegExp(`^${String(found?.n)} transacties, van \\d\\d-\\d\\d-\\d{4} tot en met`))
      .waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Downloaden' }).click(),
    ]);
    const text = await readFile(await file.path(), 'utf8');
    expect(text.startsWith('\ufeffBoekdatum;Valutadatum;')).toBe(true);
    expect(text.trimEnd().split('\r\n')).toHaveLength(Number(found?.n) + 1);
  });
});

describe('the columns', () => {
  it('stay as somebody chose them', async () => {
    await page.goto('/payments/transactions');
    await page.waitForLoadState('networkidle');
    const communication = page.getByRole('columnheader', { name: 'Mededeling', exact: true });
    await page.getByText('Kolommen', { exact: true }).click();
    await page.getByLabel('Mededeling').uncheck();
    await communication.waitFor({ state: 'detached' }).catch(() => communication.waitFor({ state: 'hidden' }));
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(await communication.isVisible()).toBe(false);
    await page.getByText('Kolommen', { exact: true }).click();
    await page.getByLabel('Mededeling').check();
    await communication.waitFor();
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

function bulkBarOf(on: Page) {
  return on.getByRole('region', { name: 'Met de selectie' });
}

async function idOfAccount(description: string): Promise<string> {
  const [row] = await stage.query(
    `select bank_account_id as id from bank_account where description = '${description}'`,
  );
  return String(row?.id);
}

async function published(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { id } of accounts) found.set(id, await stage.world.publishedIds(id));
  return found;
}
