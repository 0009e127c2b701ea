import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The list of transactions and the panel beside it. */

export function linesOf(page: Page): Locator {
  return page
    .getByRole('table', { name: /^Transacties/ })
    .getByRole('rowheader')
    .getByRole('link');
}

/** The ids of the lines on this page, as their addresses name them. */
export async function idsOnPage(page: Page): Promise<string[]> {
  await linesOf(page).first().waitFor();
  const lines = await linesOf(page).all();
  return Promise.all(lines.map(async (line) => lineIn(await line.getAttribute('href'), page)));
}

/** The lines that stand in the page now, each with its place in the whole table. */
export function rowsInPage(page: Page): Promise<{ id: string; index: number }[]> {
  return page.evaluate<{ id: string; index: number }[]>(`
    [...document.querySelectorAll('a[data-line]')].map((line) => ({
      id: line.getAttribute('data-line'),
      index: Number(line.closest('tr').getAttribute('aria-rowindex')),
    }))`);
}

/** Follows "Ouder" to the end. */
export async function idsOnAllPages(page: Page): Promise<string[]> {
  const ids = await idsOnPage(page);
  const older = page.getByRole('link', { name: 'Ouder' });
  while ((await older.count()) > 0) {
    const [first = ''] = await idsOnPage(page);
    await older.click();
    await page.waitForURL(({ searchParams }) => searchParams.has('after'));
    await page.locator(`a[href*="${first}"]`).waitFor({ state: 'detached' });
    ids.push(...(await idsOnPage(page)));
  }
  return ids;
}

export async function searchFor(page: Page, text: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Zoek in lijst' }).fill(text);
  await page.waitForURL(({ searchParams }) => searchParams.get('search') === text.trim());
}

/** What the row of a counterpart says. */
export async function statusOf(page: Page, counterpartName: string): Promise<string> {
  return page.getByRole('row').filter({ hasText: counterpartName }).innerText();
}

/** The matcher runs a moment after the lines came in. */
export async function untilStatus(page: Page, counterpartName: string, expected: string): Promise<void> {
  await expect
    .poll(() => page.goto('/payments/transactions').then(() => statusOf(page, counterpartName)), {
      timeout: 30_000,
      interval: 500,
    })
    .toContain(expected);
}

export function panelOf(page: Page): Locator {
  return page.getByRole('complementary', { name: /^Transactie/ });
}

/** Which line the address says is open. */
export function openLine(page: Page): string {
  return lineIn(page.url(), page);
}

function lineIn(href: string | null, page: Page): string {
  return new URL(href ?? '', page.url()).searchParams.get('transaction') ?? '';
}
