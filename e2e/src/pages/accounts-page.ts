import type { Locator, Page } from 'playwright-core';

/** The overview of the accounts, and the page of one of them with its chart. */

export function accountRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
}

/** From the overview to the page of one account; answers its id. */
export async function openAccount(page: Page, name: string): Promise<string> {
  await page.goto('/payments/accounts');
  await page.getByRole('rowheader', { name }).getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

export function chartOf(page: Page): Locator {
  return page.getByRole('figure', { name: /^Saldo van/ });
}

/** What arrow keys move over the days of the chart. */
export function dayOfChart(page: Page): Locator {
  return page.getByRole('slider', { name: 'Dag in de grafiek' });
}

/** What the crosshair says: "vrijdag 06-11-2026: € 35.665,27". */
export async function readDay(page: Page): Promise<string> {
  return plain((await dayOfChart(page).getAttribute('aria-valuetext')) ?? '');
}

/** Rows of the table of balances, newest first: day and balance as they stand there. */
export async function balancesInTable(page: Page): Promise<{ day: string; balance: string }[]> {
  const table = page.getByRole('table', { name: /^Saldo van .* per dag/ });
  await table.waitFor();
  const rows = await table.locator('tbody tr').allInnerTexts();
  return rows.map((row) => {
    const [day = '', balance = ''] = row.split('\t').map((cell) => plain(cell));
    return { day: day.split(' ').at(-1) ?? '', balance };
  });
}

/** What the balances say of each stretch of days, newest first. */
export async function completenessOf(page: Page): Promise<string[]> {
  const texts = await page.getByRole('region', { name: 'Volledigheid' }).getByRole('listitem').allInnerTexts();
  return texts.map((text) => plain(text));
}

/** As a Dutch page writes it, with plain spaces. */
export function inDutch({ amount, currency }: { amount: string; currency: string }): string {
  const format = new Intl.NumberFormat('nl-BE', { style: 'currency', currency });
  return plain(format.format(amount as Intl.StringNumericLiteral)).replace('-', '\u2212');
}

export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ').trim();
}
